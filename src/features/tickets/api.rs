//! Doors from the browser. Each one names the caller, calls one verb, returns.
use super::*;
use crate::{
    base::{AccountId, AppResult, Drawn, Page, live::Author},
    ui::Ask,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// Opens a ticket and goes to its page.
#[server(protocol = Ask)]
pub async fn open_ticket(form: NewTicketForm) -> AppResult<i64> {
    let number = service::open(&caller()?, form).await?;
    leptos_axum::redirect(&format!("/tickets/{number}"));
    Ok(number)
}

/// The caller's own requests, the highest number first; with a search, those that have its words, best first.
#[server(protocol = Ask)]
pub async fn my_tickets(search: Option<String>, after: Option<String>) -> AppResult<Page<TicketSummary>> {
    service::list_mine(&caller()?, search.unwrap_or_default(), after).await
}

/// The caller's own ticket on which guidance runs.
#[server(protocol = Ask)]
pub async fn guided_now() -> AppResult<Option<i64>> {
    service::guided_now(&caller()?).await
}

/// The queue (staff).
#[server(protocol = Ask)]
pub async fn list_queue(filter: QueueFilter) -> AppResult<Page<TicketSummary>> {
    service::list_queue(&caller()?, filter).await
}

/// How many tickets in each tab of the queue (staff).
#[server(protocol = Ask)]
pub async fn count_queue() -> AppResult<Counts> {
    service::count_queue(&caller()?).await
}

/// Takes an open ticket.
#[server(protocol = Ask)]
pub async fn take_ticket(number: i64) -> AppResult<()> {
    service::take(&caller()?, number, Default::default()).await
}

/// Gives a ticket to a technician, with a word to them.
#[server(protocol = Ask)]
pub async fn assign_ticket(number: i64, to: AccountId, note: Option<String>) -> AppResult<()> {
    service::assign(&caller()?, number, Handover { to, note }, Default::default()).await
}

/// Moves a ticket along its workflow, with what was done or why it is taken up again.
#[server(protocol = Ask)]
pub async fn change_ticket_status(number: i64, status: Status, note: Option<String>) -> AppResult<()> {
    service::change_status(&caller()?, number, StatusMove { to: status, note }, Default::default()).await
}

/// Changes title, priority and category.
#[server(protocol = Ask)]
pub async fn edit_ticket(
    number: i64,
    form: EditTicketForm,
    #[server(default)] drawn: Drawn,
) -> AppResult<()> {
    service::edit(&caller()?, number, EditTicketForm { drawn, ..form }, Default::default()).await
}

/// Technicians and admins a ticket can be given to (staff).
#[server(protocol = Ask)]
pub async fn list_technicians() -> AppResult<Vec<Author>> {
    service::list_technicians(&caller()?).await
}
