//! `/live`: one task per open line, one `select!`, bounded queues. A slow reader is told to catch up and never slows the others.
mod streams;

use super::{
    Ctx, House, Visit,
    bus::{Hint, Listener, Note},
    http,
    limits::{Limit, LineRate},
};
use crate::base::{
    Actor, AppResult, Error,
    live::{DEAD_SECONDS, Event, FromClient, FromServer, HintKind, MAX_FRAME},
};
use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    http::HeaderMap,
    response::Response,
};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// What a room does with an act.
pub struct Verb {
    pub name: &'static str,
    /// The endpoint that does the same for programs.
    pub endpoint: &'static str,
    /// The value is sent back after the commit.
    pub run: fn(Ctx, LiveAct) -> BoxFuture<'static, AppResult<Value>>,
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
    /// Where these events end: the last number of the stream, seen by this reader or not, unless there is `more`.
    pub last: i64,
    pub more: bool,
    /// Does this reader see what is for staff only on this stream?
    pub is_staff: bool,
}

/// A line may follow so many streams.
const MAX_STREAMS: usize = 64;
/// Frames of any kind a second, with bursts of twice that.
const RATE: u32 = 400;
/// That somebody types is passed on this often.
const TYPING_EVERY: Duration = Duration::from_secs(1);
/// A reader that takes longer than this for one frame is closed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Upgrades a request of our own pages, or of a program that will say `hello`.
pub async fn upgrade(
    ctx: Ctx,
    State(house): State<Arc<House>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, http::Refusal> {
    http::check_origin(&house, &headers)?;
    house.limits.check(Limit::Socket, ctx.visit.network())?;
    let closing = house.bus.closing();
    Ok(bounded(upgrade).on_upgrade(move |socket| async move {
        if let Some((line, inbox)) = Line::open(house, ctx, socket).await {
            line.run(inbox, closing).await;
        }
    }))
}

/// What a socket of this house holds in memory at most, and the longest frame it takes.
pub fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    let upgrade = upgrade
        .max_frame_size(MAX_FRAME)
        .max_message_size(MAX_FRAME)
        .read_buffer_size(2048)
        .write_buffer_size(0);
    upgrade.max_write_buffer_size(4 * MAX_FRAME)
}

/// Sends; false where the reader is gone or too slow.
pub async fn deliver(socket: &mut WebSocket, message: Message) -> bool {
    matches!(timeout(PATIENCE, socket.send(message)).await, Ok(Ok(())))
}

/// Says goodbye, to a reader that may be gone already.
pub async fn close(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame { code, reason: reason.into() };
    _ = timeout(Duration::from_secs(1), socket.send(Message::Close(Some(frame)))).await;
}

struct Line {
    house: Arc<House>,
    actor: Actor,
    visit: Visit,
    socket: WebSocket,
    listener: Arc<Listener>,
    streams: HashMap<i64, Followed>,
    heard: Instant,
    /// When to say that lists have changed, and when it was said last.
    lists_due: Option<Instant>,
    lists_told: Instant,
    rate: LineRate,
}

/// Where a line is on a stream.
struct Followed {
    /// The last number passed on, whether this reader may see it or not.
    stored: i64,
    /// When this reader was last said to type.
    typed: Option<Instant>,
    /// The last number this reader saw.
    seen: i64,
    is_staff: bool,
}

impl Line {
    /// By cookie, or by a first message with a token within ten seconds.
    async fn open(
        house: Arc<House>,
        ctx: Ctx,
        mut socket: WebSocket,
    ) -> Option<(Line, mpsc::Receiver<Note>)> {
        let actor = match ctx.actor {
            Some(actor) => actor,
            None => {
                let first = timeout(Duration::from_secs(10), socket.recv()).await.ok()??.ok()?;
                let Ok(FromClient::Hello { token }) = serde_json::from_str(first.to_text().ok()?) else {
                    return None;
                };
                (house.rooms.identity.of_token)(&house, &token).await.ok()??
            }
        };
        let (listener, inbox) = house.bus.join(actor.id, actor.session, actor.is_staff());
        let now = Instant::now();
        let line = Line {
            house,
            actor,
            visit: ctx.visit,
            socket,
            listener,
            streams: HashMap::new(),
            heard: now,
            lists_due: None,
            lists_told: now,
            rate: LineRate::new(RATE, 2 * RATE),
        };
        Some((line, inbox))
    }

