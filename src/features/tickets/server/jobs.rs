//! What tickets ask for later: a resolved ticket is closed when its time for reopening is over.
use super::{service, store, work};
use crate::{
    base::AppResult,
    features::tickets::*,
    server::{House, db::Tx, jobs},
};
use chrono::Duration;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::sync::Arc;

const CLOSE: &str = "tickets.close_resolved";

/// The jobs of this room.
pub const JOBS: &[jobs::Job] =
    &[jobs::Job { kind: CLOSE, limit: std::time::Duration::from_secs(60), run: close_resolved }];

/// Asked for when a ticket is resolved.
pub async fn close_later(tx: &mut Tx<'_>, ticket: TicketId, resolved_at: crate::base::Time) -> AppResult<()> {
    Ok(jobs::enqueue(tx, CLOSE, json!({ "ticket": ticket }), resolved_at + Duration::days(REOPEN_DAYS))
        .await?)
}

/// Closes it if it is still resolved and its time is over; else there is nothing to do.
fn close_resolved(house: Arc<House>, payload: Value) -> BoxFuture<'static, AppResult<()>> {
    Box::pin(async move {
        let Some(id) = payload.get("ticket").and_then(Value::as_str).and_then(|t| t.parse().ok()) else {
            return Ok(());
        };
        let mut tx = house.db.read().await?;
        let Some(number) = store::find_number(&mut tx, id).await? else { return Ok(()) };
        let ticket = store::find(&mut tx, number, None).await?;
        drop(tx);
        let due = |t: &Ticket| {
            t.status == Status::Resolved
                && t.resolved_at.is_some_and(|at| at + Duration::days(REOPEN_DAYS) <= house.clock.now())
        };
        if !ticket.as_ref().is_some_and(due) {
            return Ok(());
        }
        let closed = work::perform_as_house(&house, number, |tx, work| {
            Box::pin(service::move_to(tx, work, Status::Closed))
        });
        closed.await.map(drop)
    })
}
