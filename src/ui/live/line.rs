//! The line itself: follows, hears, and catches up. Browser only.
mod acts;
mod reconnect;

use super::{LineState, Live, socket::Socket, turns::Turns};
use crate::{
    base::{
        Actor, Lang,
        live::{FromClient, FromServer, HintKind},
    },
    ui::{
        Toasts,
        browser::{self, seconds},
        device,
    },
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
    time::Duration,
};

/// Who has come in instead in another tab is given their cookies meanwhile.
const CHANGE_OF_PERSON: Duration = Duration::from_millis(500);

/// How a component that follows a stream is told.
struct Follower {
    key: u64,
    stream: i64,
    after: Rc<dyn Fn() -> i64>,
    on: Rc<dyn Fn(FromServer)>,
    /// It asked for what it missed, and the answer is on its way.
    asked: Rc<Cell<bool>>,
}

/// This tab's line.
pub(super) struct Line {
    live: Live,
    me: Actor,
    lang: Lang,
    toasts: Toasts,
    own: Weak<Line>,
    socket: RefCell<Option<Socket>>,
    followers: RefCell<Vec<Follower>>,
    turns: RefCell<Turns>,
    next_key: Cell<u64>,
    /// The server has said whose line it is.
    welcomed: Cell<bool>,
    /// It was open before.
    was_open: Cell<bool>,
    tries: Cell<u32>,
    heard: Cell<f64>,
    pinged: Cell<f64>,
    retry: Cell<Option<TimeoutHandle>>,
    heartbeat: Cell<Option<IntervalHandle>>,
    stopped: Cell<bool>,
}

impl Line {
    pub(super) fn new(live: Live, me: Actor, toasts: Toasts) -> Rc<Self> {
        Rc::new_cyclic(|own| Line {
            live,
            me,
            lang: Lang::current(),
            toasts,
            own: own.clone(),
            socket: RefCell::default(),
            followers: RefCell::default(),
            turns: RefCell::default(),
            next_key: Cell::new(1),
            welcomed: Cell::new(false),
            was_open: Cell::new(false),
            tries: Cell::new(0),
            heard: Cell::new(0.0),
            pinged: Cell::new(0.0),
            retry: Cell::new(None),
            heartbeat: Cell::new(None),
            stopped: Cell::new(false),
        })
    }

    /// Runs later, if the line is still there.
    fn later(&self, after: Duration, run: impl FnOnce(&Line) + 'static) -> Option<TimeoutHandle> {
        let own = self.own.clone();
        let run = move || {
            if let Some(line) = own.upgrade().filter(|line| !line.stopped.get()) {
                run(&line);
            }
        };
        set_timeout_with_handle(run, after).ok()
    }

    /// What the browser tells about the line and the other tabs.
    pub(super) fn listen(&self) -> [WindowListenerHandle; 4] {
        let on = |event: &str, run: fn(&Line)| {
            let own = self.own.clone();
            window_event_listener_untyped(event, move |_| {
                if let Some(line) = own.upgrade() {
                    run(&line);
                }
            })
        };
        [
            on("online", |line| line.hurry()),
            on("offline", |line| {
                line.hang_up();
                line.say(LineState::Offline);
            }),
            on("visibilitychange", |line| {
                if device::is_visible() {
                    line.live.seen();
                    line.hurry();
                }
            }),
            on("storage", |line| line.live.outbox.refresh()),
        ]
    }

    fn say(&self, state: LineState) {
        if self.live.state.try_get_untracked().is_some_and(|before| before != state) {
            self.live.state.set(state);
        }
    }

    /// Closes for good.
    pub(super) fn stop(&self) {
        self.stopped.set(true);
        self.hang_up();
        if let Some(heartbeat) = self.heartbeat.take() {
            heartbeat.clear();
        }
        self.followers.borrow_mut().clear();
    }

    /// Sends a frame where the line is open and whose it is is known.
    pub(super) fn send(&self, frame: &FromClient) {
        if self.welcomed.get()
            && let Ok(text) = serde_json::to_string(frame)
            && let Some(socket) = self.socket.borrow().as_ref()
        {
            socket.send(&text);
        }
    }

