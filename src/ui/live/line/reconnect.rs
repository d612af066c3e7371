//! The life of the socket: opened, listened to, and opened again when it was lost.
use super::Line;
use crate::{
    base::live::{DEAD_SECONDS, FromClient, PING_SECONDS},
    live::{
        LineState,
        socket::{Socket, address},
    },
    ui::browser::{self, seconds},
};
use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::Math;
use leptos::prelude::*;
use std::time::Duration;
use web_sys::{RequestRedirect, ResponseType};

impl Line {
    /// Connects at once; a line that is open shows that it lives.
    pub(super) fn hurry(&self) {
        if self.welcomed.get() && seconds() - self.heard.get() < DEAD_SECONDS as f64 {
            self.ping();
        } else {
            self.hang_up();
            self.tries.set(0);
            self.connect();
        }
    }

    /// Opens a socket, unless there is one.
    pub(in crate::live) fn connect(&self) {
        if self.stopped.get() || self.socket.borrow().is_some() {
            return;
        }
        self.forget_retry();
        self.heard.set(seconds());
        let (on_text, on_close) = (self.own.clone(), self.own.clone());
        let hear = move |text: String| {
            if let Some(line) = on_text.upgrade() {
                line.hear(&text);
            }
        };
        let lost = move || {
            if let Some(line) = on_close.upgrade() {
                line.lost();
            }
        };
        let socket = address().and_then(|address| Socket::open(&address, hear, lost));
        let refused = socket.is_none();
        *self.socket.borrow_mut() = socket;
        self.beat();
        if refused {
            self.lost();
        }
    }

    /// Watches for life every few seconds.
    fn beat(&self) {
        if self.heartbeat.get().is_some() {
            return;
        }
        let own = self.own.clone();
        let check = move || {
            if let Some(line) = own.upgrade() {
                line.check();
            }
        };
        self.heartbeat.set(set_interval_with_handle(check, Duration::from_secs(5)).ok());
    }

    fn check(&self) {
        if self.socket.borrow().is_none() {
            return;
        }
        let silent = seconds() - self.heard.get();
        let patience = if self.welcomed.get() { DEAD_SECONDS as f64 } else { 8.0 };
        if silent > patience {
            self.lost();
        } else if seconds() - self.pinged.get() >= PING_SECONDS as f64 {
            self.ping();
        }
    }

    pub(super) fn ping(&self) {
        self.pinged.set(seconds());
        self.send(&FromClient::Ping);
    }

    pub(super) fn hang_up(&self) {
        self.welcomed.set(false);
        self.forget_retry();
        drop(self.socket.borrow_mut().take());
        self.turns.borrow_mut().clear();
        for follower in self.followers.borrow().iter() {
            follower.asked.set(false);
        }
    }

    fn forget_retry(&self) {
        if let Some(retry) = self.retry.take() {
            retry.clear();
        }
    }

    /// The socket is gone: try again, later and later, never all clients at once.
    pub(super) fn lost(&self) {
        self.hang_up();
        if self.stopped.get() {
            return;
        }
        let online = window().navigator().on_line();
        self.say(if online { LineState::Reconnecting } else { LineState::Offline });
        let tries = self.tries.get();
        self.tries.set(tries + 1);
        let longest = (250.0 * 2.0_f64.powi(tries.min(6) as i32)).min(15_000.0);
        let pause = longest * (0.5 + Math::random() / 2.0);
        self.retry.set(self.later(Duration::from_millis(pause as u64), Line::connect));
        if online && tries % 4 == 2 {
            self.ask_whether_signed_in();
        }
    }

    /// A session that ended while the line was cut is refused silently: the page itself tells, and renews
    /// what has expired.
    fn ask_whether_signed_in(&self) {
        leptos::task::spawn_local(async {
            let Ok(href) = location().href() else { return };
            let page = RequestBuilder::new(&href).method(Method::HEAD).redirect(RequestRedirect::Manual);
            let is_elsewhere = |answer: Response| answer.type_() == ResponseType::Opaqueredirect;
            if page.send().await.is_ok_and(is_elsewhere) {
                browser::reload();
            }
        });
    }
}
