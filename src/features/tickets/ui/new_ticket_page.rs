//! One box for the problem; the rest is proposed.
use super::{
    new_ticket_more::More,
    problem_box::{KEPT, PlainPhotos, ProblemBox, TitleBox, Written},
};
use crate::{
    base::{Lang, Text},
    features::tickets::OpenTicket,
    ui::{Form, FormError, FormKey, Glyph, Icon, PageHead, Sending, Submit, failure_of, upload::Picked},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of an employee.
#[component]
pub fn NewTicketPage() -> impl IntoView {
    let (action, written) = (Sending::to::<OpenTicket>(), Written::new());
    written.opens_by(action);
    view! { <NewTicket action written text=words::tickets::NEW_TEXT /> }
}

/// The form that opens a ticket. Works without WASM; what is typed survives a reload.
#[component]
pub(super) fn NewTicket(
    action: Sending,
    written: Written,
    /// What stands under the heading.
    text: Text,
    /// What is asked first.
    #[prop(optional)]
    first: Option<AnyView>,
) -> impl IntoView {
    let lang = Lang::current();
    let failure = failure_of(action);
    view! {
        <Title text=lang.say(words::tickets::NEW_TICKET) />
        <div class="page" on:dragover=|event| event.prevent_default()
            on:drop=move |event| written.photos.add(Picked::from_drop(&event))>
            <PageHead title=lang.say(words::tickets::NEW_TITLE) text=lang.say(text) />
            <Form action class="form card pad" kept=KEPT files=true>
                <FormError failure />
                <FormKey name="form[key]" />
                {first}
                <ProblemBox written failure />
                <TitleBox written failure />
                <More failure />
                <PlainPhotos />
                <div class="form-actions">
                    <Submit pending=written.waits(action) class="button primary big">
                        <Icon glyph=Glyph::Send />
                        {lang.say(words::tickets::SEND)}
                    </Submit>
                    <a class="button quiet" href="/tickets">
                        {lang.say(words::tickets::BACK_TO_LIST)}
                    </a>
                </div>
            </Form>
        </div>
    }
}
