//! What was answered to requests that carry an idempotency key, for a day.
use super::Tx;
use crate::{
    base::{AccountId, Time},
    sql,
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

/// Reserves the key for this request; otherwise what is kept under it.
pub async fn reserve(
    tx: &mut Tx<'_>,
    account: AccountId,
    key: &str,
    digest: i64,
    now: Time,
) -> sqlx::Result<Option<Kept>> {
    let reserved = sql!(tx, |c| {
        sqlx::query(
        "insert into answers (account, key, digest, at) values ($1, $2, $3, $4) on conflict (account, key) do update set at = excluded.at
         where answers.status is null and answers.at < $5 and answers.digest = excluded.digest"
    )
    .bind(account)
    .bind(key)
    .bind(digest)
    .bind(now)
    .bind(now - Duration::seconds(GIVEN_UP))
    .execute(c)
    .await
    .map(|r| r.rows_affected())
    })?;
    if reserved == 1 {
        return Ok(None);
    }
    sql!(tx, |c| sqlx::query_as(
        "select digest, status, headers, body from answers where account = $1 and key = $2"
    )
    .bind(account)
    .bind(key)
    .fetch_optional(c)
    .await)
}

/// Is there anything to forget?
pub async fn is_any_old(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<bool> {
    sql!(tx, |c| sqlx::query_scalar("select exists (select 1 from answers where at < $1)")
        .bind(now - Duration::days(1))
        .fetch_one(c)
        .await)
}

/// Forgets what was asked more than a day ago.
pub async fn forget_old(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("delete from answers where at < $1")
        .bind(now - Duration::days(1))
        .execute(c)
        .await
        .map(drop))
}

/// Keeps the answer.
pub async fn keep(
    tx: &mut Tx<'_>,
    account: AccountId,
    key: &str,
    answer: (i64, Value, Vec<u8>),
) -> sqlx::Result<()> {
    let (status, headers, body) = answer;
    sql!(tx, |c| sqlx::query(
        "update answers set status = $3, headers = $4, body = $5 where account = $1 and key = $2"
    )
    .bind(account)
    .bind(key)
    .bind(status)
    .bind(Json(headers))
    .bind(body)
    .execute(c)
    .await
    .map(drop))
}

/// The request was refused and changed nothing: the key is free again.
pub async fn release(tx: &mut Tx<'_>, account: AccountId, key: &str) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("delete from answers where account = $1 and key = $2 and status is null")
        .bind(account)
        .bind(key)
        .execute(c)
        .await
        .map(drop))
}
