//! One box for the problem; the rest is proposed.
use super::{
    new_ticket_more::More,
    problem_box::{ProblemBox, TitleBox, Written},
};
use crate::{
    base::Lang,
    features::tickets::OpenTicket,
    ui::{Form, FormError, FormKey, Glyph, Icon, PageHead, Sending, Submit, failure_of},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The form that opens a ticket. Works without WASM; what is typed survives a reload.
#[component]
pub fn NewTicketPage() -> impl IntoView {
    let lang = Lang::current();
    let action = Sending::to::<OpenTicket>();
    let failure = failure_of(action);
    let written = Written::new();
    view! {
        <Title text=lang.say(words::tickets::NEW_TICKET) />
        <div class="page">
            <PageHead title=lang.say(words::tickets::NEW_TITLE) text=lang.say(words::tickets::NEW_TEXT) />
            <Form action class="form card pad" kept="new-ticket">
                <FormError failure />
                <FormKey name="form[key]" />
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
