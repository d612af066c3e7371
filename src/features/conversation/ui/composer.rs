//! The box one writes in. Without WASM it is a form; with it, the line carries what is said, and nothing is
//! lost when there is none.
use super::{plain_picture::PlainPicture, ticket_context::use_ticket_context};
use crate::{
    base::{Lang, live::HintKind},
    features::{
        conversation::{AddComment, MAX_MESSAGE, SayBody, parse_message},
        tickets::may_set_waiting,
    },
    ui::{
        FormError, FormKey, Glyph, Icon, ProblemText, Sending, When, begin_form, browser, device, failure_of,
        markup_before, problem_of, signed,
        typed::{CharactersLeft, Typed},
        upload::{Chosen, ChosenPictures, Picked, PictureButton, UploadList},
    },
    words,
};
use leptos::{ev, html, prelude::*};
use server_fn::ServerFn;

/// Writes to the conversation.
#[component]
pub fn Composer() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let typed = Typed::new(&page.number.to_string());
    begin_form(AddComment::PATH);
    let chosen = Chosen::new(&page.number.to_string());
    let failure = failure_of(Sending::to::<AddComment>());
    let waits = NodeRef::<html::Input>::new();
    let send = move || {
        let text = typed.text.get_untracked();
        let only_pictures = text.trim().is_empty() && untrack(|| !chosen.is_empty());
        if !only_pictures && let Err(problem) = parse_message(&text) {
            return typed.refuse(problem);
        }
        page.uploads.add(chosen.take(), None);
        if !only_pictures {
            page.say(SayBody { text, waits: take_checked(waits) }, typed.hand_over());
        }
        typed.focus();
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form
            class="composer card"
            method="post"
            action=signed(AddComment::PATH)
            on:submit=submit
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| Picked::from_drop(&event).into_iter().for_each(|picked| chosen.add(picked))
        >
            <FormError failure field="text" />
            <UploadList uploads=page.uploads />
            <input type="hidden" name="number" value=page.number.to_string() />
            <FormKey name="key" />
            <ChosenPictures chosen />
            <MessageBox typed chosen on_enter=Callback::new(move |()| send()) />
            <CharactersLeft text=typed.text max=MAX_MESSAGE />
            <ProblemText id="message-problem" problem=typed.problem.into() />
            <ProblemText id="waits-problem" problem=problem_of(failure, "waits") />
            <div class="row composer-tools">
                <PictureButton take=Callback::new(move |picked| chosen.add(picked)) />
                <WaitsSwitch waits />
                <span class="grow"></span>
                <span class="tiny muted keys">{lang.say(words::conversation::ENTER_SENDS)}</span>
                <button type="submit" class="button primary">
                    <Icon glyph=Glyph::Send />
                    <span class="button-word">{lang.say(words::conversation::SEND)}</span>
                </button>
            </div>
        </form>
        <PlainPicture />
    }
}

/// Enter sends where there is a keyboard; Shift+Enter is a new line.
pub fn is_sending(event: &ev::KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.shift_key() && !event.is_composing() && device::has_mouse()
}

/// Was it checked? Also before the page woke up; the next message asks nothing of itself.
fn take_checked(node: NodeRef<html::Input>) -> bool {
    let Some(node) = node.get_untracked() else { return false };
    let was_checked = node.checked();
    node.set_checked(false);
    was_checked
}

/// That the message asks something, for those who may say so; gone while the ticket waits already.
#[component]
fn WaitsSwitch(waits: NodeRef<html::Input>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let may = Memo::new(move |_| {
        page.ticket.with(|ticket| {
            let may = may_set_waiting(ticket.status, page.relation.get()).is_ok();
            may && ticket.waiting_since.is_none()
        })
    });
    view! {
        <When is=move || may.get()>
            <label class="check small asks-back">
                <input type="checkbox" name="waits" value="true" aria-describedby="waits-problem"
                    node_ref=waits />
                {lang.say(words::conversation::WAITS)}
            </label>
        </When>
    }
}

#[component]
fn MessageBox(typed: Typed, chosen: Chosen, on_enter: Callback<()>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let last = StoredValue::new(f64::NEG_INFINITY);
    let hint = move || {
        let now = browser::seconds();
        if now - last.get_value() >= 3.0 {
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
    view! {
        <textarea
            class="control"
            name="text"
            rows="2"
            dir="auto"
            required=move || chosen.is_empty()
            aria-label=lang.say(words::conversation::MESSAGE)
            aria-describedby="message-problem"
            placeholder=lang.say(words::conversation::WRITE_HERE)
            node_ref=typed.node
            on:input=move |event| typing(event_target_value(&event))
            on:keydown=pressed
            on:paste=move |event| Picked::from_paste(&event).into_iter().for_each(|picked| chosen.add(picked))
            inner_html=markup_before("text")
        ></textarea>
    }
}
