//! A ticket's events as they are read: messages, lines about what happened, and lengths of rope in their place.
use crate::{
    base::live::Event,
    features::{
        conversation::Said,
        guidance::{Change, Knot, Rope},
    },
};

/// One thing in the stream.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    /// A message or a picture.
    Said(Event),
    /// Something that happened.
    Told(Event),
    /// Steps that followed one another; known by the number of the first.
    Knots(i64, Vec<Knot>),
}

impl Entry {
    /// What it is known by; its kind and its number.
    pub(super) fn key(&self) -> (u8, i64) {
        match self {
            Entry::Said(event) => (0, event.seq),
            Entry::Told(event) => (1, event.seq),
            Entry::Knots(seq, _) => (2, *seq),
        }
    }
}

/// The stream of these events. `ropes` are those of the same events: their knots come in the order of release.
pub(super) fn entries_of(events: &[Event], ropes: &[Rope]) -> Vec<Entry> {
    let mut knots = ropes.iter().flat_map(|rope| &rope.knots);
    let mut entries = Vec::new();
    for event in events {
        match Change::from_event(event) {
            Some(Change::Released { .. }) => {
                if let Some(knot) = knots.next() {
                    push_knot(&mut entries, event.seq, knot.clone());
                }
            }
            Some(
                Change::Started { .. }
                | Change::CallAsked { .. }
                | Change::Lifted { .. }
                | Change::WentOn {}
                | Change::Ended { .. },
            ) => {
                entries.push(Entry::Told(event.clone()));
            }
            Some(_) => {}
            None => entries.extend(other(event, ropes)),
        }
    }
    entries
}

fn push_knot(entries: &mut Vec<Entry>, seq: i64, knot: Knot) {
    if let Some(Entry::Knots(_, knots)) = entries.last_mut() {
        knots.push(knot);
    } else {
        entries.push(Entry::Knots(seq, vec![knot]));
    }
}

/// A picture that hangs on a knot is shown there and not again.
fn other(event: &Event, ropes: &[Rope]) -> Option<Entry> {
    match Said::from_event(event) {
        Some(Said::Picture { attachment, answers: Some(_) }) => {
            let answers = ropes.iter().flat_map(|r| &r.knots).flat_map(|k| k.answer.iter().chain(&k.late));
            let hangs = answers.flat_map(|answer| &answer.photos).any(|photo| photo.id == attachment.id);
            (!hangs).then(|| Entry::Said(event.clone()))
        }
        Some(_) => Some(Entry::Said(event.clone())),
        None => Some(Entry::Told(event.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Time, live::Audience};
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
        let entries = entries_of(&events, &Rope::all(&events));
        assert_eq!(entries.iter().map(Entry::key).collect::<Vec<_>>(), [(1, 1), (2, 2), (0, 5), (2, 6)]);
        assert!(
            matches!(&entries[1], Entry::Knots(_, knots) if knots.len() == 2 && knots[0].answer.is_some())
        );
    }
}
