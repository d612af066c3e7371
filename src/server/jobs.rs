//! What must happen later or may fail: enqueued in the same unit of work as its cause, at least once, twice has the effect of once.
use super::{
    House,
    db::{Tx, dialect},
    idempotency,
};
use crate::{
    base::{AppResult, Time},
    sql,
};
use chrono::Duration;
use futures_util::{FutureExt, future::BoxFuture};
use serde_json::Value;
use sqlx::types::Json;
use std::{panic::AssertUnwindSafe, sync::Arc};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// A started job that did not finish within this (a crash) is claimed again.
const CLAIM_MINUTES: i64 = 5;
/// After so many failures a job is dead, until an admin retries it.
const MAX_ATTEMPTS: i64 = 10;

/// A kind of job and what does it.
pub struct Job {
    pub kind: &'static str,
    pub run: fn(Arc<House>, Value) -> BoxFuture<'static, AppResult<()>>,
}

/// What is looked after again and again, every second.
pub type Sweep = fn(Arc<House>) -> BoxFuture<'static, AppResult<()>>;

/// What the machine room looks after itself.
const OWN: [Sweep; 1] = [idempotency::forget_old];

#[derive(sqlx::FromRow)]
struct Claimed {
    id: Uuid,
    kind: String,
    payload: Json<Value>,
    attempts: i64,
}

/// Asks for a job at a moment, inside the unit of work that causes it.
pub async fn enqueue(tx: &mut Tx<'_>, kind: &'static str, payload: Value, run_at: Time) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("insert into jobs (id, kind, payload, run_at) values ($1, $2, $3, $4)")
        .bind(Uuid::now_v7())
        .bind(kind)
        .bind(Json(payload))
        .bind(run_at)
        .execute(c)
        .await
        .map(drop))
}

async fn claim(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<Option<Claimed>> {
    let text = [
        "update jobs set claimed_at = $1, attempts = attempts + 1 where id in (select id from jobs where not dead and run_at <= $1
         and (claimed_at is null or claimed_at < $2) order by run_at limit 1",
        dialect::skip_locked(tx),
        ") returning id, kind, payload, attempts",
    ]
    .concat();
    sql!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(text))
        .bind(now)
        .bind(now - Duration::minutes(CLAIM_MINUTES))
        .fetch_optional(c)
        .await)
}

async fn is_any_due(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<bool> {
    sql!(tx, |c| {
        sqlx::query_scalar(
        "select exists (select 1 from jobs where not dead and run_at <= $1 and (claimed_at is null or claimed_at < $2))"
    )
    .bind(now)
    .bind(now - Duration::minutes(CLAIM_MINUTES))
    .fetch_one(c)
    .await
    })
}

async fn finish(tx: &mut Tx<'_>, id: Uuid) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("delete from jobs where id = $1").bind(id).execute(c).await.map(drop))
}

async fn postpone(tx: &mut Tx<'_>, id: Uuid, run_at: Time, problem: String, dead: bool) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query(
        "update jobs set claimed_at = null, run_at = $2, last_error = $3, dead = $4 where id = $1"
    )
    .bind(id)
    .bind(run_at)
    .bind(problem)
    .bind(dead)
    .execute(c)
    .await
    .map(drop))
}

/// Forgets what is due by now: for a demonstration, whose stories have told already what it would do.
pub async fn forget_due(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("delete from jobs where run_at <= $1").bind(now).execute(c).await.map(drop))
}

/// Does every job that is due now; returns how many.
pub async fn run_due(house: &Arc<House>) -> AppResult<usize> {
    let mut done = 0;
    loop {
        let now = house.clock.now();
        if !is_any_due(&mut house.db.glance().await?, now).await? {
            return Ok(done);
        }
        let Some(job) = house.db.write(move |tx| Box::pin(async move { Ok(claim(tx, now).await?) })).await?
        else {
            return Ok(done);
        };
        run_one(house, job, now).await?;
        done += 1;
    }
}

async fn run_one(house: &Arc<House>, job: Claimed, now: Time) -> AppResult<()> {
    let Claimed { id, kind, payload, attempts } = job;
    let known = house.rooms.list.iter().flat_map(|room| room.jobs).find(|j| j.kind == kind);
    let outcome = match known {
        Some(known) => AssertUnwindSafe((known.run)(house.clone(), payload.0))
            .catch_unwind()
            .await
            .map_err(|_| "panicked".to_owned()),
        None => Err("nobody does this kind of job".into()),
    };
    match outcome.and_then(|done| done.map_err(|e| e.to_string())) {
        Ok(()) => house.db.write(move |tx| Box::pin(async move { Ok(finish(tx, id).await?) })).await,
        Err(problem) => {
            tracing::warn!(job = kind, attempts, problem, "a job failed and will be tried again");
            let later = now + Duration::seconds(2_i64.pow(attempts.clamp(1, 12) as u32));
            let dead = attempts >= MAX_ATTEMPTS;
            house
                .db
                .write(move |tx| Box::pin(async move { Ok(postpone(tx, id, later, problem, dead).await?) }))
                .await
        }
    }
}

/// Does jobs and sweeps until the house closes.
pub async fn work(house: Arc<House>, closing: CancellationToken) {
    let mut tick = tokio::time::interval(std::time::Duration::from_secs(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while closing.run_until_cancelled(tick.tick()).await.is_some() {
        if let Err(error) = run_due(&house).await {
            tracing::warn!(%error, "jobs could not be looked up");
        }
        for sweep in OWN.iter().chain(house.rooms.list.iter().flat_map(|room| room.sweeps)) {
            if AssertUnwindSafe(sweep(house.clone())).catch_unwind().await.is_err() {
                tracing::error!("a sweep panicked");
            }
        }
    }
}
