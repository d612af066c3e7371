//! The spine: one table of everything that happened, a numbered stream per thing. A verb records here inside its unit of work.
use super::db::Tx;
use crate::{
    base::{AccountId, Role, Time, live::Audience, live::Author, live::Event},
    sql,
};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

/// Which act an event comes from: the id its client made, and a digest of what it asked.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub id: Uuid,
    pub digest: i64,
}

/// An event as its row is written.
pub struct Record<'a> {
    pub stream: Uuid,
    pub event: &'a Event,
    pub digest: Option<i64>,
}

/// Writes one event. Its number must be the next of its stream.
pub async fn record(tx: &mut Tx<'_>, row: Record<'_>) -> sqlx::Result<()> {
    let Record { stream, event, digest } = row;
    sql!(tx, |c| {
        sqlx::query(
        "insert into events (stream, seq, kind, audience, actor, at, said_at, act, digest, payload) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    )
    .bind(stream)
    .bind(event.seq)
    .bind(&event.kind)
    .bind(event.audience)
    .bind(event.by.as_ref().map(|by| by.id))
    .bind(event.at)
    .bind(event.said_at)
    .bind(digest.and(event.act))
    .bind(digest)
    .bind(Json(&event.payload))
    .execute(c)
    .await
    .map(drop)
    })
}

/// The act this person already did under this id: its stream, number and digest.
pub async fn find_act(
    tx: &mut Tx<'_>,
    actor: AccountId,
    act: Uuid,
) -> sqlx::Result<Option<(Uuid, i64, i64)>> {
    sql!(tx, |c| sqlx::query_as("select stream, seq, digest from events where actor = $1 and act = $2")
        .bind(actor)
        .bind(act)
        .fetch_optional(c)
        .await)
}

/// A row with its author's name and role beside it, as rooms select it.
#[derive(sqlx::FromRow)]
pub struct Row {
    pub seq: i64,
    pub kind: String,
    pub audience: Audience,
    pub actor: Option<AccountId>,
    pub name: Option<String>,
    pub role: Option<Role>,
    pub at: Time,
    pub said_at: Option<Time>,
    pub act: Option<Uuid>,
    pub payload: Json<Value>,
}

impl From<Row> for Event {
    fn from(row: Row) -> Self {
        let by = row.actor.zip(row.name).zip(row.role).map(|((id, name), role)| Author { id, name, role });
        Event {
            seq: row.seq,
            kind: row.kind,
            by,
            at: row.at,
            said_at: row.said_at,
            audience: row.audience,
            act: row.act,
            payload: row.payload.0,
        }
    }
}
