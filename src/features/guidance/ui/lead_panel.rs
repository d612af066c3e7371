//! The lead's place: who wants to be called, what went wrong, what is to come, and the box for the next step.
use super::{
    calls::CallAsked, frozen::Frozen, guide::use_guide, modes::Modes, pen::Pen, queue::Queue,
    step_box::StepBox,
};
use crate::ui::effect;
use leptos::prelude::*;

/// The composer of steps.
#[component]
pub fn LeadPanel() -> impl IntoView {
    let guide = use_guide();
    let pen = Pen::new(guide);
    // A mode the rules no longer take falls back to the next step.
    effect(move || {
        let mode = pen.mode.get();
        if !pen.may(mode) {
            pen.mode.set(super::pen::Mode::Write);
        }
    });
    view! {
        <div class="lead card">
            <CallAsked guide />
            <Frozen pen />
            <Queue guide />
            <Modes pen />
            <StepBox pen />
        </div>
    }
}
