//! Giving a ticket to a technician: an admin assigns, the lead hands over.
use super::open::refresh_without_line;
use crate::{
    base::{Lang, live::Author},
    features::{
        conversation::ui::use_ticket_context,
        tickets::{AssignTicket, list_technicians, may_assign},
    },
    ui::{Form, FormError, Glyph, Icon, Sending, Submit, When, failure_of, fetched_later, loaded},
    words,
};
use leptos::prelude::*;

/// Folded; shown to those who may.
#[component]
pub(super) fn Assign() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let may = move || page.ticket.with(|ticket| may_assign(ticket.status, page.relation.get()).is_ok());
    view! {
        <When is=may>
            <details class="asks">
                <summary class="button quiet">
                    <Icon glyph=Glyph::People />
                    {lang.say(words::desk::ASSIGN)}
                </summary>
                <AssignForm />
            </details>
        </When>
    }
}

#[component]
fn AssignForm() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<AssignTicket>();
    refresh_without_line(action);
    let technicians = fetched_later(list_technicians);
    let choices = move |people: Vec<Author>| {
        let lead = page.ticket.with_untracked(|ticket| ticket.lead.as_ref().map(|lead| lead.id));
        let option =
            |person: Author| view! { <option value=person.id.to_string()>{person.name}</option> }.into_any();
        view! {
            <select class="control" name="to" aria-label=lang.say(words::desk::ASSIGN_TO)>
                {people.into_iter().filter(|person| Some(person.id) != lead).map(option).collect_view()}
            </select>
        }
    };
    view! {
        <Form action attr:class="stack tight">
            <FormError failure=failure_of(action) />
            <input type="hidden" name="number" value=page.number.to_string() />
            {loaded(technicians, choices)}
            <Submit pending=action.pending() class="button">
                {lang.say(words::desk::ASSIGN_NOW)}
            </Submit>
        </Form>
    }
}
