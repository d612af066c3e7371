//! Doors from the browser. Everything in a running session goes over the socket (`guidance.act`); these are
//! for the pages around it.
use crate::{base::AppResult, ui::Ask};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// Takes a session over from a lead who has been silent longer than the set delay.
#[server(protocol = Ask)]
pub async fn take_over_guidance(number: i64) -> AppResult<()> {
    service::take_over(&caller()?, number).await
}
