//! What the text in the box will become.
use super::pen::{Mode, Pen};
use crate::{base::Lang, features::guidance::Step, ui::When, words};
use leptos::prelude::*;

/// One button per way the rules take just now.
#[component]
pub(super) fn Modes(pen: Pen) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <div class="row wrap modes" role="group" aria-label=lang.say(words::guidance::MODES)>
            <ModeButton pen mode=Mode::Write />
            <ModeButton pen mode=Mode::Rephrase />
            <ModeButton pen mode=Mode::GoBack />
            <ModeButton pen mode=Mode::Say />
        </div>
        <When is=move || pen.mode.get() == Mode::GoBack>
            <BackTo pen />
        </When>
    }
}

#[component]
fn ModeButton(pen: Pen, mode: Mode) -> impl IntoView {
    let lang = Lang::current();
    let frozen = move || pen.guide.session().is_some_and(|session| session.frozen);
    let name = move || match mode {
        Mode::Write if frozen() => lang.say(words::guidance::MODE_REPLACE).to_owned(),
        Mode::Write => lang.say(words::guidance::MODE_NEXT).to_owned(),
        Mode::Rephrase => {
            let last = pen
                .guide
                .session()
                .and_then(|session| session.last)
                .map(|last| last.to_string())
                .unwrap_or_default();
            lang.fill(words::guidance::ModeRephrase { step: &last })
        }
        Mode::GoBack => lang.say(words::guidance::MODE_BACK).to_owned(),
        Mode::Say => lang.say(words::guidance::MODE_SAY).to_owned(),
    };
    let pressed = move || if pen.mode.get() == mode { "true" } else { "false" };
    let choose = move |_| {
        pen.mode.set(mode);
        pen.typed.focus();
    };
    view! {
        <When is=move || pen.may(mode)>
            <button type="button" class="button compact soft mode" aria-pressed=pressed on:click=choose>
                {move || name()}
            </button>
        </When>
    }
}

/// Which earlier step.
#[component]
fn BackTo(pen: Pen) -> impl IntoView {
    let lang = Lang::current();
    let steps = move || {
        let knots = pen.guide.rope().map(|rope| rope.knots).unwrap_or_default();
        let mut steps: Vec<(Step, String)> =
            knots.into_iter().map(|knot| (knot.step, knot.instruction.text)).collect();
        // The latest wording stands for the step.
        steps.sort_by_key(|(step, _)| (step.number, -step.version));
        steps.dedup_by_key(|(step, _)| step.number);
        steps
    };
    let option = move |(step, text): (Step, String)| {
        let chosen = move || pen.back_to.get() == step.number;
        let text: String = text.chars().take(80).collect();
        view! { <option value=step.number.to_string() selected=chosen>{step.number.to_string()} ". " {text}</option> }.into_any()
    };
    view! {
        <div class="field">
            <label for="back-to">{lang.say(words::guidance::BACK_TO)}</label>
            <select id="back-to" on:change=move |event| pen.back_to.set(event_target_value(&event).parse().unwrap_or(1))>
                {move || steps().into_iter().map(option).collect_view().into_any()}
            </select>
        </div>
    }
}
