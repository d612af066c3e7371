//! Doors from the browser. Everything in a running session goes over the socket (`guidance.act`); these are
//! for pages around it, and for what the guided person does before the page has woken up, or where it never
//! does.
use super::*;
use crate::{base::AppResult, ui::Ask};
use leptos::prelude::*;
use uuid::Uuid;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// Takes a session over from a lead who has been silent longer than the set delay, or has gone.
#[server(protocol = Ask)]
pub async fn take_over_guidance(number: i64) -> AppResult<()> {
    service::take_over(&caller()?, number).await
}

/// Answers the open step; what comes late is kept and changes nothing.
#[server(protocol = Ask)]
pub async fn answer_step(number: i64, key: Uuid, answer: StepAnswer) -> AppResult<()> {
    service::act_by_form(&caller()?, number, key, answer.into_act()?).await
}

/// Says why a step was not done.
#[server(protocol = Ask)]
pub async fn explain_step(number: i64, key: Uuid, answer: StepAnswer) -> AppResult<()> {
    service::act_by_form(&caller()?, number, key, answer.into_reason()).await
}

/// Asks for a call; without a number, at the one of the profile.
#[server(protocol = Ask)]
pub async fn ask_call(number: i64, key: Uuid, phone: Option<String>) -> AppResult<()> {
    service::act_by_form(&caller()?, number, key, Act::CallMe { phone }).await
}

/// Stops this session of guidance from the requester's side.
#[server(protocol = Ask)]
pub async fn stop_guidance(number: i64, key: Uuid, session: Option<GuidanceId>) -> AppResult<()> {
    service::act_by_form(&caller()?, number, key, Act::Stop { session }).await
}
