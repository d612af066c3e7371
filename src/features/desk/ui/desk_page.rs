//! The technician's desk: the queue, the ticket, and what is known around it.
use super::{
    desk_ticket::DeskTicket, queue_pane::QueuePane, ticket_page::fetch, ticket_page::number_of_page,
};
use crate::{
    base::{AppResult, Lang},
    features::desk::TicketView,
    ui::{Empty, Glyph, fetched, loaded},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Three panes on a desktop, two on a tablet, one at a time on a phone.
#[component]
pub fn DeskPage() -> impl IntoView {
    let lang = Lang::current();
    let number = number_of_page();
    let ticket = fetched(move || number.get(), find);
    view! {
        <Title text=lang.say(words::desk::DESK) />
        <div class="desk" class:has-ticket=move || number.with(Option::is_some)
            class:immersive=move || number.with(Option::is_some)>
            <QueuePane number />
            {loaded(ticket, |view| view! { <Pane view /> })}
        </div>
    }
}

async fn find(number: Option<String>) -> AppResult<Option<TicketView>> {
    match number {
        Some(number) => fetch(number).await.map(Some),
        None => Ok(None),
    }
}

#[component]
fn Pane(view: Option<TicketView>) -> impl IntoView {
    let lang = Lang::current();
    match view {
        Some(view) => view! { <DeskTicket view /> }.into_any(),
        None => view! {
            <div class="desk-ticket none">
                <Empty glyph=Glyph::Desk title=lang.say(words::desk::CHOOSE_TITLE)
                    text=lang.say(words::desk::CHOOSE_TEXT) />
            </div>
        }
        .into_any(),
    }
}
