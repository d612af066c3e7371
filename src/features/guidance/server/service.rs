//! The verbs of guidance: the state machine decides, this follows in the store, the stream and the ticket.
mod known;
mod sessions;

pub use sessions::{find_session, list_sessions};

use self::known::Known;
use super::{settings::LIFT_SECONDS, store};
use crate::{
    base::{AppResult, Error, Problem, Time, live::Event},
    features::{
        accounts::server::service as accounts,
        conversation::server::service as conversation,
        guidance::{self, Act, Ending, Guidance, GuidanceEvent, GuidanceId, Scene, decide},
        tickets::{
            TicketId, TicketSummary,
            server::{self as tickets, By, Done, Work, service::Seen},
        },
    },
    server::{
        Signed, act_of,
        config::Config,
        db::Tx,
        live::{LiveAct, Verb},
    },
};
use chrono::Duration;
use serde_json::Value;
use uuid::Uuid;

/// The verb the socket knows.
pub const ACT: Verb = Verb {
    name: Act::VERB,
    endpoint: "POST /api/v1/tickets/{id}/guidance/acts",
    run: |ctx, act| Box::pin(act_live(ctx, act)),
};

async fn act_live(ctx: Signed, live: LiveAct) -> AppResult<Value> {
    let act = read_act(live.body.clone()).ok_or(Error::Invalid(Vec::new()))?;
    // Told apart by what it means, however its program wrote it.
    let live = LiveAct { body: serde_json::json!(act), ..live };
    let done = act_on(&ctx, live.stream, act, tickets::Delivery::of(Act::VERB, &live)).await?;
    Ok(serde_json::json!(done))
}

/// An act is called by its word: serde alone would take its place among them as well, `0` for the first.
pub(super) fn read_act(body: Value) -> Option<Act> {
    body.get("do").is_none_or(Value::is_string).then(|| serde_json::from_value(body).ok()).flatten()
}

/// Does an act of guidance on a ticket.
pub async fn act_on(ctx: &Signed, number: i64, act: Act, delivery: tickets::Delivery) -> AppResult<Done> {
    let (act, known) = (act.parse()?, ctx.house.room::<Known>());
    let done = tickets::perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            let state = match known.before(work) {
                Some(state) => state,
                None => store::find(tx, work.ticket.id).await?.unwrap_or_default(),
            };
            let state = carry_out_on(tx, work, state, act).await?;
            known.keep(work, state);
            Ok(())
        })
    });
    done.await
}

/// An act by a form of the page, which carries its key: pressed twice, it is done once. Then the ticket's
/// page again.
pub async fn act_by_form(ctx: &Signed, number: i64, key: Uuid, act: Act) -> AppResult<()> {
    let body = serde_json::to_string(&act).unwrap_or_default();
    let id = act_of(&[b"guidance", key.as_bytes(), body.as_bytes()]);
    let delivery = tickets::Delivery::keyed(Some(id), &["guidance", &number.to_string(), &body], None);
    act_on(ctx, number, act, delivery).await?;
    leptos_axum::redirect(&format!("/tickets/{number}"));
    Ok(())
}

/// The lead's silence after which the requester's typing is free again.
pub fn lift_seconds(config: &Config) -> i64 {
    config.number(&LIFT_SECONDS)
}

/// An act within a unit of work that somebody else has begun.
pub async fn carry_out(tx: &mut Tx<'_>, work: &mut Work, act: Act) -> AppResult<()> {
    let state = store::find(tx, work.ticket.id).await?.unwrap_or_default();
    carry_out_on(tx, work, state, act).await.map(drop)
}

/// The same, on what is known of the ticket; gives what is known then.
async fn carry_out_on(
    tx: &mut Tx<'_>,
    work: &mut Work,
    mut state: Guidance,
    act: Act,
) -> AppResult<Guidance> {
    let scene = Scene {
        who: work.who,
        status: work.ticket.status,
        now: work.now,
        said: work.said_at(answered_at(&state, work)).unwrap_or(work.now),
        id: unused_id(&state, work.id),
    };
    let act = with_own_phone(tx, work, act).await?;
    let changes = decide(&state, scene, act)?;
    record_all(tx, work, &mut state, changes).await?;
    Ok(state)
}

/// Two people may have made the same key: what is there keeps its id.
fn unused_id(state: &Guidance, id: Uuid) -> Uuid {
    let is_there = state.queue.iter().any(|draft| draft.id == id)
        || state.session.as_ref().is_some_and(|session| session.id.0 == id);
    if is_there { Uuid::now_v7() } else { id }
}

/// *Call me* without a number means the one of the profile.
async fn with_own_phone(tx: &mut Tx<'_>, work: &Work, act: Act) -> AppResult<Act> {
    match (act, &work.by) {
        (Act::CallMe { phone: None }, By::Person(actor)) => {
            let phone = accounts::find_account(tx, actor.id).await?.and_then(|a| a.phone);
            if phone.is_none() {
                Err(Error::field("phone", Problem::Empty))
            } else {
                Ok(Act::CallMe { phone })
            }
        }
        (act, _) => Ok(act),
    }
}

