//! What was answered to requests that carry an idempotency key, for a day.
use super::Tx;
use crate::{
    base::{AccountId, Time},
    changed, maybe, one, run,
};
use chrono::Duration;
use serde_json::Value;
use sqlx::types::Json;

/// After so many seconds an unanswered request is given up: its server died.
const GIVEN_UP: i64 = 60;

/// A kept answer; without a status the first request is still being worked on.
#[derive(sqlx::FromRow)]
pub struct Kept {
    pub digest: i64,
    pub status: Option<i64>,
    pub headers: Option<Json<Value>>,
    pub body: Option<Vec<u8>>,
}

/// What was answered to the first request under a key.
pub struct Answer {
    pub status: i64,
    pub headers: Value,
    pub body: Vec<u8>,
}

/// Reserves the key for this request; otherwise what is kept under it.
pub async fn reserve(
    tx: &mut Tx<'_>,
    account: AccountId,
    key: &str,
    digest: i64,
    now: Time,
) -> sqlx::Result<Option<Kept>> {
    let reserved = changed!(
        tx,
        "insert into answers (account, key, digest, at) values ($1, $2, $3, $4)
         on conflict (account, key) do update set at = excluded.at
         where answers.status is null and answers.at < $5 and answers.digest = excluded.digest",
        account,
        key,
        digest,
        now,
        now - Duration::seconds(GIVEN_UP),
    )?;
    if reserved == 1 {
        return Ok(None);
    }
    maybe!(
        tx,
        Kept,
        "select digest, status, headers, body from answers where account = $1 and key = $2",
        account,
        key,
    )
}

/// Is there anything to forget?
pub async fn is_any_old(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<bool> {
    one!(tx, scalar bool, "select exists (select 1 from answers where at < $1)", now - Duration::days(1))
}

/// Forgets what was asked more than a day ago.
pub async fn forget_old(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<()> {
    run!(tx, "delete from answers where at < $1", now - Duration::days(1))
}

/// Keeps the answer.
pub async fn keep(tx: &mut Tx<'_>, account: AccountId, key: &str, answer: Answer) -> sqlx::Result<()> {
    run!(
        tx,
        "update answers set status = $3, headers = $4, body = $5 where account = $1 and key = $2",
        account,
        key,
        answer.status,
        Json(answer.headers),
        answer.body,
    )
}

/// The request was refused and changed nothing: the key is free again.
pub async fn release(tx: &mut Tx<'_>, account: AccountId, key: &str) -> sqlx::Result<()> {
    run!(tx, "delete from answers where account = $1 and key = $2 and status is null", account, key)
}
