//! What the ticket page and the technician's desk show.
use crate::{
    base::{AppResult, Page},
    features::{
        accounts::server::service as accounts,
        desk::*,
        guidance::server::service as guidance,
        tickets::{QueueFilter, server::service as tickets},
    },
    server::{Signed, Staff},
};

/// A ticket as the caller may see it: one state of the data, whatever is written meanwhile.
pub async fn view(ctx: &Signed, number: i64) -> AppResult<TicketView> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::find_visible(ctx, &mut tx, number).await?;
    let (events, has_earlier) = tickets::latest_events(&mut tx, &seen, i64::MAX).await?;
    let rooms = States::read(&mut tx, &seen).await?;
    let requester_phone = if seen.sees_staff {
        accounts::find_account(&mut tx, seen.ticket.requester.id).await?.and_then(|a| a.phone)
    } else {
        None
    };
    Ok(TicketView {
        seq: events.last().map_or(0, |e| e.seq),
        lift_seconds: guidance::lift_seconds(&ctx.config),
        ticket: seen.ticket,
        reader: (&ctx.actor).into(),
        rooms,
        events,
        has_earlier,
        requester_phone,
    })
}

/// The queue, with the steps of running guidance.
pub async fn queue(ctx: &Staff, filter: QueueFilter) -> AppResult<Page<QueueLine>> {
    let page = tickets::list_queue(ctx, filter).await?;
    let ids: Vec<_> = page.items.iter().map(|line| line.id).collect();
    let steps = guidance::steps_in_hand(&mut ctx.db.glance().await?, &ids).await?;
    let step_of = |id| steps.iter().find(|(ticket, _)| *ticket == id).map(|(_, step)| *step);
    Ok(Page {
        next: page.next,
        found: page.found,
        forgiven: page.forgiven,
        items: page.items.into_iter().map(|line| QueueLine { step: step_of(line.id), line }).collect(),
    })
}
