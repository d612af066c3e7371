//! The line of one page of ours, from its opening to its end.
use super::{Connection, News, streams::MAX_STREAMS};
use crate::{
    base::{
        AccountId,
        live::{FromClient, FromServer},
    },
    server::{Caller, Ctx, Signed, limits::LineRate},
};
use axum::extract::ws::{Message, WebSocket};
use std::{collections::HashMap, time::Duration};
use tokio::time::{Instant, timeout};

/// Frames of any kind a second, with bursts of twice that.
const RATE: u32 = 400;
/// Following a stream reads what is behind: so many a second, and every stream of a line at once after a
/// rest.
const FOLLOWS: u32 = 10;

/// The socket of a page of ours, with the streams it follows.
pub(super) struct Line {
    pub(super) connection: Connection,
    pub(super) streams: HashMap<i64, Followed>,
    /// How often it may follow.
    pub(super) follows: LineRate,
    /// When to say that lists have changed, and when it was said last.
    pub(super) lists_due: Option<Instant>,
    pub(super) lists_told: Instant,
}

/// Where a line is on a stream.
pub(super) struct Followed {
    /// The last number passed on, whether this reader may see it or not.
    pub(super) stored: i64,
    /// When this reader was last said to type.
    pub(super) typed: Option<Instant>,
    /// The last number this reader saw.
    pub(super) seen: i64,
    pub(super) sees_staff: bool,
    /// Who was in charge when it was asked.
    pub(super) in_charge: Option<InCharge>,
    /// How far this reader was told that others have read.
    pub(super) told: HashMap<AccountId, i64>,
}

/// Who was in charge when a stream was at a number.
pub(super) struct InCharge {
    pub(super) at: i64,
    pub(super) who: Option<AccountId>,
}

impl Line {
    /// By cookie, or by a first message with a token within ten seconds.
    pub(super) async fn open(ctx: Ctx, mut socket: WebSocket) -> Option<Line> {
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
        let connection = Connection::open(caller, socket, LineRate::new(RATE, 2 * RATE)).await?;
        let follows = LineRate::new(FOLLOWS, MAX_STREAMS as u32);
        let (streams, lists_told) = (HashMap::new(), Instant::now());
        Some(Line { connection, streams, follows, lists_due: None, lists_told })
    }

    pub(super) async fn run(mut self) {
        let welcome = FromServer::Welcome {
            account: self.connection.caller.actor.id,
            now: self.connection.caller.clock.now(),
        };
        let mut open = self.send(&welcome).await;
        while open && let Some(news) = self.connection.next(self.lists_due).await {
            // Boxed: a line that rests holds only what it waits with.
            open = Box::pin(self.take(news)).await;
        }
        self.leave();
    }

    async fn take(&mut self, news: News) -> bool {
        match news {
            News::Text(text) => self.hear(&text).await,
            News::Binary => self.send(&FromServer::Bad).await,
            News::Note(note) => self.pass_on(note).await,
            News::Due => self.tell_lists().await,
            News::Lagged => self.resync().await,
            News::Ended => self.end().await,
        }
    }

    fn leave(mut self) {
        let streams: Vec<i64> = self.streams.keys().copied().collect();
        streams.into_iter().for_each(|stream| self.drop_stream(stream));
        self.connection.leave(std::iter::empty());
    }

    pub(super) async fn send(&mut self, frame: &FromServer) -> bool {
        let Ok(text) = serde_json::to_string(frame) else { return false };
        self.connection.send(Message::Text(text.into())).await
    }

    pub(super) async fn end(&mut self) -> bool {
        self.send(&FromServer::Bye).await;
        self.connection.close(4401, "session ended").await;
        false
    }
}
