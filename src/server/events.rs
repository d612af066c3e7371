//! The spine: one table of everything that happened, a numbered stream per thing. A verb records here inside its unit of work.
use super::{
    db::{Tx, dialect},
    telemetry,
};
use crate::{
    base::{
        AccountId, AppResult, Conflict, Error, Time,
        events::{Kind, RoomEvent},
        live::{Author, Event},
    },
    maybe, run,
};
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

/// What happened as an event with this number; who sees it is a property of its kind.
pub fn event(change: &impl RoomEvent, seq: i64, by: Option<Author>, at: Time) -> AppResult<Event> {
    let Kind { word, audience, .. } = change.kind();
    // The variant's name is the kind, what stands in it the payload.
    let variant = serde_json::to_value(change).map(|mut variant| variant[word].take());
    let payload = variant.map_err(|error| telemetry::internal("an event cannot be written", &error))?;
    Ok(Event { seq, kind: word.into(), by, at, said_at: None, audience, act: None, payload })
}

/// Writes one event. Its number must be the next of its stream. An act that is known already is a Conflict.
pub async fn record(tx: &mut Tx<'_>, row: Record<'_>) -> AppResult<()> {
    let Record { stream, event, digest } = row;
    let recorded = run!(
        tx,
        "insert into events (stream, seq, kind, audience, actor, at, said_at, act, digest, payload)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        stream,
        event.seq,
        &event.kind,
        event.audience,
        event.by.as_ref().map(|by| by.id),
        event.at,
        event.said_at,
        digest.and(event.act),
        digest,
        Json(&event.payload),
    );
    recorded.map_err(|error| {
        if dialect::is_taken(&error) { Error::Conflict(Conflict::IdReused) } else { error.into() }
    })
}

/// The act this person already did under this id: its stream, number and digest.
pub async fn find_act(
    tx: &mut Tx<'_>,
    actor: AccountId,
    act: Uuid,
) -> sqlx::Result<Option<(Uuid, i64, i64)>> {
    maybe!(
        tx,
        (Uuid, i64, i64),
        "select stream, seq, digest from events where actor = $1 and act = $2",
        actor,
        act,
    )
}
