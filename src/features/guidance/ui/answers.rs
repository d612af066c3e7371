//! The three answers, large.
use super::{
    answer_composer::AnswerComposer,
    mistake::Mistake,
    outcome_name,
    plain_act::{OfStep, PlainAct, PlainPath, refused},
};
use crate::{
    base::Lang,
    features::guidance::{AnswerStep, GuidanceId, Outcome, Step},
    ui::{Each, FormError, Fresh, Glyph, Icon, live::LineState},
    words,
};
use leptos::{ev, prelude::*};

/// The form of the answers; what goes with an answer names it.
pub(super) const ANSWERS: &str = "answers";

/// Done, didn't work, don't understand; and the answer that is on its way.
#[component]
pub(super) fn Answers(composer: AnswerComposer) -> impl IntoView {
    let lang = Lang::current();
    let on_its_way = move || {
        let told = composer.given.get().map(|outcome| {
            let answer = outcome_name(lang, outcome);
            if composer.guide.page.live.state.get() == LineState::Online {
                lang.fill(words::guidance::AnswerGoes { answer })
            } else {
                lang.fill(words::guidance::AnswerWaits { answer })
            }
        });
        told.unwrap_or_default()
    };
    let failure = refused::<AnswerStep>();
    let open = Memo::new(move |_| composer.guide.session().and_then(|s| Some((s.id, s.open?))));
    view! {
        <p class="answer-waits small" role="status" hidden=move || on_its_way().is_empty()>
            <Fresh text=Signal::derive(on_its_way) />
        </p>
        <Mistake composer />
        <FormError failure />
        // Each step has buttons of its own: the tap meant for the last one finds them asleep.
        <Each each=move || open.get().into_iter().collect() key=|open| *open let((session, step))>
            <ThreeAnswers composer session step />
        </Each>
    }
}

#[component]
fn ThreeAnswers(composer: AnswerComposer, session: GuidanceId, step: Step) -> impl IntoView {
    let lang = Lang::current();
    let to = PlainPath::to::<AnswerStep>();
    view! {
        <PlainAct guide=composer.guide to id=ANSWERS act=|_| {}>
            <OfStep session step />
            <div class="answers" role="group" aria-label=lang.say(words::guidance::ANSWERS)>
                <AnswerButton composer outcome=Outcome::Done class="button ok big" />
                <AnswerButton composer outcome=Outcome::Failed class="button" />
                <AnswerButton composer outcome=Outcome::Unclear class="button" />
            </div>
        </PlainAct>
    }
}

#[component]
fn AnswerButton(composer: AnswerComposer, outcome: Outcome, class: &'static str) -> impl IntoView {
    let lang = Lang::current();
    let busy = move || (composer.given.get() == Some(outcome)).then_some("true");
    let glyph = (outcome == Outcome::Done).then(|| view! { <Icon glyph=Glyph::Check /> }.into_any());
    let answer = move |event: ev::MouseEvent| {
        event.prevent_default();
        composer.answer(outcome);
    };
    view! {
        <button name="answer[outcome]" value=outcome.word() class=class disabled=move || !composer.is_ready()
            aria-busy=busy on:click=answer>
            {glyph}
            {outcome_name(lang, outcome)}
        </button>
    }
}
