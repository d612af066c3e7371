//! The spine: one table of everything that happened, a numbered stream per thing. A verb records here inside
//! its unit of work; followers read the whole of it in the order of its positions.
use super::{
    db::{Tx, dialect},
    telemetry,
};
use crate::{
    base::{
        AccountId, AppResult, Conflict, Error, Time,
        events::{Kind, RoomEvent},
        live::{Audience, Author, Event},
    },
    leave, maybe, one, sql,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::types::Json;
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Which act an event comes from: the id its client made, and a digest of what it asked.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub id: Uuid,
    pub digest: i64,
}

/// What happened as an event with this number; who sees it is a property of its kind.
pub fn event(change: &impl RoomEvent, seq: i64, by: Option<Author>, at: Time) -> AppResult<Event> {
    let Kind { word, audience, .. } = change.kind();
    // The variant's name is the kind, what stands in it the payload.
    let variant = serde_json::to_value(change).map(|mut variant| variant[word].take());
    let payload = variant.map_err(|error| telemetry::internal("an event cannot be written", &error))?;
    Ok(Event { seq, kind: word.into(), by, at, said_at: None, audience, act: None, payload })
}

/// Writes the events of one act, of which only the first carries its id, and `digest` with it. Their numbers
/// must be the next of the stream. An act that is known already is a Conflict, at the latest when the unit
/// ends.
pub async fn record(tx: &mut Tx<'_>, stream: Uuid, made: &[Event], digest: Option<i64>) -> AppResult<()> {
    for event in made {
        let act = digest.and(event.act);
        let recorded = leave!(
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
            act,
            act.and(digest),
            Json(&event.payload),
        );
        recorded.map_err(|error| {
            if dialect::is_taken(&error) { Error::Conflict(Conflict::IdReused) } else { error.into() }
        })?;
    }
    Ok(())
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

/// What happened, as followers read it: once, and in the order of its stream.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Happened {
    /// Grows through the whole house, with gaps.
    pub position: i64,
    /// The thing it happened to.
    pub stream: Uuid,
    /// Its number there.
    pub seq: i64,
    pub kind: String,
    pub audience: Audience,
    /// None: the house itself.
    pub actor: Option<AccountId>,
    pub at: Time,
    pub said_at: Option<Time>,
    #[sqlx(json)]
    pub payload: Value,
}

impl Happened {
    /// What happened as one of a room's events, if it is.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let variant = serde_json::Map::from_iter([(self.kind.clone(), self.payload.clone())]);
        serde_json::from_value(Value::Object(variant)).ok()
    }
}

/// The last position so far; 0 where nothing has happened.
pub async fn last_position(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    let last = one!(tx, scalar Option<i64>, "select max(position) from events")?;
    Ok(last.unwrap_or(0))
}

/// A stretch of what happened, in order, both ends included: at most `limit` events of these kinds; with no
/// kind named, of all.
pub async fn list_stretch(
    tx: &mut Tx<'_>,
    stretch: RangeInclusive<i64>,
    kinds: &[&'static str],
    limit: i64,
) -> sqlx::Result<Vec<Happened>> {
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new(
            "select position, stream, seq, kind, audience, actor, at, said_at, payload from events
             where position between ",
        );
        query.push_bind(*stretch.start()).push(" and ").push_bind(*stretch.end());
        if !kinds.is_empty() {
            query.push(" and kind in (");
            let mut list = query.separated(", ");
            kinds.iter().for_each(|kind| {
                list.push_bind(*kind);
            });
            query.push(")");
        }
        query.push(" order by position limit ").push_bind(limit);
        query.build_query_as().fetch_all(c).await
    })
}
