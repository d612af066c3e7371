//! A ticket's events as they are read: one after the other, and those that a room draws together in their
//! place.
use crate::{
    base::{Time, events::Place, live::Event},
    features::desk::place,
};

/// One thing in the stream: an event, or several of one kind that follow one another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub place: Place,
    pub events: Vec<Event>,
}

impl Entry {
    /// What it is known by: the number of its first event.
    pub(super) fn key(&self) -> i64 {
        self.events.first().map_or(0, |event| event.seq)
    }
    /// When it was said first.
    pub(super) fn at(&self) -> Time {
        self.events.first().map_or(Time::UNIX_EPOCH, Event::said)
    }
    /// Is it one that this event goes on?
    fn goes_on(&self, event: &Event) -> bool {
        // What was taken over from one ticket, and from another, are two: each begins with how it was opened.
        let begins = event.payload["entry"]["seq"] == 1;
        let alike = |first: &Event| {
            first.kind == event.kind && first.payload["from"] == event.payload["from"] && !begins
        };
        self.place == Place::Run && self.events.first().is_some_and(alike)
    }
}

/// The stream of these events.
pub(super) fn entries_of(events: &[Event]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for event in events {
        match (place(event), entries.last_mut()) {
            (Place::Nowhere, _) => {}
            (Place::Run, Some(last)) if last.goes_on(event) => last.events.push(event.clone()),
            (place, _) => entries.push(Entry { place, events: vec![event.clone()] }),
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::live::Audience, features::guidance::Rope};
    use serde_json::{Value, json};

    fn event(seq: i64, kind: &str, payload: Value) -> Event {
        Event {
            seq,
            kind: kind.into(),
            by: None,
            at: Time::UNIX_EPOCH,
            said_at: None,
            audience: Audience::Everyone,
            act: None,
            payload,
        }
    }

    fn released(seq: i64, number: i64) -> Event {
        event(
            seq,
            "instruction",
            json!({"step": {"number": number, "version": 1}, "text": "Éteindre", "how": "suite"}),
        )
    }

    #[test]
    fn steps_stand_together_until_somebody_speaks_between_them() {
        let start = event(1, "guidage_debut", json!({"session": uuid::Uuid::nil()}));
        let answer =
            event(3, "confirmation_etape", json!({"step": {"number": 1, "version": 1}, "outcome": "fait"}));
        let comment = event(5, "ajout_commentaire", json!({"text": "Bien"}));
        let events = [start, released(2, 1), answer, released(4, 2), comment, released(6, 3)];
        let entries = entries_of(&events);
        let seen: Vec<_> = entries.iter().map(|entry| (entry.place, entry.key())).collect();
        assert_eq!(seen, [(Place::Line, 1), (Place::Run, 2), (Place::Own, 5), (Place::Run, 6)]);
        let knots = Rope::length(&Rope::all(&events), &entries[1].events);
        assert!(knots.len() == 2 && knots[0].answer.is_some());
    }
}
