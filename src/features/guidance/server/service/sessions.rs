//! The sessions of a ticket, as their beginnings and ends tell them.
use super::marks;
use crate::{
    base::{AppResult, Error, live::Event},
    features::{
        guidance::{GuidanceEvent, GuidanceId, server::shapes::SessionShown},
        tickets::server as tickets,
    },
    server::Signed,
};

/// The sessions of a ticket, the latest first.
pub async fn list_sessions(ctx: &Signed, number: i64) -> AppResult<Vec<SessionShown>> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::service::find_visible(ctx, &mut tx, number).await?;
    let mut sessions: Vec<SessionShown> = Vec::new();
    for mark in marks(&mut tx, &seen, i64::MAX).await?.iter().rev() {
        note(&mut sessions, mark);
    }
    sessions.reverse();
    drop(tx);
    tickets::service::tell_reading(ctx, &seen).await?;
    Ok(sessions)
}

/// One of them.
pub async fn find_session(ctx: &Signed, number: i64, id: GuidanceId) -> AppResult<SessionShown> {
    let sessions = list_sessions(ctx, number).await?;
    sessions.into_iter().find(|session| session.id == id).ok_or(Error::NotFound)
}

fn note(sessions: &mut Vec<SessionShown>, mark: &Event) {
    match (GuidanceEvent::from_event(mark), sessions.last_mut()) {
        (Some(GuidanceEvent::Started { session: id }), _) => {
            sessions.push(SessionShown {
                id,
                started_at: mark.at,
                ended_at: None,
                ending: None,
                first: mark.seq,
                last: None,
            });
        }
        (Some(GuidanceEvent::Ended { ending, .. }), Some(open)) => {
            open.ended_at = Some(mark.at);
            open.ending = Some(ending);
            open.last = Some(mark.seq);
        }
        _ => {}
    }
}
