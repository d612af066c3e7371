//! What tickets ask for later: a resolved ticket is closed when its time for reopening is over.
use super::{
    service, store,
    work::{self, Work},
};
use crate::{
    base::{AppResult, Conflict, Error},
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
        drop(tx);
        match work::perform_as_house(&house, number, |tx, work| Box::pin(close(tx, work))).await {
            Err(Error::Conflict(Conflict::StatusChanged)) => Ok(()),
            closed => closed.map(drop),
        }
    })
}

async fn close(tx: &mut Tx<'_>, work: &mut Work) -> AppResult<()> {
    if !is_close_due(&work.ticket, work.now) {
        return Err(Error::Conflict(Conflict::StatusChanged));
    }
    service::move_to(tx, work, Status::Closed.into()).await
}
