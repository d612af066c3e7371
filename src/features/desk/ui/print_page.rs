//! A ticket on paper: the facts, the whole stream, the ropes.
use super::{
    open::provide_ticket, stream::PaperStream, ticket_page::Found, ticket_page::fetch,
    ticket_page::number_of_page,
};
use crate::{
    base::{AppResult, Error, Lang, text::parse_number},
    features::{
        conversation::list_earlier,
        desk::TicketView,
        tickets::{
            Ticket,
            ui::{facts_of, status_name},
        },
    },
    ui::{Glyph, Icon, Moment, device, fetched, loaded, query::value_of},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use std::sync::Arc;

/// Entries on one sheet: however much was said, a page has an end.
const SHEET: usize = 200;

/// A ticket and its entries, the latest or those before a number, as many as a sheet has.
#[component]
pub fn PrintPage() -> impl IntoView {
    let (number, search) = (number_of_page(), use_location().search);
    let before = move || search.with(|query| value_of(query, "before")).unwrap_or_default();
    let data = fetched(move || [number.get().unwrap_or_default(), before()], sheet);
    loaded(data, |view| view! { <Paper view /> })
}

async fn sheet([number, before]: [String; 2]) -> AppResult<TicketView> {
    let Found::There(view) = fetch(number).await? else { return Err(Error::NotFound) };
    let mut view = *view;
    if let Some(before) = parse_number(&before) {
        view.events = Arc::default();
        view.add_earlier(list_earlier(view.ticket.number, before).await?);
    }
    while view.has_earlier && view.events.len() < SHEET {
        let earlier = list_earlier(view.ticket.number, first_of(&view)).await?;
        view.add_earlier(earlier);
    }
    Ok(view)
}

fn first_of(view: &TicketView) -> i64 {
    view.events.first().map_or(0, |event| event.seq)
}

#[component]
fn Paper(view: TicketView) -> impl IntoView {
    let lang = Lang::current();
    let ticket = view.ticket.clone();
    let earlier = view.has_earlier.then(|| {
        let href = format!("/tickets/{}/print?before={}", ticket.number, first_of(&view));
        view! { <p class="muted"><a href=href>{lang.say(words::tickets::EARLIER_SHEET)}</a></p> }.into_any()
    });
    provide_ticket(view);
    let back = ["/tickets/", &ticket.number.to_string()].concat();
    view! {
        <Title text=ticket.title.clone() />
        <article class="page wide paper immersive">
            <div class="row no-print">
                <a class="button quiet" href=back>
                    <Icon glyph=Glyph::Back />
                    {lang.say(words::desk::BACK_TO_TICKET)}
                </a>
                <button type="button" class="button primary end" on:click=move |_| device::print()>
                    <Icon glyph=Glyph::Print />
                    {lang.say(words::desk::PRINT)}
                </button>
            </div>
            <PaperHead ticket />
            {earlier}
            <PaperStream />
        </article>
    }
}

/// What a ticket is, whole.
#[component]
pub(super) fn PaperHead(ticket: Ticket) -> impl IntoView {
    let lang = Lang::current();
    let of_department = ticket.requester_department_name.as_ref().map(|name| [" · ", name].concat());
    let fact = |(name, what)| view! { <dt>{name}</dt> <dd>{what}</dd> }.into_any();
    let facts = facts_of(lang, &ticket).into_iter().map(fact).collect_view();
    view! {
        <header class="stack tight">
            <p class="label">{lang.fill(words::desk::TicketNumber { n: ticket.number })}</p>
            <h1>{ticket.title}</h1>
            <dl class="facts">
                <dt>{lang.say(words::tickets::REQUESTER)}</dt>
                <dd>{ticket.requester.name} {of_department}</dd>
                {facts}
                <dt>{lang.say(words::tickets::STATUS)}</dt>
                <dd>{status_name(lang, ticket.status)}</dd>
                <dt>{lang.say(words::tickets::OPENED)}</dt>
                <dd>
                    <Moment at=ticket.created_at whole=true />
                </dd>
            </dl>
        </header>
    }
}
