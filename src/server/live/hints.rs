//! What is told in passing and kept nowhere: who is here, who types, how far somebody has read.
use super::{
    HasRead,
    line::{InCharge, Line},
};
use crate::{
    base::live::{Author, FromServer, HintKind},
    server::bus::Hint,
};
use std::time::Duration;
use tokio::time::Instant;

/// That somebody types is passed on this often.
const TYPING_EVERY: Duration = Duration::from_secs(1);

impl Line {
    /// A page says that its person types, or how far they have read.
    pub(super) async fn hint(&mut self, stream: i64, kind: HintKind, seq: i64) -> bool {
        let Some(followed) = self.streams.get_mut(&stream) else { return true };
        let seq = seq.clamp(0, if followed.sees_staff { followed.stored } else { followed.seen });
        match kind {
            HintKind::Typing if followed.typed.is_some_and(|at| at.elapsed() < TYPING_EVERY) => {}
            HintKind::Typing => {
                followed.typed = Some(Instant::now());
                let may_type = self.connection.caller.rooms.streams.may_type;
                if may_type(self.connection.caller.clone(), stream).await.is_ok() {
                    self.tell_others(stream, kind);
                }
            }
            HintKind::Seen => {
                let mark_read = self.connection.caller.rooms.streams.mark_read;
                if let Ok(Some(at)) = mark_read(self.connection.caller.clone(), stream, seq).await {
                    let who = (&self.connection.caller.actor).into();
                    self.hint_to_others(Hint { stream, kind, who, seq, at: Some(at) });
                }
            }
            HintKind::Here | HintKind::Gone | HintKind::Lists | HintKind::InCharge => {}
        }
        true
    }

    /// A lease of this person, to the others on a stream.
    pub(super) fn tell_others(&self, stream: i64, kind: HintKind) {
        self.hint_to_others(Hint {
            stream,
            kind,
            who: (&self.connection.caller.actor).into(),
            seq: 0,
            at: None,
        });
    }

    fn hint_to_others(&self, hint: Hint) {
        self.connection.caller.bus.hint(&self.connection.listener, &hint);
    }

    /// What staff have read tells the requester neither a number of the hidden queue nor that there is one:
    /// below the last that they have seen it may be such a number, and what is read next is told soon.
    pub(super) async fn pass_hint(&mut self, hint: Hint) -> bool {
        if hint.kind == HintKind::InCharge {
            return self.pass_in_charge(hint).await;
        }
        let Some(followed) = self.streams.get(&hint.stream) else { return true };
        let seq = if followed.sees_staff { hint.seq } else { hint.seq.min(followed.seen) };
        if hint.kind == HintKind::Seen && !followed.sees_staff && seq < followed.seen {
            return true;
        }
        self.tell_hint(Hint { seq, ..hint }).await
    }

    /// Who is in charge of what is for staff, as they are now: who was may be one of them no longer.
    async fn pass_in_charge(&mut self, hint: Hint) -> bool {
        if !self.connection.still_valid().await {
            return self.end().await;
        }
        !self.connection.caller.actor.role.is_staff() || self.send_hint(hint).await
    }

    /// Whoever asked hears of whoever helps them, not of who else looks in. Who helps is asked again once
    /// something has happened.
    async fn hears_of(&mut self, stream: i64, who: &Author) -> bool {
        let Some(followed) = self.streams.get(&stream) else { return false };
        let at = followed.stored;
        if followed.sees_staff || !who.role.is_staff() {
            return true;
        }
        if let Some(known) = followed.in_charge.as_ref().filter(|known| known.at == at) {
            return known.who == Some(who.id);
        }
        let caller = self.connection.caller.clone();
        let who_helps = (caller.rooms.streams.in_charge)(caller.clone(), stream).await.unwrap_or_default();
        if let Some(followed) = self.streams.get_mut(&stream) {
            followed.in_charge = Some(InCharge { at, who: who_helps });
        }
        who_helps == Some(who.id)
    }

    /// Whoever takes charge was here before: who asked hears so then.
    pub(super) async fn tell_new_in_charge(&mut self, stream: i64, by: Option<&Author>) -> bool {
        let Some(followed) = self.streams.get(&stream) else { return true };
        let known = followed.in_charge.as_ref().and_then(|known| known.who);
        let may_be_new = by.is_some_and(|by| by.role.is_staff() && known != Some(by.id));
        if followed.sees_staff || !may_be_new { true } else { self.tell_presence(stream).await }
    }

    async fn tell_hint(&mut self, hint: Hint) -> bool {
        if !self.hears_of(hint.stream, &hint.who).await {
            return true;
        }
        let Some(followed) = self.streams.get_mut(&hint.stream) else { return true };
        if hint.kind == HintKind::Seen {
            let told = followed.told.entry(hint.who.id).or_insert(-1);
            if *told >= hint.seq {
                return true;
            }
            *told = hint.seq;
        }
        self.send_hint(hint).await
    }

    async fn send_hint(&mut self, Hint { stream, kind, who, seq, at }: Hint) -> bool {
        self.send(&FromServer::Hint { stream, kind, who: Some(who), seq, at }).await
    }

    /// Who is here already said so before this line listened.
    pub(super) async fn tell_presence(&mut self, stream: i64) -> bool {
        let here = self.connection.caller.bus.others_here(stream, self.connection.caller.actor.id);
        for who in here {
            let hint = Hint { stream, kind: HintKind::Here, who, seq: 0, at: None };
            if !self.pass_hint(hint).await {
                return false;
            }
        }
        true
    }

    /// Readings are hints, which nobody repeats: those between the drawing of a page and its line are told
    /// here.
    pub(super) async fn tell_readings(&mut self, stream: i64) -> bool {
        let caller = self.connection.caller.clone();
        let readings = match (caller.rooms.streams.readings)(caller.clone(), stream).await {
            Ok(readings) => readings,
            Err(error) => return self.refuse(stream, error).await,
        };
        for HasRead { who, seq, at } in readings {
            if !self.tell_hint(Hint { stream, kind: HintKind::Seen, who, seq, at: Some(at) }).await {
                return false;
            }
        }
        true
    }
}
