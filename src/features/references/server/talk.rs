//! What people say with programs that know neither steps nor versions: a plain message, and a confirmation by
//! the entry's number.
use crate::{
    base::{AppResult, Conflict, Error, live::Audience},
    features::{
        conversation::{parse_message, server::service as conversation},
        guidance::{Act, GuidanceEvent, Instruction, Outcome, server::service},
        tickets::server as tickets,
    },
    server::{Signed, db::Tx, response::named},
};

/// An entry's number outside: the ticket's number × 1,000,000 + its place in the stream.
pub const ENTRIES: i64 = 1_000_000;

/// A plain message: from the lead in an active session it is an instruction, from anybody else a message
/// (refused in a pause).
pub async fn speak(
    ctx: &Signed,
    number: i64,
    text: String,
    act: tickets::Delivery,
) -> AppResult<tickets::Done> {
    let text = parse_message(&text).map_err(|problem| Error::field("message", problem))?;
    tickets::perform(ctx, number, act, move |tx, work| Box::pin(say(tx, work, text))).await
}

async fn say(tx: &mut Tx<'_>, work: &mut tickets::Work, text: String) -> AppResult<()> {
    let guided = work.ticket.guided && work.who.guides();
    if !guided {
        return conversation::write(work, text);
    }
    let instruction =
        Instruction { text, picture: None }.parse().map_err(|problem| Error::field("message", problem))?;
    service::carry_out(tx, work, Act::Write { instruction }).await
}

/// Answers the step of the entry with this number outside; returns the ticket's number and the instruction's
/// place.
pub async fn confirm(
    ctx: &Signed,
    entry: i64,
    outcome: Outcome,
    note: Option<String>,
    key: tickets::Delivery,
) -> AppResult<(i64, i64)> {
    let (number, seq) = (entry / ENTRIES, entry % ENTRIES);
    let (session, step) = {
        let mut tx = ctx.db.read().await?;
        let seen = tickets::service::find_visible(ctx, &mut tx, number).await?;
        let event = tickets::service::event_at(&mut tx, &seen, seq).await?;
        // What waits is no step yet, whoever sees it.
        let event = event.filter(|e| e.audience == Audience::Everyone).ok_or(Error::NotFound)?;
        let Some(GuidanceEvent::Released { step, .. }) = GuidanceEvent::from_event(&event) else {
            return Err(Error::Conflict(Conflict::NotAnswerable));
        };
        (service::session_at(&mut tx, &seen, seq).await?.ok_or(Error::NotFound)?, step)
    };
    let note = note.filter(|n| !n.trim().is_empty());
    let answered = service::act_on(ctx, number, Act::Answer { session, step, outcome, note }, key).await;
    answered.map(|_| (number, seq)).map_err(|e| named(e, &[("note", "message")]))
}
