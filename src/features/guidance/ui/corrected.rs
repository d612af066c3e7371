//! The requester says that their last answer was a mistake: the lead goes back to that step, or goes on.
use super::{guide::Guide, outcome_name, step_composer::StepComposer};
use crate::{
    base::Lang,
    features::guidance::Answered,
    ui::{Each, Glyph, Icon},
    words,
};
use leptos::prelude::*;

fn corrected(guide: Guide) -> Option<Answered> {
    guide.answered().filter(|answered| answered.corrected)
}

/// Until the lead's next act.
#[component]
pub(super) fn Corrected(composer: StepComposer) -> impl IntoView {
    let lang = Lang::current();
    let guide = composer.guide;
    let corrected = Memo::new(move |_| corrected(guide));
    let banner = move |Answered { step, outcome, .. }: Answered| {
        let (name, shown) = (guide.page.requester_name(), step.to_string());
        let answer = outcome_name(lang, outcome);
        let said = lang.fill(words::guidance::MistookAnswer { name: &name, step: &shown, answer });
        view! {
            <div class="banner warn" role="alert">
                <Icon glyph=Glyph::Undo />
                <span class="grow">{said}</span>
                <button type="button" class="button" on:click=move |_| composer.take_up(step.number)>
                    {lang.fill(words::guidance::TakeUpStep { step: &shown })}
                </button>
            </div>
        }
    };
    let each = move || corrected.get().into_iter().collect();
    view! { <Each each=each key=|answered| answered.step children=banner /> }
}
