//! Doors from the browser. Each one names the caller, calls one verb, returns.
use super::*;
use crate::{
    base::{AccountId, AppResult, Drawn, Page, live::Author},
    features::departments::DepartmentId,
    ui::Ask,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// A ticket that was just opened.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OpenedTicket {
    pub number: i64,
    /// Is it there for whoever opened it?
    pub is_seen: bool,
}

/// Opens a ticket and goes to its page; where a technician has written down what is there for others only,
/// to the desk.
#[server(protocol = Ask)]
pub async fn open_ticket(form: NewTicketForm) -> AppResult<OpenedTicket> {
    let ctx = caller()?;
    let number = service::open(&ctx, form).await?;
    let is_seen = service::find(&ctx, number).await.is_ok();
    leptos_axum::redirect(&if is_seen { format!("/tickets/{number}") } else { "/desk".to_owned() });
    Ok(OpenedTicket { number, is_seen })
}

/// The caller's own requests, the highest number first; with a search, those that have its words, best first.
#[server(protocol = Ask)]
pub async fn my_tickets(search: Option<String>, after: Option<String>) -> AppResult<Page<TicketSummary>> {
    service::list_mine(&caller()?, search.unwrap_or_default(), after).await
}

/// What an employee sees first of their tickets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// What waits for them, then what goes on; the newest first.
    pub tickets: Vec<TicketSummary>,
    /// How many they ever asked for.
    pub all: i64,
}

