//! An open socket of one person: what every socket of this house has, whatever it speaks. It is alive as long
//! as its person's session, is heard at a bounded pace, and is told what happens by the bus.
use crate::{
    base::{
        Error,
        live::{DEAD_SECONDS, MAX_FRAME},
    },
    server::{
        Ctx, Signed,
        bus::{Listener, Note},
        limits::LineRate,
    },
};
use axum::extract::{
    WebSocketUpgrade,
    ws::{CloseFrame, Message, Utf8Bytes, WebSocket},
};
use futures_util::SinkExt;
use std::{
    ops::ControlFlow,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    sync::mpsc,
    time::{Instant, Interval, interval, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// A reader that takes longer than this for one frame is closed.
const PATIENCE: Duration = Duration::from_secs(30);
/// Frames that follow one another at once go in one packet: so many bytes, and so many of them, wait for one
/// another at most.
const TOGETHER: usize = 2048;
const FRAMES_TOGETHER: u8 = 8;
/// One person may have so many lines open: every tab of every device has one.
const MAX_LINES: usize = 200;
/// How often the session behind a socket is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// What a socket of this house holds in memory at most, and the longest frame it takes.
pub fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    let upgrade = upgrade
        .max_frame_size(MAX_FRAME)
        .max_message_size(MAX_FRAME)
        .read_buffer_size(1024)
        .write_buffer_size(TOGETHER);
    upgrade.max_write_buffer_size(4 * MAX_FRAME)
}

/// One person's open socket.
pub struct Connection {
    /// Who speaks here, as they are now.
    pub caller: Signed,
    socket: WebSocket,
    /// So many frames were handed to the socket and wait for those that follow at once.
    held: u8,
    pub listener: Arc<Listener>,
    inbox: mpsc::Receiver<Note>,
    /// When a frame of any kind came last.
    heard: Instant,
    rate: LineRate,
    /// Of a personal access token: what is said here counts like its requests.
    token: Option<Uuid>,
    heartbeat: Interval,
    closing: CancellationToken,
}

/// What there is to do on a connection.
pub enum News {
    Text(Utf8Bytes),
    /// A frame that is no text.
    Binary,
    Note(Note),
    /// The moment asked for has come.
    Due,
    /// More happened than fitted in the queue: read it from the database.
    Lagged,
    /// The session has ended, or the person's role has changed.
    Ended,
}

impl Connection {
    /// Joins the bus; it ends with [`Connection::leave`]. None for whoever has all the lines one person may
    /// have.
    pub async fn open(caller: Signed, socket: WebSocket, rate: LineRate) -> Option<Self> {
        let actor = &caller.actor;
        let is_token = (caller.rooms.identity.is_token)(&caller.house, actor.session).await;
        let token = is_token.then_some(actor.session.0);
        if caller.bus.lines_of(actor.id) >= MAX_LINES {
            return None;
        }
        let (listener, inbox) = caller.bus.join(actor.into(), actor.session);
        let (heard, heartbeat) = (Instant::now(), interval(LOOK_EVERY));
        let closing = caller.bus.closing();
        Some(Connection { caller, socket, held: 0, listener, inbox, heard, rate, token, heartbeat, closing })
    }

    /// Waits for what comes next, no longer than until `due`; none where the connection is over.
    pub async fn next(&mut self, due: Option<Instant>) -> Option<News> {
        loop {
            if self.listener.ended.is_cancelled() {
                return Some(News::Ended);
            }
            if self.listener.lagged.swap(false, Ordering::AcqRel) {
                return Some(News::Lagged);
            }
            if (1..FRAMES_TOGETHER).contains(&self.held)
                && let Ok(note) = self.inbox.try_recv()
            {
                return Some(News::Note(note));
            }
            if !self.let_go().await {
                return None;
            }
            let news = tokio::select! {
                message = self.socket.recv() => match message {
                    Some(Ok(message)) => self.hear(message).await,
                    _ => ControlFlow::Break(None),
                },
                Some(note) = self.inbox.recv() => ControlFlow::Break(Some(News::Note(note))),
                () = self.listener.ended.cancelled() => ControlFlow::Break(Some(News::Ended)),
                () = sleep_until(due.unwrap_or(self.heard)), if due.is_some() => {
                    ControlFlow::Break(Some(News::Due))
                }
                _ = self.heartbeat.tick() => self.beat().await,
                () = self.closing.cancelled() => self.end(1012, "restarting").await,
            };
            if let ControlFlow::Break(news) = news {
                return news;
            }
        }
    }

    async fn hear(&mut self, message: Message) -> ControlFlow<Option<News>> {
        self.heard = Instant::now();
        if !self.rate.admits() {
            return self.end(1008, "too many messages").await;
        }
        let in_pace = |token| self.caller.limits.pace(token).wait.is_none();
        match message {
            Message::Text(_) if !self.token.is_none_or(in_pace) => self.end(1008, "too many messages").await,
            Message::Text(text) => ControlFlow::Break(Some(News::Text(text))),
            Message::Binary(_) => ControlFlow::Break(Some(News::Binary)),
            Message::Ping(_) | Message::Pong(_) => ControlFlow::Continue(()),
            Message::Close(_) => ControlFlow::Break(None),
        }
    }

    async fn beat(&mut self) -> ControlFlow<Option<News>> {
        if self.heard.elapsed() >= Duration::from_secs(DEAD_SECONDS) {
            return ControlFlow::Break(None);
        }
        if self.still_valid().await {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(Some(News::Ended))
        }
    }

    /// Takes the person as they are now; false where their session has ended or their role has changed.
    pub async fn still_valid(&mut self) -> bool {
        let caller = &self.caller;
        match (caller.rooms.identity.refreshed)(&caller.house, &caller.actor).await {
            Ok(Some(actor)) if actor == caller.actor => true,
            Ok(Some(actor)) if actor.role == caller.actor.role => {
                self.caller = Ctx::clone(caller).signed_in(actor);
                true
            }
            Err(Error::Unavailable) => true,
            _ => false,
        }
    }

    /// Sends, at the latest before this connection waits for what comes next; false where the reader is gone
    /// or too slow.
    pub async fn send(&mut self, message: Message) -> bool {
        self.held = self.held.saturating_add(1);
        matches!(timeout(PATIENCE, self.socket.feed(message)).await, Ok(Ok(())))
    }

    async fn let_go(&mut self) -> bool {
        std::mem::take(&mut self.held) == 0
            || matches!(timeout(PATIENCE, self.socket.flush()).await, Ok(Ok(())))
    }

    /// Says goodbye, to a reader that may be gone already. Nothing follows.
    pub async fn close(&mut self, code: u16, reason: &'static str) {
        let frame = CloseFrame { code, reason: reason.into() };
        _ = timeout(Duration::from_secs(1), self.socket.send(Message::Close(Some(frame)))).await;
    }

    async fn end(&mut self, code: u16, reason: &'static str) -> ControlFlow<Option<News>> {
        self.close(code, reason).await;
        ControlFlow::Break(None)
    }

    /// The connection is gone, and with it what it followed.
    pub fn leave(&self, streams: impl Iterator<Item = i64>) {
        self.caller.bus.leave(&self.listener, streams);
    }
}
