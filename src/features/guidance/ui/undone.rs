//! After an answer that was not *done*: who knows now, and room for the reason, until the lead goes on.
use super::{
    answer_composer::AnswerComposer,
    outcome_name,
    plain_act::{OfStep, PlainAct, PlainPath},
};
use crate::{
    base::{Lang, text::clean},
    features::guidance::{Act, Answered, ExplainStep, GuidanceId, KnotAnswer, MAX_NOTE},
    ui::{
        Each, Fresh,
        typed::TypedBox,
        upload::{ChosenPictures, PictureButton},
    },
    words,
};
use leptos::prelude::*;

/// The card in the place of the step.
#[component]
pub(super) fn Undone(composer: AnswerComposer, session: GuidanceId, answered: Answered) -> impl IntoView {
    let lang = Lang::current();
    let guide = composer.guide;
    let (step, answer) = (answered.step, outcome_name(lang, answered.outcome));
    let knows = move || lang.fill(words::guidance::KnowsIt { name: &guide.lead_name(lang) });
    let given = Memo::new(move |_| guide.knot(step).and_then(|knot| knot.answer));
    view! {
        <li class="undone">
            <span class="knot" aria-hidden="true">{step.to_string()}</span>
            <section class="card step" aria-labelledby="who-knows">
                <div role="status">
                    <h2 id="who-knows"><Fresh text=Signal::derive(knows) /></h2>
                    <p class="muted">
                        {lang.fill(words::guidance::YouAnswered { step: &step.to_string(), answer })}
                    </p>
                </div>
                <Said given />
                <Reason composer session answered given />
            </section>
        </li>
    }
}

/// The reasons given so far.
#[component]
fn Said(given: Memo<Option<KnotAnswer>>) -> impl IntoView {
    let words = move || given.get().map(|given| given.note.into_iter().chain(given.precisions).collect());
    let word = |said: String| view! { <q class="small muted pre">{said}</q> }.into_any();
    view! { <Each each=move || words().unwrap_or_default() key=String::clone children=word /> }
}

/// A word and photos that join the answer.
#[component]
fn Reason(
    composer: AnswerComposer,
    session: GuidanceId,
    answered: Answered,
    given: Memo<Option<KnotAnswer>>,
) -> impl IntoView {
    let lang = Lang::current();
    let (typed, pictures) = (composer.reason, composer.reason_pictures);
    let (step, to) = (answered.step, PlainPath::to::<ExplainStep>());
    let explain = move |_| {
        let text = typed.text.get_untracked();
        let only_pictures = text.trim().is_empty() && untrack(|| !pictures.is_empty());
        match clean(&text, MAX_NOTE) {
            _ if only_pictures => {}
            Ok(note) => {
                composer.guide.act_with(&Act::Explain { session, step, note }, typed.hand_over());
            }
            Err(problem) => return typed.refuse(problem),
        }
        let act = given.with_untracked(|given| given.as_ref().and_then(|given| given.act));
        composer.guide.page.uploads.add(pictures.take(), act);
    };
    view! {
        <PlainAct guide=composer.guide to class="form reason" act=explain>
            <OfStep session step />
            <TypedBox typed id="step-reason" name="answer[note]" max=MAX_NOTE>
                {lang.say(words::guidance::WHY_NOT)}
            </TypedBox>
            <ChosenPictures chosen=pictures />
            <div class="row">
                <PictureButton take=Callback::new(move |picked| pictures.add(picked)) />
                <span class="grow"></span>
                <button type="submit" class="button primary">{lang.say(words::guidance::SEND_REASON)}</button>
            </div>
        </PlainAct>
    }
}
