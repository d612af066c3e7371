//! The sockets of the references, `/ws/ticket/{id}/` and `/ws/chat/{id}/`: a thin face on the same verbs and the same events. Programs that
//! speak it know `comment`, `instruction_updated` and `error`; ours speak `/live`.
use super::{
    entries,
    guidance::outcome,
    talk::{self, ENTRIES},
};
use crate::{
    base::{
        Actor, AppResult, Error, Scope,
        live::{DEAD_SECONDS, Event, PING_SECONDS},
    },
    features::tickets::server as tickets,
    server::{
        Ctx, House,
        bus::{Listener, Note},
        extract::{Key, Params},
        http::check_origin,
        limits::{Limit, LineRate},
        live::{self, Backlog},
        endpoints::Endpoints,
        reply::Answer,
    },
    words::api as say,
};
use axum::{
    extract::{
        WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::HeaderMap,
    response::Response,
    routing::get,
};
use serde::Deserialize;
use serde_json::json;
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    sync::mpsc,
    time::{Instant, interval},
};
use tokio_util::sync::CancellationToken;

/// The sockets; they are no part of the description.
pub fn endpoints() -> Endpoints {
    Endpoints::default().beside(Scope::Write, "/ws/ticket/{id}", get(upgrade)).beside(Scope::Write, "/ws/chat/{id}", get(upgrade))
}

/// Clients of the references show their token in the address. It is read here and logged nowhere.
#[derive(Deserialize)]
struct Shown {
    token: Option<String>,
}

/// Frames of any kind a second, with bursts of as many.
const RATE: u32 = 50;