/// Records the changes, applies them, and keeps the ticket's pause and status in step.
pub(super) async fn record_all(
    tx: &mut Tx<'_>,
    work: &mut Work,
    state: &mut Guidance,
    changes: Vec<GuidanceEvent>,
) -> AppResult<()> {
    for change in &changes {
        use_pictures(tx, work.ticket.id, change).await?;
        let said_at = match change {
            GuidanceEvent::Answered { .. } | GuidanceEvent::Late { .. } => {
                work.said_at(released_at(state, work))
            }
            GuidanceEvent::Explained { .. } | GuidanceEvent::Corrected { .. } => {
                work.said_at(answered_at(state, work))
            }
            _ => None,
        };
        work.record_said(change, said_at)?;
        guidance::apply(state, change, work.now);
    }
    store::save(tx, work.ticket.id, state).await?;
    let (guided, paused) = (state.active().is_some(), guidance::is_typing_paused(state));
    if (guided, paused) != (work.ticket.guided, work.ticket.typing_paused) {
        tickets::service::set_guided(tx, &mut work.ticket, guided, paused).await?;
    }
    if let Some(GuidanceEvent::Ended { ending: Ending::Solved, message }) = changes.into_iter().last() {
        tickets::service::resolve_unless_blocked(tx, work, message).await?;
    }
    Ok(())
}

/// An answer cannot have been given before its step was there.
fn released_at(state: &Guidance, work: &Work) -> Time {
    state.session.as_ref().map_or(work.now, |s| s.released_at)
}

/// Nor what is said of an answer before the answer.
fn answered_at(state: &Guidance, work: &Work) -> Time {
    let answered = state.session.as_ref().and_then(|s| s.answered.as_ref());
    answered.map_or(work.now, |answered| answered.at)
}

async fn use_pictures(tx: &mut Tx<'_>, ticket: TicketId, change: &GuidanceEvent) -> AppResult<()> {
    let (picture, released) = match change {
        GuidanceEvent::Released { picture, .. } => (*picture, true),
        GuidanceEvent::Drafted { draft } | GuidanceEvent::DraftEdited { draft } => (draft.picture, false),
        _ => (None, false),
    };
    match picture {
        Some(picture) => conversation::use_picture(tx, ticket, picture, released).await,
        None => Ok(()),
    }
}

/// Another technician takes the ticket, and its session with everything in it, from a lead who has been
/// silent for the set delay, or has gone.
pub async fn take_over(ctx: &Signed, number: i64) -> AppResult<()> {
    let delay = Duration::seconds(lift_seconds(&ctx.config));
    let taken = tickets::perform(ctx, number, tickets::Delivery::default(), move |tx, work| {
        Box::pin(async move {
            let state = store::find(tx, work.ticket.id).await?.unwrap_or_default();
            guidance::may_take_over(&state, &work.ticket, work.who, work.now, delay)?;
            let to = work.by.person()?.into();
            tickets::service::give(tx, work, to).await
        })
    });
    taken.await.map(drop)
}

/// Beginnings and ends of a ticket's sessions before a number, the latest first.
pub async fn marks(tx: &mut Tx<'_>, seen: &Seen, before: i64) -> AppResult<Vec<Event>> {
    const MARKS: [&str; 2] = [GuidanceEvent::word("Started"), GuidanceEvent::word("Ended")];
    tickets::service::events_of_kinds(tx, seen, &MARKS, before).await
}

/// What the state machine knows of a ticket, as the caller may see it.
pub async fn state(ctx: &Signed, number: i64) -> AppResult<Guidance> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::service::find_visible(ctx, &mut tx, number).await?;
    let state = state_of(&mut tx, &seen).await?;
    drop(tx);
    tickets::service::tell_reading(ctx, &seen).await?;
    Ok(state)
}

/// The same, in a transaction.
pub async fn state_of(tx: &mut Tx<'_>, seen: &Seen) -> AppResult<Guidance> {
    let state = store::find(tx, seen.ticket.id).await?.unwrap_or_default();
    Ok(if seen.sees_staff { state } else { state.without_queue() })
}

/// The last step of those of the listed tickets that are guided.
pub async fn last_steps(tx: &mut Tx<'_>, listed: &[TicketSummary]) -> AppResult<Vec<(TicketId, i64)>> {
    let ids: Vec<_> = listed.iter().map(|line| line.id).collect();
    Ok(store::list_last_steps(tx, &ids).await?)
}

/// The session that was active at a place of the stream.
pub async fn session_at(tx: &mut Tx<'_>, seen: &Seen, seq: i64) -> AppResult<Option<GuidanceId>> {
    let marks = marks(tx, seen, seq).await?;
    Ok(marks.iter().find_map(|mark| match GuidanceEvent::from_event(mark) {
        Some(GuidanceEvent::Started { session }) => Some(session),
        _ => None,
    }))
}
