//! The last step was not done: the queue waits and the lead has the floor.
use super::{guide::Guide, outcome_name, step_composer::StepComposer};
use crate::{
    base::Lang,
    features::guidance::{Act, Knot, KnotState},
    ui::{Glyph, Icon},
    words,
};
use leptos::prelude::*;

fn undone(guide: Guide) -> Option<Knot> {
    if !guide.session()?.frozen {
        return None;
    }
    guide.with_knots(|knots| knots.last().filter(|knot| knot.state == KnotState::Undone).cloned())
}

/// What was answered, and going on all the same. The other ways are the modes of the box.
#[component]
pub(super) fn Frozen(composer: StepComposer) -> impl IntoView {
    let lang = Lang::current();
    let guide = composer.guide;
    let undone = Memo::new(move |_| undone(guide));
    let waiting = Memo::new(move |_| guide.queue().len());
    let answer = move || {
        let knot = undone.get()?;
        let answer = knot.answer?;
        let (step, name) = (knot.step.to_string(), guide.page.requester_name());
        let answered = outcome_name(lang, answer.outcome);
        let said = lang.fill(words::guidance::AnsweredAt { name: &name, step: &step, answer: answered });
        let next = if waiting.get() > 0 { words::guidance::GO_ON_ANYWAY } else { words::guidance::THAW };
        let banner = view! {
            <div class="banner warn frozen" role="status">
                <Icon glyph=Glyph::Hand />
                <div class="grow stack tight">
                    <b>{said}</b>
                    {answer.note.into_iter().chain(answer.precisions)
                        .map(|note| view! { <q class="pre">{note}</q> }.into_any())
                        .collect_view()}
                    <span class="small">{lang.say(words::guidance::YOUR_FLOOR)}</span>
                </div>
                <button type="button" class="button" on:click=move |_| _ = guide.act(&Act::GoOn)>
                    <Icon glyph=Glyph::Skip />
                    {lang.say(next)}
                </button>
            </div>
        };
        Some(banner.into_any())
    };
    view! { {move || answer()} }
}
