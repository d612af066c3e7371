//! What tickets ask for later: a resolved ticket is closed when its time for reopening is over.
use super::{
    followers, service,
    settings::DELETED_DAYS,
    store,
    work::{self, Work},
};
use crate::{
    base::{AppResult, Conflict, Error, Time},
    features::{departments::DepartmentId, tickets::*},
    server::{
        House,
        db::Tx,
        jobs::{self, Calendar, Recurring, calendar::On},
    },
};
use chrono::Duration;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration as Span};

const CLOSE: &str = "tickets.close_resolved";
const CONFINE: &str = "tickets.confine";
const PURGE: &str = "tickets.purge_deleted";
/// Asked for by the migration that brought the labels.
const RELABEL: &str = "tickets.relabel";

/// So many tickets are looked for at once.
const AT_ONCE: i64 = 200;

/// The jobs of this room.
pub const JOBS: &[jobs::Job] = &[
    jobs::Job { kind: CLOSE, limit: Span::from_secs(60), run: close_resolved },
    jobs::Job { kind: CONFINE, limit: Span::from_secs(1_800), run: confine },
    jobs::Job { kind: PURGE, limit: Span::from_secs(1_800), run: purge_deleted },
    jobs::Job { kind: RELABEL, limit: Span::from_secs(1_800), run: relabel },
];

/// What comes again: at night those are purged that were deleted long ago.
pub const RECURRING: &[Recurring] =
    &[Recurring { kind: PURGE, calendar: Calendar { on: On::EveryDay, hour: 3, minute: 30 } }];

/// Asked for when a ticket is resolved.
pub async fn close_later(tx: &mut Tx<'_>, ticket: TicketId, resolved_at: Time) -> AppResult<()> {
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
            // It waits for what blocks it.
            Err(Error::Blocked { .. }) => wait_for_blockers(&house, id).await,
            // Taken up again or deleted meanwhile.
            Err(Error::Conflict(Conflict::StatusChanged) | Error::NotFound) => Ok(()),
            closed => closed.map(drop),
        }
    })
}

/// What cannot be closed yet is looked at again so much later.
const BLOCKED: Duration = Duration::hours(1);

async fn wait_for_blockers(house: &House, ticket: TicketId) -> AppResult<()> {
    let again = house.clock.now() + BLOCKED;
    let unit = house.db.write(move |tx| {
        Box::pin(async move { Ok(jobs::enqueue(tx, CLOSE, json!({ "ticket": ticket }), again).await?) })
    });
    unit.await
}

/// Asked for when a department's tickets become confidential.
pub async fn confine_later(tx: &mut Tx<'_>, department: DepartmentId, now: Time) -> AppResult<()> {
    Ok(jobs::enqueue(tx, CONFINE, json!({ "department": department }), now).await?)
}

fn confine(house: Arc<House>, payload: Value) -> BoxFuture<'static, AppResult<()>> {
    Box::pin(async move {
        match payload.get("department").and_then(Value::as_str).and_then(|id| id.parse().ok()) {
            Some(department) => service::confine(&house, department).await,
            None => Ok(()),
        }
    })
}

/// Those that were deleted long enough ago are gone for good.
fn purge_deleted(house: Arc<House>, _: Value) -> BoxFuture<'static, AppResult<()>> {
    Box::pin(async move {
        let before = house.clock.now() - Duration::days(house.config.number(&DELETED_DAYS));
        loop {
            let due = store::list_deleted_before(&mut house.db.glance().await?, before, AT_ONCE).await?;
            if due.is_empty() {
                return Ok(());
            }
            for number in due {
                match service::purge_deleted(&house, number).await {
                    Ok(()) | Err(Error::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    })
}

/// Tickets that were in the index before it had all labels get them.
fn relabel(house: Arc<House>, _: Value) -> BoxFuture<'static, AppResult<()>> {
    Box::pin(async move {
        let mut after = 0;
        loop {
            let unit = house
                .db
                .write(move |tx| Box::pin(async move { followers::relabel_after(tx, after, AT_ONCE).await }));
            match unit.await? {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    })
}

async fn close(tx: &mut Tx<'_>, work: &mut Work) -> AppResult<()> {
    if !is_close_due(&work.ticket, work.now) {
        return Err(Error::Conflict(Conflict::StatusChanged));
    }
    service::move_to(tx, work, Status::Closed.into()).await
}
