//! The box one writes in. Without WASM it is a form; with it, the line carries what is said, and nothing is
//! lost when there is none.
use super::ticket_context::use_ticket_context;
use crate::{
    base::{Lang, live::HintKind, picture},
    features::conversation::{AddComment, MAX_MESSAGE, parse_message},
    ui::{
        FormError, FormKey, Glyph, Icon, ProblemText, Sending, browser, device, failure_of, signed,
        typed::{CharactersLeft, Typed},
        upload::{Picked, UploadList, Uploads},
    },
    words,
};
use leptos::{ev, prelude::*};
use server_fn::ServerFn;

/// Writes to the conversation.
#[component]
pub fn Composer() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let typed = Typed::new(&page.number.to_string());
    let failure = failure_of(Sending::to::<AddComment>());
    let send = move || {
        let text = typed.text.get_untracked();
        if let Err(problem) = parse_message(&text) {
            return typed.refuse(problem);
        }
        page.say(text, typed.hand_over());
        typed.focus();
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        page.uploads.add(Picked::from_drop(&event), None);
    };
    view! {
        <form
            class="composer card"
            method="post"
            action=signed(AddComment::PATH)
            on:submit=submit
            on:dragover=|event| event.prevent_default()
            on:drop=dropped
        >
            <FormError failure />
            <UploadList uploads=page.uploads />
            <input type="hidden" name="number" value=page.number.to_string() />
            <FormKey name="key" />
            <MessageBox typed on_enter=Callback::new(move |()| send()) />
            <CharactersLeft text=typed.text max=MAX_MESSAGE />
            <ProblemText id="message-problem" problem=typed.problem.into() />
            <div class="row composer-tools">
                <PictureButton uploads=page.uploads />
                <span class="grow"></span>
                <span class="tiny muted keys">{lang.say(words::conversation::ENTER_SENDS)}</span>
                <button type="submit" class="button primary">
                    <Icon glyph=Glyph::Send />
                    {lang.say(words::conversation::SEND)}
                </button>
            </div>
        </form>
    }
}

/// Enter sends where there is a keyboard; Shift+Enter is a new line.
pub fn is_sending(event: &ev::KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.shift_key() && !event.is_composing() && device::has_mouse()
}

#[component]
fn MessageBox(typed: Typed, on_enter: Callback<()>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let last = StoredValue::new(0_i64);
    let hint = move || {
        let now = browser::now().map_or(0, |now| now.timestamp());
        if now - last.get_value() >= 3 {
            last.set_value(now);
            page.live.hint(page.number, HintKind::Typing, 0);
        }
    };
    let typing = move |text: String| {
        typed.typed(text);
        hint();
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if is_sending(&event) {
            event.prevent_default();
            on_enter.run(());
        }
    };
    let pasted = move |event: ev::ClipboardEvent| {
        let picked = Picked::from_paste(&event);
        if !picked.is_empty() {
            event.prevent_default();
            page.uploads.add(picked, None);
        }
    };
    view! {
        <textarea
            class="control"
            name="text"
            rows="2"
            dir="auto"
            required
            aria-label=lang.say(words::conversation::MESSAGE)
            aria-describedby="message-problem"
            placeholder=lang.say(words::conversation::WRITE_HERE)
            node_ref=typed.node
            on:input=move |event| typing(event_target_value(&event))
            on:keydown=pressed
            on:paste=pasted
        ></textarea>
    }
}

/// Chooses pictures, or takes one with the camera.
#[component]
pub fn PictureButton(uploads: Uploads) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <label class="button quiet pick">
            <Icon glyph=Glyph::Camera />
            {lang.say(words::conversation::PICTURE)}
            <input
                type="file"
                class="sr-only"
                accept=picture::ACCEPT
                multiple
                on:change=move |event| uploads.add(Picked::from_input(&event), None)
            />
        </label>
    }
}
