//! The lead's place: what went wrong, what is to come, and the box for the next step.
use super::{
    corrected::Corrected,
    frozen::Frozen,
    guide::use_guide,
    modes::Modes,
    presence::RequesterPresence,
    queue::Queue,
    step_box::StepBox,
    step_composer::{Mode, StepComposer},
    waits::Waits,
};
use crate::features::guidance::Outcome;
use leptos::prelude::*;

/// The composer of steps.
#[component]
pub fn LeadPanel() -> impl IntoView {
    let guide = use_guide();
    let composer = StepComposer::new(guide);
    // A mode the rules no longer take falls back to the next step.
    Effect::new(move || {
        let mode = composer.mode.get();
        if !composer.may(mode) {
            composer.turn_to(Mode::Write);
        }
    });
    // What was not understood is said in other words, unless something is being written already.
    let unclear = Memo::new(move |_| {
        let session = guide.session().filter(|session| session.frozen);
        session.and_then(|session| session.answered).map(|answered| answered.outcome)
            == Some(Outcome::Unclear)
    });
    Effect::new(move || {
        if unclear.get() && composer.typed.text.with_untracked(|text| text.trim().is_empty()) {
            composer.mode.set(Mode::Rephrase);
        }
    });
    view! {
        <div class="lead card">
            <div class="row wrap">
                <RequesterPresence guide />
                <span class="grow"></span>
                <Waits guide />
            </div>
            <Corrected composer />
            <Frozen composer />
            <Queue guide />
            <Modes composer />
            <StepBox composer />
        </div>
    }
}
