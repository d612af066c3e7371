//! `/live`: one task per open line, one `select!`, bounded queues. A slow reader is told to catch up and
//! never slows the others. Here stands what rooms and lines say to each other.
mod connection;
mod frames;
mod hints;
mod line;
mod streams;

pub use connection::{Connection, News, bounded};

use super::{Ctx, Signed, http, limits::SOCKET};
use crate::base::{
    AppResult, Time,
    live::{Author, Event},
};
use axum::{extract::WebSocketUpgrade, http::HeaderMap, response::Response};
use futures_util::future::BoxFuture;
use line::Line;
use serde_json::Value;
use uuid::Uuid;

/// What a room does with an act.
pub struct Verb {
    pub name: &'static str,
    /// The endpoint that does the same for programs.
    pub endpoint: &'static str,
    /// The value is sent back after the commit.
    pub run: fn(Signed, LiveAct) -> BoxFuture<'static, AppResult<Value>>,
}

/// An act as it came over the line.
#[derive(Clone, Debug)]
pub struct LiveAct {
    pub id: Uuid,
    pub stream: i64,
    pub body: Value,
    /// How long ago the person did it, in milliseconds; never negative.
    pub age: i64,
}

/// What a reader missed on a stream.
pub struct Backlog {
    pub events: Vec<Event>,
    /// Where these events end: the last number of the stream, seen by this reader or not, unless there is
    /// `more`.
    pub last: i64,
    pub more: bool,
    /// The last number this reader may see.
    pub head: i64,
    /// Does this reader see what is for staff only on this stream?
    pub sees_staff: bool,
}

/// How far somebody has read a stream.
#[derive(sqlx::FromRow)]
pub struct HasRead {
    #[sqlx(flatten)]
    pub who: Author,
    pub seq: i64,
    pub at: Time,
}

/// Upgrades a request of our own pages, or of a program that will say `hello`.
pub async fn upgrade(
    ctx: Ctx,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, http::Refusal> {
    http::check_origin(&ctx.house, &headers, &ctx.visit)?;
    ctx.limits.check(&SOCKET, ctx.visit.network())?;
    Ok(bounded(upgrade).on_upgrade(move |socket| async move {
        if let Some(line) = Line::open(ctx, socket).await {
            line.run().await;
        }
    }))
}
