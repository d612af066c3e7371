//! The last step was not done: the queue waits and the lead has the floor.
use super::{guide::Guide, outcome_name, step_composer::StepComposer};
use crate::{
    base::Lang,
    features::guidance::{Act, Knot, KnotAnswer, KnotState, Step},
    ui::{Each, Fresh, Glyph, Icon},
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
    let answered =
        move || undone.get().and_then(|knot| Some((knot.step, knot.answer?))).into_iter().collect();
    let card = move |(step, answer): (Step, KnotAnswer)| {
        let (step, name) = (step.to_string(), guide.page.requester_name());
        let outcome = outcome_name(lang, answer.outcome);
        let said = lang.fill(words::guidance::AnsweredAt { name: &name, step: &step, answer: outcome });
        let next = move || {
            let goes_on = waiting.get() > 0;
            lang.say(if goes_on { words::guidance::GO_ON_ANYWAY } else { words::guidance::THAW }).to_owned()
        };
        view! {
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
                    <Fresh text=Signal::derive(next) />
                </button>
            </div>
        }
    };
    // What has been added to an answer makes another card: it must be read.
    view! { <Each each=answered key=|(step, answer)| (*step, answer.precisions.len()) children=card /> }
}