async fn upgrade(
    ctx: Ctx,
    Key(id): Key<i64>,
    Params(shown): Params<Shown>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Answer<Response> {
    let actor = match shown.token {
        Some(token) => {
            (ctx.rooms.identity.of_token)(&ctx.house, &token).await?.ok_or(Error::Unauthenticated)?
        }
        // Cookies come with any page's request, so here the page must be ours.
        None => check_origin(&ctx.house, &headers).and_then(|()| ctx.actor().cloned())?,
    };
    ctx.limits.check(Limit::Socket, ctx.visit.network())?;
    let ctx = Ctx { actor: Some(actor.clone()), ..ctx };
    let Backlog { last, is_staff, .. } = tickets::service::backlog(ctx.clone(), id, i64::MAX).await?;
    Ok(live::bounded(upgrade).on_upgrade(move |socket| async move {
        let (listener, inbox) = ctx.bus.join(actor.id, actor.session, false);
        ctx.bus.follow(id, &listener);
        let chat = Chat {
            house: ctx.house.clone(),
            ctx,
            actor,
            number: id,
            socket,
            listener,
            stored: last,
            is_staff,
            heard: Instant::now(),
            rate: LineRate::new(RATE, RATE),
        };
        let closing = chat.house.bus.closing();
        chat.run(inbox, closing).await;
    }))
}

struct Chat {
    house: Arc<House>,
    ctx: Ctx,
    actor: Actor,
    number: i64,
    socket: WebSocket,
    listener: Arc<Listener>,
    /// The last number passed on, whether this reader may see it or not.
    stored: i64,
    is_staff: bool,
    heard: Instant,
    rate: LineRate,
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
    async fn run(mut self, mut inbox: mpsc::Receiver<Note>, closing: CancellationToken) {
        let (mut heartbeat, mut ping) =
            (interval(Duration::from_secs(5)), interval(Duration::from_secs(PING_SECONDS)));
        // What happened while the line was opened.
        let mut open = self.catch_up().await;
        while open {
            open = tokio::select! {
                message = self.socket.recv() => match message {
                    Some(Ok(message)) => self.hear(message).await,
                    _ => false,
                },
                Some(note) = inbox.recv() => self.pass_on(note).await,
                _ = heartbeat.tick() => self.heard.elapsed() < Duration::from_secs(DEAD_SECONDS) && self.still_valid().await,
                _ = ping.tick() => self.send(Message::Ping(Default::default())).await,
                () = closing.cancelled() => self.close(1012, "restarting").await,
            };
            if open && self.listener.ended.load(Ordering::Acquire) {
                open = self.close(4401, "session ended").await;
            }
            if open && self.listener.lagged.swap(false, Ordering::AcqRel) {
                open = self.catch_up().await;
            }
        }
        self.house.bus.leave(&self.listener, [self.number].into_iter());
    }

    async fn send(&mut self, message: Message) -> bool {
        live::deliver(&mut self.socket, message).await
    }

    async fn tell(&mut self, frame: serde_json::Value) -> bool {
        self.send(Message::text(frame.to_string())).await
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> bool {
        live::close(&mut self.socket, code, reason).await;
        false
    }

    async fn still_valid(&mut self) -> bool {
        match (self.house.rooms.identity.refreshed)(&self.house, &self.actor).await {
            Ok(Some(actor)) if actor.role == self.actor.role => true,
            Err(Error::Unavailable) => true,
            _ => self.close(4401, "session ended").await,
        }
    }

    async fn pass_on(&mut self, note: Note) -> bool {
        match note {
            Note::Event { stream, event } if stream == self.number && event.seq == self.stored + 1 => {
                self.show(&event).await
            }
            Note::Event { stream, event } if stream == self.number && event.seq > self.stored => {
                self.catch_up().await
            }
            Note::End => self.close(4401, "session ended").await,
            _ => true,
        }
    }

    /// Reads what lies behind the last number from the database, which is the truth.
    async fn catch_up(&mut self) -> bool {
        loop {
            let Backlog { events, last, more, is_staff } =
                match tickets::service::backlog(self.ctx.clone(), self.number, self.stored).await {
                    Ok(backlog) => backlog,
                    Err(Error::Unavailable) => return true,
                    Err(_) => return self.close(4404, "not found").await,
                };
            self.is_staff = is_staff;
            for event in &events {
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
        if !event.audience.includes(self.is_staff) {
            return true;
        }
        let Some(mut entry) = entries::entry(self.number, event) else { return true };
        let answered = match event.kind.as_str() {
            "confirmation_etape" => {
                entries::answered_at(&self.ctx, self.number, event.seq).await.ok().flatten()
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

    async fn hear(&mut self, message: Message) -> bool {
        self.heard = Instant::now();
        if !self.rate.admits() {
            return self.close(1008, "too many messages").await;
        }
        let text = match message {
            Message::Text(text) => text,
            Message::Ping(_) | Message::Pong(_) => return true,
            Message::Close(_) => return false,
            Message::Binary(_) => {
                return self.complain(self.ctx.lang().say(say::UNREADABLE_DETAIL).into()).await;
            }
        };
        let Ok(inbound) = serde_json::from_str::<Inbound>(&text) else {
            return self.complain(self.ctx.lang().say(say::UNREADABLE_DETAIL).into()).await;
        };
        if !self.still_valid().await {
            return false;
        }
        match self.act(inbound).await {
            Ok(()) => true,
            Err(error) => self.complain(said(&error, &self.ctx)).await,
        }
    }

    async fn complain(&mut self, message: String) -> bool {
        self.tell(json!({"type": "error", "message": message})).await
    }

    /// A confirmation answers a step of this ticket; anything else is what a person says.
    async fn act(&mut self, inbound: Inbound) -> AppResult<()> {
        let message = inbound.message;
        if inbound.kind.as_deref() == Some("confirm") {
            let entry =
                inbound.instruction_id.filter(|id| id / ENTRIES == self.number).ok_or(Error::NotFound)?;
            let outcome = outcome(inbound.resultat.as_deref())?;
            return talk::confirm(&self.ctx, entry, outcome, message, Default::default()).await.map(drop);
        }
        talk::speak(&self.ctx, self.number, message.unwrap_or_default(), Default::default()).await.map(drop)
    }
}

/// The sentence of an error; of a field, the field's.
fn said(error: &Error, ctx: &Ctx) -> String {
    match error {
        Error::Invalid(fields) if !fields.is_empty() => fields
            .iter()
            .map(|f| [&f.field, " : ", &f.problem.text(ctx.lang())].concat())
            .collect::<Vec<_>>()
            .join(" "),
        other => other.text(ctx.lang()),
    }
}
