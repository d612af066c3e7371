//! Doors from the browser. Each one names the caller, calls one verb, returns.
use crate::{
    base::{AppResult, live::Event},
    ui::Ask,
};
use leptos::prelude::*;
use uuid::Uuid;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// Adds a message, for a page without the socket; with it the ticket may wait for its requester (staff).
#[server(protocol = Ask)]
pub async fn add_comment(
    number: i64,
    text: String,
    #[server(default)] waits: bool,
    key: Option<Uuid>,
) -> AppResult<()> {
    service::say_by_form(&caller()?, number, text, waits, key).await?;
    leptos_axum::redirect(&format!("/tickets/{number}"));
    Ok(())
}

/// Up to 100 entries before a number, oldest first.
#[server(protocol = Ask)]
pub async fn list_earlier(number: i64, before: i64) -> AppResult<Vec<Event>> {
    service::list_earlier(&caller()?, number, before).await
}
