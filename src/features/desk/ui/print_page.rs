//! A ticket on paper: the facts, the whole stream, the ropes.
use super::{open::draw_ticket, stream::Stream, ticket_page::fetch, ticket_page::number_of_page};
use crate::{
    base::{AppResult, Lang},
    features::{
        conversation::list_earlier,
        desk::TicketView,
        tickets::ui::{facts_of, status_name},
    },
    ui::{Glyph, Icon, Moment, device, fetched, loaded},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Everything on one ticket, from its first entry.
#[component]
pub fn PrintPage() -> impl IntoView {
    let number = number_of_page();
    let data = fetched(move || number.get().unwrap_or_default(), whole);
    loaded(data, |view| view! { <Paper view /> })
}

async fn whole(number: String) -> AppResult<TicketView> {
    let mut view = fetch(number).await?;
    while view.has_earlier {
        let first = view.events.first().map_or(0, |event| event.seq);
        let earlier = list_earlier(view.ticket.number, first).await?;
        view.add_earlier(earlier);
    }
    Ok(view)
}

#[component]
fn Paper(view: TicketView) -> impl IntoView {
    let lang = Lang::current();
    let ticket = view.ticket.clone();
    let of_department = ticket.requester_department_name.as_ref().map(|name| [" · ", name].concat());
    draw_ticket(view);
    let back = ["/tickets/", &ticket.number.to_string()].concat();
    let fact = |(name, what)| view! { <dt>{name}</dt> <dd>{what}</dd> }.into_any();
    let facts = facts_of(lang, &ticket).into_iter().map(fact).collect_view();
    view! {
        <Title text=ticket.title.clone() />
        <article class="page wide paper">
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
                        <Moment at=ticket.created_at />
                    </dd>
                </dl>
            </header>
            <Stream />
        </article>
    }
}
