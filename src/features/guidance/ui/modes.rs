//! What the text in the box will become.
use super::step_composer::{Mode, StepComposer};
use crate::{
    base::Lang,
    features::guidance::{Knot, Step},
    ui::{Fresh, When},
    words,
};
use leptos::prelude::*;

/// One button per way the rules take just now.
#[component]
pub(super) fn Modes(composer: StepComposer) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <div class="row wrap modes" role="group" aria-label=lang.say(words::guidance::MODES)>
            <ModeButton composer mode=Mode::Write />
            <ModeButton composer mode=Mode::Rephrase />
            <ModeButton composer mode=Mode::GoBack />
            <ModeButton composer mode=Mode::Say />
        </div>
        <When is=move || composer.mode.get() == Mode::GoBack>
            <BackTo composer />
        </When>
    }
}

#[component]
fn ModeButton(composer: StepComposer, mode: Mode) -> impl IntoView {
    let lang = Lang::current();
    let frozen = move || composer.guide.session().is_some_and(|session| session.frozen);
    let is_first = move || composer.guide.session().is_some_and(|session| session.last.is_none());
    let name = move || match mode {
        Mode::Write if frozen() => lang.say(words::guidance::MODE_REPLACE).to_owned(),
        Mode::Write if is_first() => lang.say(words::guidance::MODE_FIRST).to_owned(),
        Mode::Write => lang.say(words::guidance::MODE_NEXT).to_owned(),
        Mode::Rephrase => {
            let last = composer
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
    let pressed = move || if composer.mode.get() == mode { "true" } else { "false" };
    let choose = move |_| match (mode, untrack(|| composer.guide.session()).and_then(|s| s.last)) {
        // The last step is what one goes back to most.
        (Mode::GoBack, Some(last)) => composer.take_up(last.number),
        (Mode::Rephrase, Some(last)) => composer.rephrase(last.number),
        _ => {
            composer.turn_to(mode);
            composer.typed.focus();
        }
    };
    view! {
        <When is=move || composer.may(mode)>
            <button type="button" class="button compact soft mode" aria-pressed=pressed on:click=choose>
                <Fresh text=Signal::derive(name) />
            </button>
        </When>
    }
}

/// Which earlier step.
#[component]
fn BackTo(composer: StepComposer) -> impl IntoView {
    let lang = Lang::current();
    let steps = move || {
        let worded = |knot: &Knot| (knot.step, knot.instruction.text.clone());
        let mut steps: Vec<(Step, String)> =
            composer.guide.with_knots(|knots| knots.iter().map(worded).collect());
        // The latest wording stands for the step.
        steps.sort_by_key(|(step, _)| (step.number, -step.version));
        steps.dedup_by_key(|(step, _)| step.number);
        steps
    };
    let option = move |(step, text): (Step, String)| {
        let chosen = move || composer.back_to.get() == step.number;
        let text: String = text.chars().take(80).collect();
        view! {
            <option value=step.number.to_string() selected=chosen>
                {step.number.to_string()} ". " {text}
            </option>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for="back-to">{lang.say(words::guidance::BACK_TO)}</label>
            <select id="back-to"
                on:change=move |event| composer.take_up(event_target_value(&event).parse().unwrap_or(1))>
                {move || steps().into_iter().map(option).collect_view().into_any()}
            </select>
        </div>
    }
}
