//! What the requester puts together while a step is open: a note, pictures, and the answer that is on its
//! way.
use super::guide::Guide;
use crate::{
    features::guidance::{Act, Outcome},
    ui::{
        device,
        typed::Typed,
        upload::{Chosen, Picked},
    },
};
use leptos::prelude::*;

/// The answer being made.
#[derive(Clone, Copy)]
pub struct AnswerComposer {
    pub guide: Guide,
    pub note: Typed,
    pub note_open: RwSignal<bool>,
    /// Why the last step was not done.
    pub reason: Typed,
    /// The pictures that join the reason.
    pub reason_pictures: Chosen,
    /// The pictures that go with the answer.
    pub chosen: Chosen,
    /// A step has come just now: a second tap of the same thumb is not its answer.
    pub fresh: RwSignal<bool>,
    /// The answer to the open step that has not been acknowledged.
    pub given: Memo<Option<Outcome>>,
}

/// The id of the list of pictures that go with the answer.
pub(super) const PICTURES: &str = "step-photos";
/// How long a new step takes no answer, in milliseconds.
const THUMB: u64 = 1_000;

/// Puts one into the page of the calling component.
pub fn provide_answer_composer(guide: Guide) -> AnswerComposer {
    let given = Memo::new(move |_| {
        let session = guide.session()?;
        let mut waiting = guide.waiting().into_iter().map(|(_, act)| act);
        waiting.find(|act| act.session == Some(session.id) && act.step == session.open)?.outcome
    });
    let (note, note_open) = (Typed::new(&guide.place("note")), RwSignal::new(false));
    // What lies in its drawer is neither sent unseen nor forgotten.
    Effect::new(move || {
        guide.page.live.returned.track();
        if note.kept().is_some() {
            note_open.set(true);
        }
    });
    let composer = AnswerComposer {
        guide,
        note,
        note_open,
        reason: Typed::new(&guide.place("reason")),
        reason_pictures: Chosen::new(&guide.place("reason")),
        chosen: Chosen::new(&guide.place("note")),
        fresh: RwSignal::new(false),
        given,
    };
    provide_context(composer);
    composer
}

impl AnswerComposer {
    /// More pictures to go with the answer; their list comes into sight, wherever the step's own picture has
    /// pushed it.
    pub(super) fn add(self, picked: Picked) {
        self.chosen.add(picked);
        request_animation_frame(|| device::focus(PICTURES));
    }
    /// May the open step be answered now?
    pub(super) fn is_ready(self) -> bool {
        self.guide.open().is_some() && self.given.get().is_none() && !self.fresh.get()
    }
    /// Answers the open step. The answer never waits for its pictures: they follow.
    pub(super) fn answer(self, outcome: Outcome) {
        let session = untrack(|| self.guide.session());
        let Some((session, step)) = session.and_then(|session| Some((session.id, session.open?))) else {
            return;
        };
        let note = Some(self.note.text.get_untracked()).filter(|note| !note.trim().is_empty());
        let id = self.guide.act_with(&Act::Answer { session, step, outcome, note }, self.note.hand_over());
        self.guide.page.uploads.add(self.chosen.take(), Some(id));
        self.note_open.set(false);
    }
    /// A step has come: a moment passes before it takes an answer.
    pub(super) fn take_up(self) {
        self.fresh.set(true);
        set_timeout(move || _ = self.fresh.try_set(false), std::time::Duration::from_millis(THUMB));
    }
}
