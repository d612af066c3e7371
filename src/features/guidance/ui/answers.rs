//! The three answers, large.
use super::{hand::Hand, outcome_name};
use crate::{
    base::Lang,
    features::guidance::Outcome,
    ui::{Glyph, Icon, When, live::LineState},
    words,
};
use leptos::prelude::*;

/// Done, didn't work, don't understand; and the answer that is on its way.
#[component]
pub(super) fn Answers(hand: Hand) -> impl IntoView {
    let lang = Lang::current();
    let on_its_way = move || {
        hand.given.get().map(|outcome| {
            let answer = outcome_name(lang, outcome);
            if hand.guide.talk.live.state.get() == LineState::Online {
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
        <When is=move || hand.guide.open().is_some()>
            <div class="answers" role="group" aria-label=lang.say(words::guidance::ANSWERS)>
                <AnswerButton hand outcome=Outcome::Done class="button ok big" />
                <AnswerButton hand outcome=Outcome::Failed class="button" />
                <AnswerButton hand outcome=Outcome::Unclear class="button" />
            </div>
        </When>
    }
}

#[component]
fn AnswerButton(hand: Hand, outcome: Outcome, class: &'static str) -> impl IntoView {
    let lang = Lang::current();
    let busy = move || (hand.given.get() == Some(outcome)).then_some("true");
    let glyph = (outcome == Outcome::Done).then(|| view! { <Icon glyph=Glyph::Check /> }.into_any());
    view! {
        <button type="button" class=class disabled=move || !hand.is_ready() aria-busy=busy on:click=move |_| hand.answer(outcome)>
            {glyph}
            {outcome_name(lang, outcome)}
        </button>
    }
}
