//! Doors from the browser for the pages several rooms share: they put together what the rooms' verbs return.
use super::*;
use crate::{
    base::{AppResult, Page},
    features::tickets::QueueFilter,
    ui::Ask,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// The ticket page of one reader.
#[server(protocol = Ask)]
pub async fn view_ticket(number: i64) -> AppResult<TicketView> {
    service::view(&caller()?, number).await
}

/// A deleted ticket, with its latest entries or those before a number (admin).
#[server(protocol = Ask)]
pub async fn view_deleted_ticket(number: i64, before: Option<i64>) -> AppResult<DeletedView> {
    service::view_deleted(&caller()?, number, before).await
}

/// The requester's phone number, which may have changed since the page was drawn.
#[server(protocol = Ask)]
pub async fn find_requester_phone(number: i64) -> AppResult<Option<String>> {
    service::find_requester_phone(&caller()?, number).await
}

/// The technician's queue, with the steps of running guidance (staff).
#[server(protocol = Ask)]
pub async fn view_queue(filter: QueueFilter) -> AppResult<Page<QueueItem>> {
    service::queue(&caller()?, filter).await
}
