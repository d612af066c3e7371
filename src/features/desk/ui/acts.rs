//! Taking a ticket and moving it along its workflow, as far as the rules allow the reader.
use super::resolved::{Asks, Note, Resolved};
use crate::{
    base::Lang,
    features::{
        conversation::ui::{TicketContext, use_ticket_context},
        tickets::{ChangeTicketStatus, Status, TakeTicket, may_change_status, may_take},
    },
    ui::{Form, FormError, Glyph, Icon, Sending, Submit, When, failure_of},
    words,
};
use leptos::prelude::*;

fn may_move(page: TicketContext, to: Status) -> bool {
    let who = page.relation.get();
    // The time limit of reopening is the server's: the same button on both sides, and closing ends it anyway.
    page.ticket.with(|ticket| {
        may_change_status(ticket, to, who, ticket.resolved_at.unwrap_or(ticket.updated_at)).is_ok()
    })
}

/// Takes an open ticket.
#[component]
pub(super) fn Take() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<TakeTicket>();
    super::open::refresh_without_line(action);
    let may = move || page.ticket.with(|ticket| may_take(ticket, page.relation.get()).is_ok());
    view! {
        <When is=may>
            <Form action>
                <input type="hidden" name="number" value=page.number.to_string() />
                <Submit pending=action.pending()>
                    <Icon glyph=Glyph::Hand />
                    {lang.say(words::desk::TAKE)}
                </Submit>
            </Form>
        </When>
        <FormError failure=failure_of(action) />
    }
}

/// The moves the rules allow; none while a session runs.
#[component]
pub(super) fn StatusActs() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<ChangeTicketStatus>();
    super::open::refresh_without_line(action);
    let any = move || Status::ALL.iter().any(|to| may_move(page, *to));
    view! {
        <When is=any>
            <section class="status-acts" aria-label=lang.say(words::desk::WHAT_NOW)>
                <Resolved page />
                <FormError failure=failure_of(action) />
                <div class="row wrap">
                    <Move action to=Status::Closed />
                    <Move action to=Status::Resolved />
                    <Move action to=Status::InProgress />
                    <Move action to=Status::Open />
                    <Move action to=Status::Cancelled />
                </div>
            </section>
        </When>
    }
}

/// One move as a form of its own; what cannot be undone, or wants a word, asks once.
#[component]
fn Move(action: Sending, to: Status) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let asks = Asks::of(to, untrack(|| page.is_requester()));
    let form = move || {
        view! {
            <Form action class="stack tight">
                <input type="hidden" name="number" value=page.number.to_string() />
                <input type="hidden" name="status" value=to.word() />
                {asks.note.map(|label| view! { <Note label /> }.into_any())}
                <Submit pending=action.pending() class=asks.sure_class>
                    {lang.say(asks.sure)}
                </Submit>
            </Form>
        }
    };
    let folded = asks.text.is_some() || asks.note.is_some();
    view! {
        <When is=move || may_move(page, to)>
            {if folded {
                view! {
                    <details class="asks" name="asks">
                        <summary class=asks.class>{lang.say(asks.name)}</summary>
                        {asks.text.map(|text| view! { <p class="small">{lang.say(text)}</p> }.into_any())}
                        {form()}
                    </details>
                }
                    .into_any()
            } else {
                form().into_any()
            }}
        </When>
    }
}
