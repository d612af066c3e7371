//! Giving a ticket to a technician: to a colleague, or to oneself in the place of its lead.
use super::{open::refresh_without_line, resolved::Note};
use crate::{
    base::{Lang, live::Author, text::Text},
    features::{
        conversation::ui::use_ticket_context,
        tickets::{AssignTicket, Relation, list_technicians, may_assign},
    },
    ui::{
        Each, Form, FormError, Fresh, Glyph, Icon, Sending, Submit, When, failure_of, fetched_later, loaded,
    },
    words,
};
use leptos::prelude::*;

/// Folded; shown to those who may. Where the lead has changed it is another form: what was chosen and said in
/// it was for the one before.
#[component]
pub(super) fn Assign() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let may = move || page.ticket.with(|ticket| may_assign(ticket, page.relation.get()).is_ok());
    let lead = Memo::new(move |_| page.ticket.with(|ticket| ticket.lead.as_ref().map(|lead| lead.id)));
    let form = move |_| {
        view! {
            <details class="asks">
                <summary class="button quiet">
                    <Icon glyph=Glyph::People />
                    {lang.say(words::desk::ASSIGN)}
                </summary>
                <AssignForm />
            </details>
        }
        .into_any()
    };
    let of_lead = move || if may() { vec![lead.get()] } else { Vec::new() };
    view! { <Each each=of_lead key=|lead| *lead children=form /> }
}

#[component]
fn AssignForm() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<AssignTicket>();
    refresh_without_line(action);
    view! {
        <Form action class="stack tight">
            <FormError failure=failure_of(action) />
            <input type="hidden" name="number" value=page.number.to_string() />
            <Technicians name="to" label=words::desk::ASSIGN_TO />
            <Note label=words::desk::HANDOVER_WORD />
            <Submit pending=action.pending() class="button">
                {lang.say(words::desk::ASSIGN_NOW)}
            </Submit>
        </Form>
    }
}

/// The technicians whom the ticket can be given to: neither its lead nor its requester.
#[component]
pub(super) fn Technicians(name: &'static str, label: Text) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let technicians = fetched_later(list_technicians);
    let choices = move |people: Vec<Author>| {
        let (lead, requester) = page
            .ticket
            .with_untracked(|ticket| (ticket.lead.as_ref().map(|lead| lead.id), ticket.requester.id));
        let able = move |person: &Author| Some(person.id) != lead && person.id != requester;
        let option =
            |person: Author| view! { <option value=person.id.to_string()>{person.name}</option> }.into_any();
        view! {
            <select class="control" name=name aria-label=lang.say(label)>
                {people.into_iter().filter(able).map(option).collect_view()}
            </select>
        }
    };
    loaded(technicians, choices)
}

/// For whoever is not its lead: takes the ticket over, after a confirmation that names whose it is.
#[component]
pub(super) fn TakeOverTicket() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<AssignTicket>();
    refresh_without_line(action);
    let may = move || {
        let who = page.relation.get();
        let other = who.works() && who != Relation::Lead;
        other && page.ticket.with(|ticket| ticket.lead.is_some() && may_assign(ticket, who).is_ok())
    };
    let lead = move || page.lead_name().unwrap_or_default();
    let name = move || lang.fill(words::desk::TakeOver { name: &lead() });
    let text = move || lang.fill(words::desk::TakeOverText { name: &lead() });
    view! {
        <When is=may>
            <details class="asks">
                <summary class="button quiet">
                    <Icon glyph=Glyph::Hand />
                    <Fresh text=Signal::derive(name) />
                </summary>
                <p class="small"><Fresh text=Signal::derive(text) /></p>
                <Form action>
                    <FormError failure=failure_of(action) />
                    <input type="hidden" name="number" value=page.number.to_string() />
                    <input type="hidden" name="to" value=page.me.with_value(|me| me.id.to_string()) />
                    <Submit pending=action.pending() class="button">
                        {lang.say(words::desk::TAKE_OVER_NOW)}
                    </Submit>
                </Form>
            </details>
        </When>
    }
}
