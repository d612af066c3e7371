//! Doors from the browser. Each one names the caller, calls one verb, returns.
use crate::{
    base::{AppResult, live::Event},
    ui::Ask,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// Adds a message, for a page without the socket.
#[server(protocol = Ask)]
pub async fn add_comment(number: i64, text: String) -> AppResult<()> {
    service::say(&caller()?, number, text, Default::default()).await?;
    leptos_axum::redirect(&format!("/tickets/{number}"));
    Ok(())
}

/// Up to 100 entries before a number, oldest first.
#[server(protocol = Ask)]
pub async fn list_earlier(number: i64, before: i64) -> AppResult<Vec<Event>> {
    service::list_earlier(&caller()?, number, before).await
}
