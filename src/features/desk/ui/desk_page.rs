//! The technician's desk: the queue, the ticket, and what is known around it.
use super::{
    delete::Undo,
    desk_ticket::DeskTicket,
    nothing_chosen::NothingChosen,
    queue_pane::QueuePane,
    ticket_page::{Found, Onward, fetch, number_of_page, stays},
};
use crate::{
    base::{AppResult, Lang},
    features::tickets::{Counts, count_queue},
    ui::{Fetched, fetched, live::use_live, loaded},
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
    let lists = use_live().watch_lists();
    let counts = fetched(move || lists.get(), |_| count_queue());
    view! {
        <Title text=lang.say(words::desk::DESK) />
        <div class="desk" class:has-ticket=move || number.with(Option::is_some)
            class:immersive=move || number.with(Option::is_some)>
            <QueuePane number counts />
            {loaded(ticket, move |found| view! { <Pane found counts /> })}
        </div>
    }
}

async fn find(number: Option<String>) -> AppResult<Option<Found>> {
    match number {
        Some(number) => fetch(number).await.map(Some),
        None => Ok(None),
    }
}

#[component]
fn Pane(found: Option<Found>, counts: Fetched<Counts>) -> impl IntoView {
    match found {
        Some(Found::There(view)) if view.leads_to.is_some() && !stays().get_untracked() => {
            view! { <Onward view=*view /> }.into_any()
        }
        Some(Found::There(view)) => view! { <DeskTicket view=*view /> }.into_any(),
        Some(Found::Deleted { number, deletion }) => view! { <Undo number deletion /> }.into_any(),
        None => view! { <NothingChosen counts /> }.into_any(),
    }
}
