//! The sockets of the references, `/ws/ticket/{id}/` and `/ws/chat/{id}/`: a thin face on the same verbs and
//! the same events. Programs that speak it know `comment`, `instruction_updated` and `error`; ours speak
//! `/live`.
use super::{
    entries,
    guidance::outcome,
    talk::{self, ENTRIES},
};
use crate::{
    base::{
        AppResult, Error, Problem, Scope,
        json::read_value,
        live::{Event, PING_SECONDS},
    },
    features::tickets::server as tickets,
    server::{
        Caller, Ctx, Signed,
        bus::Note,
        endpoints::Endpoints,
        http::check_origin,
        limits::{LineRate, SOCKET},
        live::{Backlog, Connection, News, bounded},
        request::{PathId, QueryParams},
        response::ApiResult,
        unambiguous::{self, Unread},
    },
    words::api as say,
};
use axum::{
    extract::{WebSocketUpgrade, ws::Message},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// The sockets; they are no part of the description.
pub fn endpoints() -> Endpoints {
    Endpoints::default().beside(Scope::Write, "/ws/ticket/{id}", get(upgrade)).beside(
        Scope::Write,
        "/ws/chat/{id}",
        get(upgrade),
    )
}

/// Clients of the references show their token in the address. It is read here and logged nowhere.
#[derive(Deserialize)]
struct Shown {
    token: Option<String>,
}

/// Frames of any kind a second, with bursts of as many.
const RATE: u32 = 50;

async fn upgrade(
    PathId(id): PathId<i64>,
    ctx: Ctx,
    QueryParams(shown): QueryParams<Shown>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> ApiResult<Response> {
    let actor = match shown.token {
        Some(token) => {
            (ctx.rooms.identity.of_token)(&ctx.house, &token).await?.ok_or(Error::Unauthenticated)?
        }
        // Cookies come with any page's request, so here the page must be ours.
        None => {
            check_origin(&ctx.house, &headers, &ctx.visit)?;
            Signed::of(&ctx)?.actor
        }
    };
    ctx.limits.check(&SOCKET, ctx.visit.network())?;
    let ctx = ctx.signed_in(actor);
    let Backlog { last, sees_staff, .. } = tickets::service::backlog(&ctx, id, i64::MAX).await?;
    Ok(bounded(upgrade).on_upgrade(move |socket| async move {
        let Some(connection) = Connection::open(ctx, socket, LineRate::new(RATE, RATE)).await else { return };
        connection.caller.bus.follow(id, &connection.listener);
        Chat { connection, number: id, stored: last, sees_staff }.run().await;
    }))
}

/// The socket of a program that follows one ticket.
struct Chat {
    connection: Connection,
    number: i64,
    /// The last number passed on, whether this reader may see it or not.
    stored: i64,
    sees_staff: bool,
}

/// What a client of the references sends.
#[derive(Deserialize)]
struct Inbound {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    instruction_id: Option<i64>,
    #[serde(default)]
    resultat: Option<String>,
}

impl Chat {
    async fn run(mut self) {
        const PING: Duration = Duration::from_secs(PING_SECONDS);
        let mut ping = Instant::now();
        // What happened while the line was opened.
        let mut open = self.catch_up().await;
        while open && let Some(news) = self.connection.next(Some(ping)).await {
            open = match news {
                News::Text(text) => self.hear(&text).await,
                News::Binary => self.complain_unreadable().await,
                News::Note(note) => self.pass_on(note).await,
                News::Due => {
                    ping = Instant::now() + PING;
                    self.connection.send(Message::Ping(Default::default())).await
                }
                News::Lagged => self.catch_up().await,
                News::Ended => self.close(4401, "session ended").await,
            };
        }
        self.connection.leave([self.number].into_iter());
    }

    async fn tell(&mut self, frame: serde_json::Value) -> bool {
        self.connection.send(Message::text(frame.to_string())).await
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> bool {
        self.connection.close(code, reason).await;
        false
    }

    async fn pass_on(&mut self, note: Note) -> bool {
        let rooms = self.connection.caller.rooms;
        match note {
            // Who may see it is asked of the database.
            Note::Event { stream, event } if stream == self.number && rooms.moves_readers(&event) => {
                self.catch_up().await
            }
            Note::Event { stream, event }
                if stream == self.number && event.seq == self.stored + 1 && !rooms.names_others(&event) =>
            {
                self.show(&event).await
            }
            Note::Event { stream, event } if stream == self.number && event.seq > self.stored => {
                self.catch_up().await
            }
            _ => true,
        }
    }

    /// Reads what lies behind the last number from the database, which is the truth.
    async fn catch_up(&mut self) -> bool {
        loop {
            if !self.connection.still_valid().await {
                return self.close(4401, "session ended").await;
            }
            let Backlog { events, last, more, sees_staff, .. } =
                match tickets::service::backlog(&self.connection.caller, self.number, self.stored).await {
                    Ok(backlog) => backlog,
                    Err(Error::Unavailable) => return true,
                    Err(_) => return self.close(4404, "not found").await,
                };
            self.sees_staff = sees_staff;
            for event in &events {
                if self.connection.listener.ended.is_cancelled() {
                    return self.close(4401, "session ended").await;
                }
                if !self.show(event).await {
                    return false;
                }
            }
            self.stored = last.max(self.stored);
            if !more {
                return true;
            }
        }
    }

    /// An event as `comment`; an answer tells the instruction it was for as well.
    async fn show(&mut self, event: &Event) -> bool {
        self.stored = event.seq;
        if !event.audience.includes(self.sees_staff) {
            return true;
        }
        let Some(mut entry) = entries::entry(self.number, event) else { return true };
        let answered = match event.kind.as_str() {
            entries::CONFIRMATION => {
                entries::answered_at(&self.connection.caller, self.number, event.seq).await.ok().flatten()
            }
            _ => None,
        };
        entry.instruction_id = answered.as_ref().map(|instruction| instruction.id);
        let told = self.tell(json!({"type": "comment", "comment": entry})).await;
        match answered {
            Some(instruction) if told => {
                self.tell(json!({"type": "instruction_updated", "instruction": instruction})).await
            }
            _ => told,
        }
    }

    async fn hear(&mut self, text: &str) -> bool {
        let frame = match unambiguous::read(text.as_bytes()) {
            Ok(frame) => frame,
            Err(Unread::Repeated(field)) => {
                let twice = said(&Error::field(&field, Problem::Malformed), &self.connection.caller);
                return self.complain(&twice).await;
            }
            Err(Unread::NoJson(_)) => return self.complain_unreadable().await,
        };
        let Ok(inbound) = read_value::<Inbound>(frame) else {
            return self.complain_unreadable().await;
        };
        if !self.connection.still_valid().await {
            return self.close(4401, "session ended").await;
        }
        let ctx = self.connection.caller.clone();
        match act(&ctx, self.number, inbound).await {
            Ok(()) => true,
            Err(error) => self.complain(&said(&error, &ctx)).await,
        }
    }

    async fn complain_unreadable(&mut self) -> bool {
        let text = self.connection.caller.lang().say(say::UNREADABLE_DETAIL);
        self.complain(text).await
    }

    async fn complain(&mut self, message: &str) -> bool {
        self.tell(json!({"type": "error", "message": message})).await
    }
}

/// A confirmation answers a step of this ticket; anything else with a message is what a person says. A frame
/// of another type without one (a program's `typing`) is no empty message.
async fn act(ctx: &Signed, number: i64, inbound: Inbound) -> AppResult<()> {
    let message = inbound.message;
    if inbound.kind.as_deref() == Some("confirm") {
        let entry = inbound.instruction_id.filter(|id| id / ENTRIES == number).ok_or(Error::NotFound)?;
        let outcome = outcome(inbound.resultat.as_deref())?;
        return talk::confirm(ctx, entry, outcome, message, Default::default()).await.map(drop);
    }
    if inbound.kind.is_some() && message.is_none() {
        return Err(Error::field("type", Problem::Unknown));
    }
    talk::speak(ctx, number, message.unwrap_or_default(), Default::default()).await.map(drop)
}

/// The sentence of an error; of a field, the field's.
fn said(error: &Error, ctx: &Signed) -> String {
    match error {
        Error::Invalid(fields) if !fields.is_empty() => fields
            .iter()
            .map(|f| [&f.field, " : ", &f.problem.text(ctx.lang())].concat())
            .collect::<Vec<_>>()
            .join(" "),
        other => other.text(ctx.lang()),
    }
}
