//! Acts on the line: sent in order, tried again where they were only unlucky, given back where they were
//! refused.
use super::Line;
use crate::{
    base::{Error, live::FromClient},
    ui::outbox::Pending,
};
use leptos::prelude::Update;
use std::time::Duration;
use uuid::Uuid;

impl Line {
    /// Sends the first act that waits on this stream, unless one is under way there.
    pub(in crate::live) fn send_next(&self, stream: i64) {
        if !self.welcomed.get() {
            return;
        }
        let next = self.turns.borrow_mut().next(stream, || self.live.outbox.first_of(stream));
        if let Some(item) = next {
            self.send_item(item);
        }
    }

    /// An act is done with: the next one of its stream may go.
    pub(super) fn settled(&self, id: Uuid) {
        let stream = self.turns.borrow_mut().over(id);
        if let Some(stream) = stream {
            self.send_next(stream);
        }
    }

    /// After a rest; another tab may have seen to it meanwhile.
    fn send_again(&self, id: Uuid) {
        match self.live.outbox.find(id) {
            Some(item) => self.send_item(item),
            None => self.settled(id),
        }
    }

    /// Says how long ago it was made.
    fn send_item(&self, item: Pending) {
        let age = item.age();
        self.send(&FromClient::Act {
            id: item.id,
            verb: item.verb,
            stream: item.stream,
            body: item.body,
            age,
        });
    }

    /// What is only unlucky is tried again, and what waits behind it goes on waiting.
    pub(super) fn failed(&self, id: Uuid, error: &Error) {
        let rest = self.turns.borrow_mut().rest(id, error);
        match rest {
            Some(seconds) => drop(self.later(Duration::from_secs(seconds), move |line| line.send_again(id))),
            None => {
                self.refused(id, error);
                self.settled(id);
            }
        }
    }

    /// A refused act leaves the outbox; what was written for it becomes a draft again, in the drawer it came
    /// from.
    fn refused(&self, id: Uuid, error: &Error) {
        let Some(item) = self.live.outbox.remove(id) else { return };
        if let Some((drawer, text)) = item.written {
            drawer.give_back(&text);
            _ = self.live.returned.try_update(|n| *n += 1);
        }
        self.toasts.trouble(self.lang, error);
    }
}
