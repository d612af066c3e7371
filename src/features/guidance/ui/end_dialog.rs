//! Ending: solved or not, and a word for the road.
use super::guide::Guide;
use crate::{
    base::{Lang, text::clean_optional},
    features::guidance::{Act, MAX_NOTE},
    ui::{DialogButton, typed::Typed},
    words,
};
use leptos::{ev, prelude::*};

/// The button and its dialog.
#[component]
pub(super) fn EndButton(guide: Guide) -> impl IntoView {
    let said = Lang::current().say(words::guidance::END);
    let open = RwSignal::new(false);
    view! {
        <DialogButton open id="end" said title=said class="button primary">
            <EndForm guide open />
        </DialogButton>
    }
}

#[component]
fn EndForm(guide: Guide, open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let solved = RwSignal::new(true);
    let typed = Typed::new(&guide.place("end"));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(message) = clean_optional(&typed.text.get_untracked(), MAX_NOTE) {
            guide.act_with(&Act::End { solved: solved.get_untracked(), message }, typed.hand_over());
            open.set(false);
        }
    };
    let choice = move |value: bool, text| {
        view! {
            <label class="check">
                <input type="radio" name="solved" checked=value prop:checked=move || solved.get() == value
                    on:change=move |_| solved.set(value) />
                {lang.say(text)}
            </label>
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <fieldset>
                <legend class="strong">{lang.say(words::guidance::IS_IT_SOLVED)}</legend>
                {choice(true, words::guidance::SOLVED)}
                {choice(false, words::guidance::UNSOLVED)}
            </fieldset>
            <div class="field">
                <label for="end-message">
                    {lang.say(words::guidance::END_MESSAGE)} " "
                    <span class="optional">{lang.say(words::guidance::OPTIONAL)}</span>
                </label>
                <textarea
                    id="end-message"
                    rows="3"
                    node_ref=typed.node
                    on:input=move |event| typed.typed(event_target_value(&event))
                ></textarea>
            </div>
            <div class="dialog-actions">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>
                    {lang.say(words::guidance::KEEP_GOING)}
                </button>
                <button type="submit" class="button primary">
                    {lang.say(words::guidance::END_NOW)}
                </button>
            </div>
        </form>
    }
}
