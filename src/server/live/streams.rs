//! Following streams: everything after a number, then what comes, each frame with the last number this reader
//! may see.
use super::{
    Backlog,
    line::{Followed, Line},
};
use crate::{
    base::{
        Error,
        live::{Event, FromServer, HintKind},
    },
    server::bus::Note,
};
use std::{collections::HashMap, sync::atomic::Ordering, time::Duration};
use tokio::time::Instant;

/// A line may follow so many streams.
pub(super) const MAX_STREAMS: usize = 64;
/// A list that changes all the time is announced this often.
const LISTS_EVERY: Duration = Duration::from_millis(500);

impl Line {
    /// Passes on everything after `after`, then what comes. Asking again starts over from there.
    pub(super) async fn follow(&mut self, stream: i64, after: i64) -> bool {
        let is_full = self.streams.len() >= MAX_STREAMS && !self.streams.contains_key(&stream);
        if is_full || !self.follows.admits() {
            return self.send(&FromServer::Refused { stream, error: Error::TooMany { seconds: 1 } }).await;
        }
        // Who may not see it has neither come nor gone.
        if let Err(error) = self.may_see(stream).await {
            return self.refuse(stream, error).await;
        }
        let newcomer = !self.connection.caller.bus.is_here(stream, self.connection.caller.actor.id);
        self.connection.caller.bus.follow(stream, &self.connection.listener);
        let after = after.max(0);
        let fresh = Followed {
            stored: after,
            typed: None,
            seen: after,
            sees_staff: false,
            in_charge: None,
            told: HashMap::new(),
        };
        self.streams.insert(stream, fresh);
        if !self.catch_up(stream).await {
            return false;
        }
        if !self.streams.contains_key(&stream) {
            return true;
        }
        if !self.tell_readings(stream).await || !self.tell_presence(stream).await {
            return false;
        }
        let Some(followed) = self.streams.get(&stream) else { return true };
        let seq = followed.seen;
        if newcomer {
            self.tell_others(stream, HintKind::Here);
        }
        self.send(&FromServer::Caught { stream, seq }).await
    }

    /// Who is in charge is the least that is told of a stream.
    async fn may_see(&mut self, stream: i64) -> Result<(), Error> {
        let caller = self.connection.caller.clone();
        (caller.rooms.streams.in_charge)(caller.clone(), stream).await.map(drop)
    }

    pub(super) fn unfollow(&mut self, stream: i64) -> bool {
        self.drop_stream(stream);
        true
    }

    /// The others hear of it where this was their last line here.
    pub(super) fn drop_stream(&mut self, stream: i64) {
        if self.streams.remove(&stream).is_some() {
            self.connection.caller.bus.unfollow(stream, &self.connection.listener);
            if !self.connection.caller.bus.is_here(stream, self.connection.caller.actor.id) {
                self.tell_others(stream, HintKind::Gone);
            }
        }
    }

    /// Reads what lies behind the last number from the database, which is the truth, until nothing is
    /// missing.
    async fn catch_up(&mut self, stream: i64) -> bool {
        loop {
            let Some(from) = self.streams.get(&stream).map(|f| f.stored) else { return true };
            // A slow reader chooses how long this takes: who they are is asked again before each page.
            if !self.connection.still_valid().await {
                return self.end().await;
            }
            let backlog =
                (self.connection.caller.rooms.streams.backlog)(self.connection.caller.clone(), stream, from)
                    .await;
            let Backlog { events, last, more, head, sees_staff } = match backlog {
                Ok(backlog) => backlog,
                Err(error) => return self.refuse(stream, error).await,
            };
            if let Some(followed) = self.streams.get_mut(&stream) {
                if followed.seen > head {
                    return self.part(stream, &FromServer::Resync { stream, fresh: true }).await;
                }
                followed.sees_staff = sees_staff;
            }
            for event in events {
                if self.connection.listener.ended.is_cancelled() {
                    return self.end().await;
                }
                if !self.pass_event(stream, event).await {
                    return false;
                }
            }
            if let Some(followed) = self.streams.get_mut(&stream) {
                followed.stored = last;
            }
            if !more {
                return true;
            }
        }
    }

    pub(super) async fn refuse(&mut self, stream: i64, error: Error) -> bool {
        let why = match error {
            Error::Unavailable => FromServer::Resync { stream, fresh: false },
            error => FromServer::Refused { stream, error },
        };
        self.part(stream, &why).await
    }

    /// Follows a stream no longer, and says why.
    async fn part(&mut self, stream: i64, why: &FromServer) -> bool {
        self.drop_stream(stream);
        self.send(why).await
    }

    /// Sends one event with `prev`; the number of one this reader may not see is passed over.
    async fn pass_event(&mut self, stream: i64, event: Event) -> bool {
        let rooms = self.connection.caller.rooms;
        let Some(followed) = self.streams.get_mut(&stream) else { return true };
        followed.stored = event.seq;
        if !event.audience.includes(followed.sees_staff) {
            return true;
        }
        let event = rooms.shown(event, followed.sees_staff);
        let prev = std::mem::replace(&mut followed.seen, event.seq);
        self.send(&FromServer::Event { stream, prev, event }).await
    }

    pub(super) async fn pass_on(&mut self, note: Note) -> bool {
        let rooms = self.connection.caller.rooms;
        match note {
            Note::Event { stream, event } => {
                let went_on = match self.streams.get(&stream).map(|f| f.stored) {
                    // Who may see it is asked of the database.
                    Some(_) if rooms.moves_readers(&event) => self.catch_up(stream).await,
                    Some(stored) if event.seq == stored + 1 && !rooms.names_others(&event) => {
                        self.pass_event(stream, (*event).clone()).await
                    }
                    Some(stored) if event.seq > stored => self.catch_up(stream).await,
                    _ => true,
                };
                went_on && self.tell_new_in_charge(stream, event.by.as_ref()).await
            }
            Note::Hint(hint) => self.pass_hint(*hint).await,
            Note::Lists => {
                self.lists_due = Some(Instant::now().max(self.lists_told + LISTS_EVERY));
                true
            }
        }
    }

    /// One hint for all that changed meanwhile.
    pub(super) async fn tell_lists(&mut self) -> bool {
        self.connection.listener.lists_told();
        (self.lists_due, self.lists_told) = (None, Instant::now());
        self.send(&FromServer::Hint { stream: 0, kind: HintKind::Lists, who: None, seq: 0, at: None }).await
    }

    /// Something did not fit in the queue: every stream is read from the database again.
    pub(super) async fn resync(&mut self) -> bool {
        let streams: Vec<i64> = self.streams.keys().copied().collect();
        for stream in streams {
            if !self.catch_up(stream).await {
                return false;
            }
            if self.streams.contains_key(&stream) && !self.tell_readings(stream).await {
                return false;
            }
        }
        if self.connection.listener.wants_lists.load(Ordering::Relaxed) {
            return self.tell_lists().await;
        }
        true
    }
}
