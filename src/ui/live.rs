//! The one socket of this tab, as components see it: follow a stream, act, hint. What it carries belongs to
//! the rooms.
#[cfg(feature = "hydrate")]
mod line;
#[cfg(feature = "hydrate")]
mod socket;
#[cfg(any(feature = "hydrate", test))]
mod turns;

use super::{
    device,
    outbox::{Drawer, Outbox, Pending, Written},
};
#[cfg(feature = "hydrate")]
use super::{use_toasts, waking::when_awake};
use crate::base::{
    AccountId, Actor,
    live::{Author, FromServer, HintKind},
};
use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

/// The state of the line, always in the person's sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    Online,
    Reconnecting,
    Offline,
}

/// The handle of the line.
#[derive(Clone, Copy)]
pub struct Live {
    /// Whose line it is.
    pub me: Option<AccountId>,
    pub state: RwSignal<LineState>,
    /// Ticks when a list somewhere has changed, and after a reconnect.
    pub lists: RwSignal<usize>,
    /// The stream that somebody else has given to this person or taken from them, and who is in charge now.
    pub in_charge: RwSignal<Option<(i64, Author)>>,
    /// Ticks when a refused text has become a draft again.
    pub returned: RwSignal<usize>,
    /// So much others have done while this tab was out of sight.
    news: RwSignal<usize>,
    pub outbox: Outbox,
    #[cfg(feature = "hydrate")]
    line: StoredValue<Option<std::rc::Rc<line::Line>>, LocalStorage>,
}

/// Opens this tab's line for this person, until the component that calls it goes.
pub fn provide_live(me: Actor) {
    let live = Live::still(Some(me.id));
    provide_context(live.state);
    provide_context(live);
    #[cfg(feature = "hydrate")]
    live.start(me, use_toasts());
}

/// The line of this tab; one that is never open where nobody is signed in.
pub fn use_live() -> Live {
    use_context().unwrap_or_else(|| Live::still(None))
}

impl Live {
    fn still(me: Option<AccountId>) -> Self {
        Live {
            me,
            state: RwSignal::new(LineState::Online),
            lists: RwSignal::new(0),
            in_charge: RwSignal::new(None),
            returned: RwSignal::new(0),
            news: RwSignal::new(0),
            outbox: Outbox::new(me),
            #[cfg(feature = "hydrate")]
            line: StoredValue::new_local(None),
        }
    }

    #[cfg(feature = "hydrate")]
    fn start(self, me: Actor, toasts: super::Toasts) {
        let line = line::Line::new(self, me, toasts);
        self.line.set_value(Some(line.clone()));
        // A session that ends while the pieces of a page are on their way is seen when they have come: until
        // then nothing can be done from that page.
        when_awake(move || {
            self.outbox.refresh();
            for listener in line.listen() {
                on_cleanup(move || listener.remove());
            }
            line.connect();
        });
        on_cleanup(move || {
            if let Some(line) = self.line.try_update_value(Option::take).flatten() {
                line.stop();
            }
        });
    }

    #[cfg(feature = "hydrate")]
    fn with(self, use_it: impl FnOnce(&std::rc::Rc<line::Line>)) {
        // A clone, so that what is called may come back here.
        if let Some(line) = self.line.try_get_value().flatten() {
            use_it(&line);
        }
    }

    /// Follows a stream until the component goes. `after` tells the last number known; `on` gets what is new,
    /// in order and without a gap.
    pub fn follow(self, stream: i64, after: impl Fn() -> i64 + 'static, on: impl Fn(FromServer) + 'static) {
        #[cfg(feature = "hydrate")]
        self.with(|line| {
            let key = line.follow(stream, std::rc::Rc::new(after), std::rc::Rc::new(on));
            on_cleanup(move || self.with(|line| line.unfollow(key)));
        });
        #[cfg(not(feature = "hydrate"))]
        drop((stream, after, on));
    }

    /// Ticks while the calling component stands, when a list may have changed.
    pub fn watch_lists(self) -> RwSignal<usize> {
        self.follow(0, || 0, |_| {});
        self.lists
    }

    /// Where this person keeps what is written at this place; an empty place keeps nothing.
    pub fn drawer(self, place: &str) -> Option<Drawer> {
        self.me.filter(|_| !place.is_empty()).map(|me| Drawer::new(me, place))
    }

    /// Does something: kept until acknowledged, sent as soon as the line allows and what was done before on
    /// this stream is settled. Refused, what was written for it becomes a draft again. Gives the act's id.
    pub fn act(self, verb: &str, stream: i64, body: Value, written: Option<Written>) -> Uuid {
        let item = Pending::new(verb, stream, body, written);
        let id = item.id;
        self.outbox.add(item);
        #[cfg(feature = "hydrate")]
        self.with(|line| line.send_next(stream));
        id
    }

    /// Typing, or seen up to a number. Lost without harm.
    pub fn hint(self, stream: i64, kind: HintKind, seq: i64) {
        #[cfg(feature = "hydrate")]
        self.with(|line| line.send(&crate::base::live::FromClient::Hint { stream, kind, seq }));
        #[cfg(not(feature = "hydrate"))]
        let _: (i64, HintKind, i64) = (stream, kind, seq);
    }

    /// Somebody else did something. Out of sight it is counted in the tab's title, and told by one sound for
    /// all tabs.
    pub fn tell_news(self, stream: i64, seq: i64) {
        if !device::is_visible() {
            _ = self.news.try_update(|news| *news += 1);
            super::chime(stream, seq);
        }
    }

    /// The tab is in sight again.
    #[cfg(feature = "hydrate")]
    fn seen(self) {
        if self.news.try_get_untracked().is_some_and(|news| news > 0) {
            self.news.set(0);
        }
    }

    /// What waits on a stream.
    pub fn pending(self, stream: i64) -> Signal<Vec<Pending>> {
        Memo::new(move |_| self.outbox.of_stream(stream)).into()
    }

    /// Is the line open?
    pub fn is_online(self) -> bool {
        self.state.try_get() == Some(LineState::Online)
    }
}

/// A tab's title with what is new before it: « (2) Cloches ». Follows.
pub fn counted(title: String) -> String {
    match use_context().and_then(|live: Live| live.news.try_get()).unwrap_or_default() {
        0 => title,
        n => ["(", &n.to_string(), ") ", &title].concat(),
    }
}