/// Those of the caller's own requests that wait for them or go on.
#[server(protocol = Ask)]
pub async fn my_home() -> AppResult<Home> {
    service::home(&caller()?).await
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

/// Changes what stands on a ticket.
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

/// A ticket waits for its requester, or no longer (staff).
#[server(protocol = Ask)]
pub async fn set_ticket_waiting(number: i64, waits: bool) -> AppResult<()> {
    service::set_waiting(&caller()?, number, waits, Default::default()).await
}

/// A ticket is there only for whom it concerns, or for all staff.
#[server(protocol = Ask)]
pub async fn set_ticket_confidential(number: i64, confidential: bool) -> AppResult<()> {
    service::set_confidential(&caller()?, number, confidential, Default::default()).await
}

/// A ticket has these tags, between commas, instead of those that the form showed (staff).
#[server(protocol = Ask)]
pub async fn set_ticket_tags(
    number: i64,
    tags: Option<String>,
    #[server(default)] drawn: Drawn,
) -> AppResult<()> {
    let form = TagsForm { tags: tags.unwrap_or_default(), drawn };
    service::change_tags(&caller()?, number, form, Default::default()).await
}

/// The tags that tickets have (staff).
#[server(protocol = Ask)]
pub async fn known_tags() -> AppResult<Vec<Label>> {
    service::list_tags(&caller()?).await
}

/// Invites somebody by their address or user name.
#[server(protocol = Ask)]
pub async fn invite_to_ticket(number: i64, who: String) -> AppResult<()> {
    service::invite(&caller()?, number, &who, Default::default()).await.map(drop)
}

/// A technician works on it beside the lead (staff).
#[server(protocol = Ask)]
pub async fn add_to_ticket(number: i64, who: AccountId) -> AppResult<()> {
    service::add_technician(&caller()?, number, who, Default::default()).await.map(drop)
}

/// Somebody is on it no longer.
#[server(protocol = Ask)]
pub async fn remove_from_ticket(number: i64, who: AccountId, part: Part) -> AppResult<()> {
    service::remove_person(&caller()?, number, who, part, Default::default()).await.map(drop)
}

/// The caller wants to be told of what happens on it, or no longer (staff).
#[server(protocol = Ask)]
pub async fn watch_ticket(number: i64, watches: bool) -> AppResult<()> {
    service::watch(&caller()?, number, watches, Default::default()).await
}

/// Deletes a ticket (staff).
#[server(protocol = Ask)]
pub async fn delete_ticket(number: i64, reason: String) -> AppResult<()> {
    service::delete(&caller()?, number, &reason, Default::default()).await.map(drop)
}

/// What the caller may still undo of a ticket's deletion; none of any other ticket that is not there.
#[server(protocol = Ask)]
pub async fn my_deletion(number: i64) -> AppResult<Option<Deletion>> {
    service::find_own_deletion(&caller()?, number).await
}

/// Restores a deleted ticket: whoever has just deleted it, and admins.
#[server(protocol = Ask)]
pub async fn restore_ticket(number: i64) -> AppResult<()> {
    service::restore(&caller()?, number, Default::default()).await.map(drop)
}

/// The deleted tickets, the latest first (admin).
#[server(protocol = Ask)]
pub async fn deleted_tickets(after: Option<String>) -> AppResult<Page<DeletedTicket>> {
    service::list_deleted(&caller()?, after).await
}

/// Removes a deleted ticket for good, with everything on it (admin).
#[server(protocol = Ask)]
pub async fn purge_ticket(number: i64) -> AppResult<()> {
    service::purge(&caller()?, number).await
}

/// All tickets a department treats are confidential, or no longer (admin).
#[server(protocol = Ask)]
pub async fn set_department_confidential(id: DepartmentId, confidential: bool) -> AppResult<()> {
    service::set_department_confidential(&caller()?, id, confidential).await
}

/// The tickets of the house that fit, in the order asked for (staff).
#[server(protocol = Ask)]
pub async fn list_tickets(query: ListQuery) -> AppResult<Page<ListLine>> {
    service::list_tickets(&caller()?, &query).await
}

/// How many fit, up to 1,000 (staff).
#[server(protocol = Ask)]
pub async fn count_tickets(queries: Vec<ListQuery>) -> AppResult<Vec<i64>> {
    service::count_each(&caller()?, &queries).await
}

/// The numbers of those that fit, up to 1,000 (staff).
#[server(protocol = Ask)]
pub async fn ticket_numbers(query: ListQuery) -> AppResult<Vec<i64>> {
    service::numbers_of(&caller()?, &query).await
}

/// Does something to several tickets; each passes its own rules (staff).
#[server(protocol = Ask)]
pub async fn bulk_tickets(numbers: Vec<i64>, act: BulkAct) -> AppResult<BulkReport> {
    service::bulk(&caller()?, numbers, act).await
}

/// The caller's saved views and those shared with them (staff).
#[server(protocol = Ask)]
pub async fn list_views() -> AppResult<Vec<SavedView>> {
    service::list_views(&caller()?).await
}

/// Saves a list under a name (staff).
#[server(protocol = Ask)]
pub async fn save_view(form: ViewForm) -> AppResult<ViewId> {
    service::save_view(&caller()?, form).await
}

/// Removes a saved view: one's own; an admin any that is shared.
#[server(protocol = Ask)]
pub async fn remove_view(id: ViewId) -> AppResult<()> {
    service::remove_view(&caller()?, id).await
}

/// The columns the caller has chosen for the list (staff).
#[server(protocol = Ask)]
pub async fn list_columns() -> AppResult<Vec<Column>> {
    service::list_columns(&caller()?).await
}

/// The caller's list has these columns from now on (staff). A form without a checked box sends none.
#[server(protocol = Ask)]
pub async fn choose_columns(#[server(default)] columns: Vec<Column>) -> AppResult<()> {
    service::choose_columns(&caller()?, columns).await
}

/// What a ticket has to do with others, as far as the caller may know.
#[server(protocol = Ask)]
pub async fn ticket_links(number: i64) -> AppResult<Vec<Linked>> {
    service::list_links(&caller()?, number).await
}

/// Links a ticket to another (staff).
#[server(protocol = Ask)]
pub async fn link_ticket(number: i64, kind: LinkKind, other: String) -> AppResult<()> {
    let other = parse_ticket("other", &other)?;
    service::link(&caller()?, number, kind, other, Default::default()).await.map(drop)
}

/// Takes a link away (staff).
#[server(protocol = Ask)]
pub async fn unlink_ticket(number: i64, kind: LinkKind, other: i64) -> AppResult<()> {
    service::unlink(&caller()?, number, kind, other, Default::default()).await.map(drop)
}

/// Brings children to the end their parent has come to (staff). A form without a checked box sends none.
#[server(protocol = Ask)]
pub async fn finish_children(number: i64, #[server(default)] children: Vec<i64>) -> AppResult<BulkReport> {
    service::finish_children(&caller()?, number, children).await
}

/// Says what a ticket is called in another system (staff).
#[server(protocol = Ask)]
pub async fn refer_ticket(number: i64, form: ReferenceForm) -> AppResult<()> {
    service::refer(&caller()?, number, form, Default::default()).await.map(drop)
}

/// It is called so no longer (staff).
#[server(protocol = Ask)]
pub async fn unrefer_ticket(number: i64, id: uuid::Uuid) -> AppResult<()> {
    service::unrefer(&caller()?, number, id, Default::default()).await.map(drop)
}

/// Merges a ticket into another and goes there (staff).
#[server(protocol = Ask)]
pub async fn merge_ticket(
    number: i64,
    other: String,
    #[server(default)] with_requester: bool,
) -> AppResult<()> {
    let into = MergeInto { other: parse_ticket("other", &other)?, with_requester };
    service::merge(&caller()?, number, into, Default::default()).await.map(drop)
}

/// Undoes a merging, within ten minutes (staff).
#[server(protocol = Ask)]
pub async fn unmerge_ticket(number: i64) -> AppResult<()> {
    service::unmerge(&caller()?, number, Default::default()).await.map(drop)
}
