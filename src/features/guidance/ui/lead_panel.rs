//! The lead's place: what went wrong, what is to come, and the box for the next step.
use super::{
    corrected::Corrected, frozen::Frozen, guide::use_guide, modes::Modes, presence::RequesterPresence,
    queue::Queue, step_box::StepBox, step_composer::StepComposer, waits::Waits,
};
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
            composer.mode.set(super::step_composer::Mode::Write);
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
