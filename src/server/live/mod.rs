//! `/live`: one task per open line, one `select!`, bounded queues. A slow reader is told to catch up and
//! never slows the others.
mod connection;
mod streams;

pub use connection::{Connection, News, bounded};

use super::{
    Caller, Ctx, Signed,
    bus::Hint,
    http,
    limits::{LineRate, SOCKET},
};
use crate::base::{
    AccountId, AppResult, Error, Time,
    live::{Author, Event, FromClient, FromServer, HintKind},
};
use axum::{
    extract::{
        WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::HeaderMap,
    response::Response,
};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::{collections::HashMap, sync::atomic::Ordering, time::Duration};
use tokio::time::{Instant, timeout};
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

/// A line may follow so many streams.
const MAX_STREAMS: usize = 64;
/// Frames of any kind a second, with bursts of twice that.
const RATE: u32 = 400;
/// That somebody types is passed on this often.
const TYPING_EVERY: Duration = Duration::from_secs(1);

/// Upgrades a request of our own pages, or of a program that will say `hello`.
pub async fn upgrade(
    ctx: Ctx,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, http::Refusal> {
    http::check_origin(&ctx.house, &headers)?;
    ctx.limits.check(&SOCKET, ctx.visit.network())?;
    Ok(bounded(upgrade).on_upgrade(move |socket| async move {
        if let Some(line) = Line::open(ctx, socket).await {
            line.run().await;
        }
    }))
}

/// The socket of a page of ours, with the streams it follows.
struct Line {
    connection: Connection,
    streams: HashMap<i64, Followed>,
    /// When to say that lists have changed, and when it was said last.
    lists_due: Option<Instant>,
    lists_told: Instant,
}

/// Where a line is on a stream.
struct Followed {
    /// The last number passed on, whether this reader may see it or not.
    stored: i64,
    /// When this reader was last said to type.
    typed: Option<Instant>,
    /// The last number this reader saw.
    seen: i64,
    sees_staff: bool,
    /// How far this reader was told that others have read.
    told: HashMap<AccountId, i64>,
}

impl Line {
    /// By cookie, or by a first message with a token within ten seconds.
    async fn open(ctx: Ctx, mut socket: WebSocket) -> Option<Line> {
        let caller = match Signed::of(&ctx) {
            Ok(caller) => caller,
            Err(_) => {
                let first = timeout(Duration::from_secs(10), socket.recv()).await.ok()??.ok()?;
                let Ok(FromClient::Hello { token }) = serde_json::from_str(first.to_text().ok()?) else {
                    return None;
                };
                let actor = (ctx.rooms.identity.of_token)(&ctx.house, &token).await.ok()??;
                ctx.signed_in(actor)
            }
        };
        let connection = Connection::open(caller, socket, LineRate::new(RATE, 2 * RATE));
        Some(Line { connection, streams: HashMap::new(), lists_due: None, lists_told: Instant::now() })
    }

    async fn run(mut self) {
        let welcome = FromServer::Welcome { account: self.connection.caller.actor.id };
        let mut open = self.send(&welcome).await;
        while open && let Some(news) = self.connection.next(self.lists_due).await {
            open = match news {
                News::Text(text) => self.hear(&text).await,
                News::Binary => self.send(&FromServer::Bad).await,
                News::Note(note) => self.pass_on(note).await,
                News::Due => self.tell_lists().await,
                News::Lagged => self.resync().await,
                News::Ended => self.end().await,
            };
        }
        self.leave();
    }

    /// A lease of this person, to the others on a stream.
    fn tell_others(&self, stream: i64, kind: HintKind) {
        self.hint_to_others(Hint {
            stream,
            kind,
            who: (&self.connection.caller.actor).into(),
            seq: 0,
            at: None,
        });
    }

    fn hint_to_others(&self, hint: Hint) {
        self.connection.caller.bus.hint(&self.connection.listener, &hint);
    }

    fn leave(self) {
        self.connection.leave(self.streams.keys().copied());
        for stream in self
            .streams
            .keys()
            .filter(|s| !self.connection.caller.bus.is_here(**s, self.connection.caller.actor.id))
        {
            self.tell_others(*stream, HintKind::Gone);
        }
    }

    async fn send(&mut self, frame: &FromServer) -> bool {
        let Ok(text) = serde_json::to_string(frame) else { return false };
        self.connection.send(Message::Text(text.into())).await
    }

    async fn end(&mut self) -> bool {
        self.send(&FromServer::Bye).await;
        self.connection.close(4401, "session ended").await;
        false
    }

    async fn hear(&mut self, text: &str) -> bool {
        match serde_json::from_str::<FromClient>(text) {
            Ok(FromClient::Ping) => self.send(&FromServer::Pong).await,
            Ok(FromClient::Follow { stream: 0, .. }) => self.want_lists(true),
            Ok(FromClient::Leave { stream: 0 }) => self.want_lists(false),
            Ok(FromClient::Follow { stream, after }) => self.follow(stream, after).await,
            Ok(FromClient::Leave { stream }) => self.unfollow(stream),
            Ok(FromClient::Act { id, verb, stream, body, age }) => {
                self.act(&verb, LiveAct { id, stream, body, age: age.max(0) }).await
            }
            Ok(FromClient::Hint { stream, kind, seq }) => self.hint(stream, kind, seq).await,
            Ok(FromClient::Hello { .. }) => true,
            Err(_) => self.send(&FromServer::Bad).await,
        }
    }

    fn want_lists(&mut self, wanted: bool) -> bool {
        self.connection.listener.wants_lists.store(wanted, Ordering::Relaxed);
        true
    }

    async fn act(&mut self, verb: &str, act: LiveAct) -> bool {
        let id = act.id;
        if !self.connection.still_valid().await {
            return self.end().await;
        }
        let known = self
            .connection
            .caller
            .rooms
            .list
            .iter()
            .flat_map(|room| room.verbs)
            .find(|known| known.name == verb);
        let answer = match known {
            Some(verb) => (verb.run)(self.connection.caller.clone(), act).await,
            None => Err(Error::NotFound),
        };
        self.send(&match answer {
            Ok(value) => FromServer::Done { id, value },
            Err(error) => FromServer::Failed { id, error },
        })
        .await
    }

    async fn hint(&mut self, stream: i64, kind: HintKind, seq: i64) -> bool {
        let Some(followed) = self.streams.get_mut(&stream) else { return true };
        let seq = seq.clamp(0, if followed.sees_staff { followed.stored } else { followed.seen });
        match kind {
            HintKind::Typing if followed.typed.is_some_and(|at| at.elapsed() < TYPING_EVERY) => {}
            HintKind::Typing => {
                followed.typed = Some(Instant::now());
                self.tell_others(stream, kind);
            }
            HintKind::Seen => {
                let mark_read = self.connection.caller.rooms.streams.mark_read;
                if let Ok(Some(at)) = mark_read(self.connection.caller.clone(), stream, seq).await {
                    let who = (&self.connection.caller.actor).into();
                    self.hint_to_others(Hint { stream, kind, who, seq, at: Some(at) });
                }
            }
            HintKind::Here | HintKind::Gone | HintKind::Lists => {}
        }
        true
    }
}
