//! The rope: a session's story as knots, drawn from its events — the same on both sides, in the history and
//! in print.
use super::{Ending, GuidanceEvent, GuidanceId, How, Instruction, Outcome, Step};
use crate::{
    base::{
        Time,
        live::{Author, Event},
    },
    features::conversation::{Attachment, AttachmentId, ConversationEvent},
};
use uuid::Uuid;

/// One session, from its beginning to its end or to now.
#[derive(Clone, Debug, PartialEq)]
pub struct Rope {
    pub session: GuidanceId,
    pub started_at: Time,
    pub lead: Option<Author>,
    pub knots: Vec<Knot>,
    pub ending: Option<(Ending, Option<String>, Time)>,
}

/// One wording of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Knot {
    /// The number of the event that released it.
    pub seq: i64,
    pub step: Step,
    pub instruction: Instruction,
    pub how: How,
    pub takes_up: Option<i64>,
    pub released_at: Time,
    pub state: KnotState,
    pub answer: Option<KnotAnswer>,
    /// Answers that came too late or to an earlier wording.
    pub late: Vec<KnotAnswer>,
}

/// Where a knot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnotState {
    /// Waits for its answer.
    InHand,
    /// Done.
    Tied,
    /// Answered, but not done.
    Undone,
    /// Left unanswered: reworded, gone back from, or the session ended.
    Superseded,
}

/// An answer, with the time it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct KnotAnswer {
    pub outcome: Outcome,
    pub note: Option<String>,
    /// What was said of it afterwards.
    pub precisions: Vec<String>,
    /// Its author has said that it was a mistake.
    pub corrected: bool,
    pub at: Time,
    pub act: Option<Uuid>,
    pub pictures: Vec<Attachment>,
}

impl KnotAnswer {
    fn of(event: &Event, outcome: Outcome, note: Option<String>) -> Self {
        KnotAnswer {
            outcome,
            note,
            precisions: Vec::new(),
            corrected: false,
            at: event.said(),
            act: event.act,
            pictures: Vec::new(),
        }
    }
}

impl Rope {
    /// A session that begins with this event.
    pub fn begin(session: GuidanceId, event: &Event) -> Rope {
        let (started_at, lead) = (event.at, event.by.clone());
        Rope { session, started_at, lead, knots: Vec::new(), ending: None }
    }

    /// The ropes of a ticket's events, oldest first.
    pub fn all(events: &[Event]) -> Vec<Rope> {
        Self::going_on(Vec::new(), events)
    }

    /// These ropes, and what follows.
    pub fn going_on(mut ropes: Vec<Rope>, events: &[Event]) -> Vec<Rope> {
        for event in events {
            match (GuidanceEvent::from_event(event), ropes.last_mut()) {
                (Some(GuidanceEvent::Started { session }), _) => ropes.push(Rope::begin(session, event)),
                (Some(change), Some(rope)) => rope.follow(event, change),
                (None, Some(rope)) => rope.add_picture(event),
                (_, None) => {}
            }
        }
        ropes
    }

    /// The knots that these releases made, with what became of them.
    pub fn length(ropes: &[Rope], releases: &[Event]) -> Vec<Knot> {
        let knots = ropes.iter().flat_map(|rope| &rope.knots);
        knots.filter(|knot| releases.iter().any(|event| event.seq == knot.seq)).cloned().collect()
    }

    /// Does a picture hang on a knot, as a part of its answer?
    pub fn holds(&self, picture: AttachmentId) -> bool {
        let answers = self.knots.iter().flat_map(|knot| knot.answer.iter().chain(&knot.late));
        answers.flat_map(|answer| &answer.pictures).any(|one| one.id == picture)
    }

    /// Takes up a picture that belongs to an answer.
    fn add_picture(&mut self, event: &Event) {
        if let Some(ConversationEvent::Picture { attachment, answers: Some(act) }) =
            ConversationEvent::from_event(event)
        {
            let mut answers = self.knots.iter_mut().flat_map(|k| k.answer.iter_mut().chain(&mut k.late));
            if let Some(answer) = answers.find(|a| a.act == Some(act)) {
                answer.pictures.push(attachment);
            }
        }
    }

    /// Follows one event of this session.
    fn follow(&mut self, event: &Event, change: GuidanceEvent) {
        match change {
            GuidanceEvent::Released { step, text, picture, how, takes_up, .. } => {
                self.supersede();
                let instruction = Instruction { text, picture };
                self.knots.push(Knot {
                    seq: event.seq,
                    step,
                    instruction,
                    how,
                    takes_up,
                    released_at: event.at,
                    state: KnotState::InHand,
                    answer: None,
                    late: Vec::new(),
                });
            }
            GuidanceEvent::Answered { step, outcome, note } => {
                self.answer(step, KnotAnswer::of(event, outcome, note))
            }
            GuidanceEvent::Late { session, step, outcome, note } if session == self.session => {
                if let Some(knot) = self.knots.iter_mut().find(|k| k.step == step) {
                    knot.late.push(KnotAnswer::of(event, outcome, note));
                }
            }
            GuidanceEvent::Explained { step, note } => {
                self.answer_of(step, |answer| answer.precisions.push(note));
            }
            GuidanceEvent::Corrected { step } => self.answer_of(step, |answer| answer.corrected = true),
            GuidanceEvent::Ended { ending, message } => {
                self.supersede();
                self.ending = Some((ending, message, event.at));
            }
            _ => {}
        }
    }

    fn answer(&mut self, step: Step, answer: KnotAnswer) {
        if let Some(knot) = self.knots.iter_mut().find(|k| k.step == step) {
            knot.state = if answer.outcome == Outcome::Done { KnotState::Tied } else { KnotState::Undone };
            knot.answer = Some(answer);
        }
    }

    fn answer_of(&mut self, step: Step, change: impl FnOnce(&mut KnotAnswer)) {
        let knot = self.knots.iter_mut().find(|knot| knot.step == step);
        knot.and_then(|knot| knot.answer.as_mut()).map(change);
    }

    fn supersede(&mut self) {
        for knot in self.knots.iter_mut().filter(|k| k.state == KnotState::InHand) {
            knot.state = KnotState::Superseded;
        }
    }
}
