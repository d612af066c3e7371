//! The box for the next step: shows the number it will carry.
use super::step_composer::{Mode, StepComposer};
use crate::{
    base::{Lang, picture},
    features::{
        conversation::{Attachment, ui::is_sending},
        guidance::MAX_INSTRUCTION,
    },
    ui::{
        Fresh, Glyph, Icon, ProblemText, When,
        typed::CharactersLeft,
        upload::{Picked, UploadList},
    },
    words,
};
use leptos::{ev, prelude::*};

/// Text, picture, and the button that sends or queues it.
#[component]
pub(super) fn StepBox(composer: StepComposer) -> impl IntoView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        composer.send();
    };
    let dropped = move |event: ev::DragEvent| {
        Picked::from_drop(&event).into_iter().for_each(|picked| composer.take_picture(picked));
    };
    view! {
        <form class="step-form" on:submit=submit on:dragover=|event| event.prevent_default() on:drop=dropped>
            <div class="box">
                {move || composer.coming().map(|step| {
                    let number = step.to_string();
                    view! {
                        <span class="pill accent coming-number" translate="no">{number}</span>
                    }.into_any()
                })}
                <StepText composer />
            </div>
            <CharactersLeft text=composer.typed.text max=MAX_INSTRUCTION />
            <ProblemText id="step-problem" problem=composer.typed.problem.into() />
            <StepPicture composer />
            <UploadList uploads=composer.uploads />
            <Tools composer />
        </form>
    }
}

#[component]
fn StepText(composer: StepComposer) -> impl IntoView {
    let lang = Lang::current();
    let label = move || match (composer.mode.get(), composer.coming()) {
        (Mode::Say, _) | (_, None) => lang.say(words::guidance::WRITE_MESSAGE).to_owned(),
        (Mode::Rephrase, Some(step)) => lang.fill(words::guidance::WriteRephrase { step: &step.to_string() }),
        (_, Some(step)) => lang.fill(words::guidance::WriteStep { step: &step.to_string() }),
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if is_sending(&event) {
            event.prevent_default();
            composer.send();
        }
    };
    let pasted = move |event: ev::ClipboardEvent| {
        Picked::from_paste(&event).into_iter().for_each(|picked| composer.take_picture(picked));
    };
    view! {
        <textarea
            rows="2"
            aria-label=label
            aria-describedby="step-problem"
            placeholder=label
            node_ref=composer.typed.node
            on:input=move |event| composer.typed.typed(event_target_value(&event))
            on:keydown=pressed
            on:paste=pasted
        ></textarea>
    }
}

/// The picture that goes with the step.
#[component]
fn StepPicture(composer: StepComposer) -> impl IntoView {
    let lang = Lang::current();
    let chosen = move |id| {
        view! {
            <div class="row chosen-picture">
                <img class="mini" src=Attachment::thumbnail(id)
                    alt=lang.say(words::guidance::CHOSEN_PICTURE) />
                <button type="button" class="button quiet" on:click=move |_| composer.picture.set(None)>
                    <Icon glyph=Glyph::Close />
                    {lang.say(words::guidance::REMOVE_PICTURE)}
                </button>
            </div>
        }
        .into_any()
    };
    view! { {move || composer.picture.get().map(chosen)} }
}

#[component]
fn Tools(composer: StepComposer) -> impl IntoView {
    let lang = Lang::current();
    let adds = move || composer.mode.get() == Mode::Write && composer.guide.open().is_some();
    let name = move || match composer.mode.get() {
        Mode::Say => lang.say(words::guidance::SEND_MESSAGE).to_owned(),
        _ if adds() => lang.say(words::guidance::ADD_STEP).to_owned(),
        _ => lang.say(words::guidance::SEND_STEP).to_owned(),
    };
    let keys = move || {
        lang.say(if adds() { words::guidance::ENTER_ADDS } else { words::guidance::ENTER_SENDS }).to_owned()
    };
    let busy = move || !composer.uploads.items.with(Vec::is_empty);
    view! {
        <div class="row composer-tools">
            <When is=move || composer.mode.get() != Mode::Say>
                <label class="button quiet pick">
                    <Icon glyph=Glyph::Image />
                    {lang.say(words::guidance::STEP_PICTURE)}
                    <input type="file" class="sr-only" accept=picture::ACCEPT
                        on:change=move |event| composer.take_picture(Picked::from_input(&event)) />
                </label>
            </When>
            <span class="grow"></span>
            <span class="tiny muted keys"><Fresh text=Signal::derive(keys) /></span>
            <button type="submit" class="button primary" disabled=busy>
                <Fresh text=Signal::derive(name) />
            </button>
        </div>
    }
}
