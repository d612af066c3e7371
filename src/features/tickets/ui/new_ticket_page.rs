//! One box for the problem; the rest is proposed.
use super::{
    new_ticket_more::More,
    problem_box::{ProblemBox, TitleBox, Written},
};
use crate::{
    base::{Lang, Text},
    features::tickets::OpenTicket,
    ui::{Form, FormError, FormKey, Glyph, Icon, PageHead, Sending, Submit, failure_of},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of an employee.
#[component]
pub fn NewTicketPage() -> impl IntoView {
    let action = Sending::to::<OpenTicket>();
    view! { <NewTicket action text=words::tickets::NEW_TEXT /> }
}

/// The form that opens a ticket. Works without WASM; what is typed survives a reload.
#[component]
pub(super) fn NewTicket(
    action: Sending,
    /// What stands under the heading.
    text: Text,
    /// What is asked first.
    #[prop(optional)]
    first: Option<AnyView>,
) -> impl IntoView {
    let lang = Lang::current();
    let failure = failure_of(action);
    let written = Written::new();
    view! {
        <Title text=lang.say(words::tickets::NEW_TICKET) />
        <div class="page">
            <PageHead title=lang.say(words::tickets::NEW_TITLE) text=lang.say(text) />
            <Form action class="form card pad" kept="new-ticket">
                <FormError failure />
                <FormKey name="form[key]" />
                {first}
                <ProblemBox written failure />
                <TitleBox written failure />
                <More failure />
                <div class="form-actions">
                    <Submit pending=action.pending() class="button primary big">
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
