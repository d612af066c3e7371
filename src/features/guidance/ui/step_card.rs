//! The step in hand: one large card, and what may go with the answer.
use super::{
    announce::STEP_TEXT,
    answer_composer::{AnswerComposer, PICTURES},
    answers::ANSWERS,
};
use crate::{
    base::{Lang, text::held},
    features::{
        conversation::ui::InstructionPicture,
        guidance::{Knot, MAX_NOTE},
    },
    ui::{
        Glyph, Icon, Later, Moment, device,
        typed::TypedBox,
        upload::{ChosenPictures, PictureButton},
    },
    words,
};
use leptos::{html, prelude::*};

/// The open step.
#[component]
pub(super) fn StepCard(composer: AnswerComposer, knot: Knot) -> impl IntoView {
    let lang = Lang::current();
    let label = lang.fill(words::guidance::Step { step: &knot.step.to_string() });
    view! {
        <section class="card step" aria-labelledby=STEP_TEXT>
            <div class="row">
                <span class="pill accent">{label}</span>
                <span class="tiny muted end">
                    {lang.say(words::guidance::RECEIVED_AT)} " " <Moment at=knot.released_at />
                </span>
            </div>
            <h2 id=STEP_TEXT class="pre" tabindex="-1">
                {held(&knot.instruction.text)}
            </h2>
            {knot.instruction.picture.map(|id| view! { <InstructionPicture id large=true /> }.into_any())}
            <Later><Extras composer /></Later>
        </section>
    }
}

/// A note and pictures.
#[component]
fn Extras(composer: AnswerComposer) -> impl IntoView {
    let lang = Lang::current();
    let node = NodeRef::<html::Details>::new();
    let turned = move |_| {
        let open = node.get_untracked().is_some_and(|node| node.open());
        if open && !composer.note_open.get_untracked() {
            device::focus("step-note");
        }
        composer.note_open.set(open);
    };
    view! {
        <div class="row wrap extras">
            <PictureButton take=Callback::new(move |picked| composer.add(picked)) />
            // It opens, and goes with the answer, also before the page has woken up.
            <details class="note" node_ref=node prop:open=move || composer.note_open.get() on:toggle=turned>
                <summary class="button quiet">
                    <Icon glyph=Glyph::Note />
                    {lang.say(words::guidance::NOTE)}
                </summary>
                <TypedBox typed=composer.note id="step-note" name="answer[note]" form=ANSWERS max=MAX_NOTE>
                    {lang.say(words::guidance::NOTE_LABEL)}
                </TypedBox>
            </details>
        </div>
        <ChosenPictures chosen=composer.chosen id=PICTURES />
    }
}