    async fn run(mut self, mut inbox: mpsc::Receiver<Note>, closing: CancellationToken) {
        let mut heartbeat = tokio::time::interval(Duration::from_secs(5));
        let welcome = FromServer::Welcome { account: self.actor.id };
        let mut open = self.send(&welcome).await;
        while open {
            let lists = self.lists_due;
            open = tokio::select! {
                message = self.socket.recv() => match message {
                    Some(Ok(message)) => self.hear(message).await,
                    _ => false,
                },
                Some(note) = inbox.recv() => self.pass_on(note).await,
                () = sleep_until(lists.unwrap_or(self.heard)), if lists.is_some() => self.tell_lists().await,
                _ = heartbeat.tick() => self.heard.elapsed() < Duration::from_secs(DEAD_SECONDS) && self.still_valid().await,
                () = closing.cancelled() => self.close(1012, "restarting").await,
            };
            if open && self.listener.ended.load(Ordering::Acquire) {
                open = self.end().await;
            }
            if open && self.listener.lagged.swap(false, Ordering::AcqRel) {
                open = self.resync().await;
            }
        }
        self.leave();
    }

    /// A lease of this person, to the others on a stream.
    fn tell_others(&self, stream: i64, kind: HintKind, seq: i64) {
        self.house.bus.hint(&self.listener, &Hint { stream, kind, who: (&self.actor).into(), seq });
    }

    fn leave(self) {
        self.house.bus.leave(&self.listener, self.streams.keys().copied());
        for stream in self.streams.keys().filter(|s| !self.house.bus.is_here(**s, self.actor.id)) {
            self.tell_others(*stream, HintKind::Gone, 0);
        }
    }

    async fn send(&mut self, frame: &FromServer) -> bool {
        let Ok(text) = serde_json::to_string(frame) else { return false };
        deliver(&mut self.socket, Message::Text(text.into())).await
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> bool {
        close(&mut self.socket, code, reason).await;
        false
    }

    async fn end(&mut self) -> bool {
        self.send(&FromServer::Bye).await;
        self.close(4401, "session ended").await
    }

    /// Takes the person's present role; a line whose session has ended is closed.
    async fn still_valid(&mut self) -> bool {
        match (self.house.rooms.identity.refreshed)(&self.house, &self.actor).await {
            Ok(Some(actor)) if actor.role == self.actor.role => {
                self.actor = actor;
                true
            }
            Err(Error::Unavailable) => true,
            _ => self.end().await,
        }
    }

    async fn hear(&mut self, message: Message) -> bool {
        self.heard = Instant::now();
        if !self.rate.admits() {
            return self.close(1008, "too many messages").await;
        }
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => return self.send(&FromServer::Bad).await,
            Message::Ping(_) | Message::Pong(_) => return true,
            Message::Close(_) => return false,
        };
        match serde_json::from_str::<FromClient>(&text) {
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
        self.listener.wants_lists.store(wanted, Ordering::Relaxed);
        true
    }

    fn ctx(&self) -> Ctx {
        Ctx { house: self.house.clone(), actor: Some(self.actor.clone()), visit: self.visit.clone() }
    }

    async fn act(&mut self, verb: &str, act: LiveAct) -> bool {
        let id = act.id;
        if !self.still_valid().await {
            return false;
        }
        let known = self.house.rooms.list.iter().flat_map(|room| room.verbs).find(|known| known.name == verb);
        let answer = match known {
            Some(verb) => (verb.run)(self.ctx(), act).await,
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
        let seq = seq.clamp(0, followed.stored);
        match kind {
            HintKind::Typing if followed.typed.is_some_and(|at| at.elapsed() < TYPING_EVERY) => {}
            HintKind::Typing => {
                followed.typed = Some(Instant::now());
                self.tell_others(stream, kind, 0);
            }
            HintKind::Seen => {
                if (self.house.rooms.streams.seen)(self.ctx(), stream, seq).await.is_ok() {
                    self.tell_others(stream, kind, seq);
                }
            }
            HintKind::Here | HintKind::Gone | HintKind::Lists => {}
        }
        true
    }
}
