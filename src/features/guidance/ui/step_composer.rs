//! What the lead is writing: the next step, other words for the last one, an earlier one again, or a plain
//! message.
use super::guide::{Guide, some_instruction};
use crate::{
    base::json::read_value,
    features::{
        conversation::{Attachment, AttachmentId},
        guidance::{Act, Instruction, Knot, Step},
        tickets::Ticket,
    },
    ui::{
        typed::Typed,
        upload::{Picked, Uploads},
    },
};
use leptos::prelude::*;

/// What the text will become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    Rephrase,
    GoBack,
    Say,
}

/// Where the lead writes: the text, its picture, and what it is to become.
#[derive(Clone, Copy)]
pub(super) struct StepComposer {
    pub guide: Guide,
    pub mode: RwSignal<Mode>,
    /// The earlier step to take up again.
    pub back_to: RwSignal<i64>,
    /// The words of an earlier step, put into the box to be sent again or changed.
    proposed: StoredValue<String>,
    pub typed: Typed,
    pub picture: RwSignal<Option<AttachmentId>>,
    pub uploads: Uploads,
}

impl StepComposer {
    /// One for the page around the calling component.
    pub(super) fn new(guide: Guide) -> Self {
        StepComposer {
            guide,
            mode: RwSignal::new(Mode::Write),
            back_to: RwSignal::new(1),
            proposed: StoredValue::new(String::new()),
            typed: Typed::new(&guide.place("step")),
            picture: RwSignal::new(None),
            uploads: Uploads::new(Ticket::picture_door(guide.page.number)),
        }
    }
    /// Would the rules take it?
    pub(super) fn may(self, mode: Mode) -> bool {
        let instruction = some_instruction();
        match mode {
            Mode::Write => true,
            Mode::Rephrase => self.guide.may(Act::Rephrase { instruction }),
            Mode::GoBack => self.guide.may(Act::GoBack { to: 1, instruction }),
            Mode::Say => !self.guide.is_paused(),
        }
    }
    /// What is written is to become this; words that were only proposed for something else go.
    pub(super) fn turn_to(self, mode: Mode) {
        self.mode.set(mode);
        if !self.is_own() {
            self.typed.set("");
        }
    }
    /// Prepares to take up an earlier step, in its own words where nothing else has been written.
    pub(super) fn take_up(self, number: i64) {
        self.mode.set(Mode::GoBack);
        self.back_to.set(number);
        self.propose(number);
    }
    /// Prepares to say a step in other words; those it has are there to be changed.
    pub(super) fn rephrase(self, number: i64) {
        self.mode.set(Mode::Rephrase);
        self.propose(number);
    }
    /// Has the lead written it, or is it what was proposed?
    fn is_own(self) -> bool {
        let before = self.proposed.get_value();
        self.typed.text.with_untracked(|text| !text.trim().is_empty() && *text != before)
    }
    fn propose(self, number: i64) {
        let of_step = |knots: &[Knot]| {
            let knot = knots.iter().rfind(|knot| knot.step.number == number);
            knot.map(|knot| knot.instruction.text.clone())
        };
        if let Some(text) = self.guide.with_knots(of_step).filter(|_| !self.is_own()) {
            self.typed.set(&text);
            self.proposed.set_value(text);
        }
        self.typed.focus();
    }
    /// The number the step will carry.
    pub(super) fn coming(self) -> Option<Step> {
        let session = self.guide.session()?;
        let last = session.last.map_or(0, |last| last.number);
        let queued =
            if session.open.is_some() { self.guide.state.with(|state| state.queue.len()) } else { 0 };
        match self.mode.get() {
            Mode::Write => Some(Step { number: last + 1 + i64::try_from(queued).unwrap_or(0), version: 1 }),
            Mode::Rephrase => session.last.map(|last| Step { version: last.version + 1, ..last }),
            Mode::GoBack => Some(Step { number: last + 1, version: 1 }),
            Mode::Say => None,
        }
    }
    pub(super) fn take_picture(self, picked: Picked) {
        let done = Callback::new(move |value: serde_json::Value| {
            if let Ok(attachment) = read_value::<Attachment>(value) {
                _ = self.picture.try_set(Some(attachment.id));
            }
        });
        self.uploads.add_for(picked, "instruction", done);
    }
    /// Sends what is written as what it is to become. A step whose picture is still on its way waits for it.
    pub(super) fn send(self) {
        if !self.uploads.items.with_untracked(Vec::is_empty) {
            return;
        }
        let instruction =
            Instruction { text: self.typed.text.get_untracked(), picture: self.picture.get_untracked() };
        let instruction = match instruction.parse() {
            Ok(instruction) => instruction,
            Err(problem) => return self.typed.refuse(problem),
        };
        let written = self.typed.hand_over();
        match self.mode.get_untracked() {
            Mode::Write => _ = self.guide.act_with(&Act::Write { instruction }, written),
            Mode::Rephrase => _ = self.guide.act_with(&Act::Rephrase { instruction }, written),
            Mode::GoBack => {
                _ = self
                    .guide
                    .act_with(&Act::GoBack { to: self.back_to.get_untracked(), instruction }, written)
            }
            Mode::Say => self.guide.page.say(instruction.text.into(), written),
        }
        self.picture.set(None);
        if self.mode.get_untracked() != Mode::Say {
            self.mode.set(Mode::Write);
        }
        self.typed.focus();
    }
}
