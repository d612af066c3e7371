//! The three answers, large.
use super::{answer_composer::AnswerComposer, outcome_name};
use crate::{
    base::Lang,
    features::guidance::Outcome,
    ui::{Glyph, Icon, When, live::LineState},
    words,
};
use leptos::prelude::*;

/// Done, didn't work, don't understand; and the answer that is on its way.
#[component]
pub(super) fn Answers(composer: AnswerComposer) -> impl IntoView {
    let lang = Lang::current();
    let on_its_way = move || {
        composer.given.get().map(|outcome| {
            let answer = outcome_name(lang, outcome);
            if composer.guide.page.live.state.get() == LineState::Online {
                lang.fill(words::guidance::AnswerGoes { answer })
            } else {
                lang.fill(words::guidance::AnswerWaits { answer })
            }
        })
    };
    view! {
        <p class="answer-waits small" role="status">
            {move || on_its_way().into_any()}
        </p>
        <When is=move || composer.guide.open().is_some()>
            <div class="answers" role="group" aria-label=lang.say(words::guidance::ANSWERS)>
                <AnswerButton composer outcome=Outcome::Done class="button ok big" />
                <AnswerButton composer outcome=Outcome::Failed class="button" />
                <AnswerButton composer outcome=Outcome::Unclear class="button" />
            </div>
        </When>
    }
}

#[component]
fn AnswerButton(composer: AnswerComposer, outcome: Outcome, class: &'static str) -> impl IntoView {
    let lang = Lang::current();
    let busy = move || (composer.given.get() == Some(outcome)).then_some("true");
    let glyph = (outcome == Outcome::Done).then(|| view! { <Icon glyph=Glyph::Check /> }.into_any());
    view! {
        <button type="button" class=class disabled=move || !composer.is_ready() aria-busy=busy
            on:click=move |_| composer.answer(outcome)>
            {glyph}
            {outcome_name(lang, outcome)}
        </button>
    }
}