    pub(super) fn follow(&self, stream: i64, after: Rc<dyn Fn() -> i64>, on: Rc<dyn Fn(FromServer)>) -> u64 {
        let key = self.next_key.replace(self.next_key.get() + 1);
        self.send(&FromClient::Follow { stream, after: after() });
        self.followers.borrow_mut().push(Follower { key, stream, after, on, asked: Rc::default() });
        key
    }

    pub(super) fn unfollow(&self, key: u64) {
        let mut followers = self.followers.borrow_mut();
        let Some(at) = followers.iter().position(|follower| follower.key == key) else { return };
        let stream = followers.remove(at).stream;
        if !followers.iter().any(|follower| follower.stream == stream) {
            self.send(&FromClient::Leave { stream });
        }
    }

    fn hear(&self, text: &str) {
        self.heard.set(seconds());
        let Some(frame) = FromServer::read(text) else { return };
        match frame {
            FromServer::Welcome { account, now } if account == self.me.id => {
                browser::set_clock(now);
                self.welcome();
            }
            // Somebody else has signed in here meanwhile, or the session has ended.
            FromServer::Welcome { .. } | FromServer::Bye => {
                self.stop();
                set_timeout(browser::reload, CHANGE_OF_PERSON);
            }
            FromServer::Done { id, .. } => {
                self.live.outbox.remove(id);
                self.settled(id);
            }
            FromServer::Failed { id, error } => self.failed(id, &error),
            FromServer::Hint { kind: HintKind::Lists, .. } => self.tick_lists(),
            FromServer::Hint { kind: HintKind::InCharge, stream, who: Some(who), .. } => {
                _ = self.live.in_charge.try_set(Some((stream, who)));
            }
            FromServer::Resync { fresh: true, .. } => browser::reload(),
            FromServer::Resync { stream, .. } => {
                _ = self.later(Duration::from_millis(300), move |line| line.ask_again(stream));
            }
            FromServer::Event { stream, .. }
            | FromServer::Caught { stream, .. }
            | FromServer::Refused { stream, .. }
            | FromServer::Hint { stream, .. } => self.tell(stream, &frame),
            FromServer::Pong | FromServer::Bad => {}
        }
    }

    fn tick_lists(&self) {
        _ = self.live.lists.try_update(|n| *n += 1);
    }

    /// The line is open: follow again from where each was, then send what waits, in order.
    fn welcome(&self) {
        self.welcomed.set(true);
        self.tries.set(0);
        let asks: Vec<_> = self.followers.borrow().iter().map(|f| (f.stream, f.after.clone())).collect();
        for (stream, after) in asks {
            self.send(&FromClient::Follow { stream, after: after() });
        }
        self.live.outbox.refresh();
        for item in self.live.outbox.all() {
            self.send_next(item.stream);
        }
        self.say(LineState::Online);
        if self.was_open.replace(true) {
            self.tick_lists();
        }
    }

    fn ask_again(&self, stream: i64) {
        let ask = self.followers.borrow().iter().find(|f| f.stream == stream).map(|f| f.after.clone());
        if let Some(after) = ask {
            self.send(&FromClient::Follow { stream, after: after() });
        }
    }

    /// Tells those who follow; an event after a gap waits until what lies between has come.
    fn tell(&self, stream: i64, frame: &FromServer) {
        let told: Vec<_> = {
            let followers = self.followers.borrow();
            followers
                .iter()
                .filter(|f| f.stream == stream)
                .map(|f| (f.after.clone(), f.on.clone(), f.asked.clone()))
                .collect()
        };
        for (after, on, asked) in told {
            match frame {
                FromServer::Event { prev, event, .. } if *prev > after() && event.seq > after() => {
                    if !asked.replace(true) {
                        self.send(&FromClient::Follow { stream, after: after() });
                    }
                }
                FromServer::Caught { .. } => {
                    asked.set(false);
                    on(frame.clone());
                }
                _ => on(frame.clone()),
            }
        }
    }
}
