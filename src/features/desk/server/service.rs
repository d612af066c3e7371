//! What the ticket page and the technician's desk show.
use crate::{
    base::{AppResult, Page},
    features::{
        accounts::server::service as accounts,
        desk::*,
        guidance::server::service as guidance,
        tickets::{
            QueueFilter,
            server::{service as tickets, service::Seen},
        },
    },
    server::{Admin, Signed, Staff, db::Tx},
};

/// A ticket as the caller may see it: one state of the data, whatever is written meanwhile.
pub async fn view(ctx: &Signed, number: i64) -> AppResult<TicketView> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::find_visible(ctx, &mut tx, number).await?;
    let view = put_together(ctx, &mut tx, &seen, i64::MAX).await?;
    drop(tx);
    tickets::tell_reading(ctx, &seen).await?;
    Ok(view)
}

/// A deleted ticket, with its latest entries or those before a number: all that was ever on it, for admins.
pub async fn view_deleted(ctx: &Admin, number: i64, before: Option<i64>) -> AppResult<DeletedView> {
    let (seen, deletion) = tickets::find_deleted(ctx, number).await?;
    let mut tx = ctx.db.read().await?;
    let view = put_together(ctx, &mut tx, &seen, before.unwrap_or(i64::MAX)).await?;
    Ok(DeletedView { view, deletion })
}

/// The ticket, what the rooms know of it, and its latest entries below a number.
async fn put_together(ctx: &Signed, tx: &mut Tx<'_>, seen: &Seen, before: i64) -> AppResult<TicketView> {
    let (events, has_earlier) = tickets::latest_events(tx, seen, before).await?;
    Ok(TicketView {
        serves: accounts::served_by(tx, ctx.actor.id).await?,
        seq: events.last().map_or(0, |e| e.seq),
        lift_seconds: guidance::lift_seconds(&ctx.config),
        ticket: seen.ticket.clone(),
        reader: (&ctx.actor).into(),
        rooms: states(tx, seen).await?,
        events: events.into(),
        has_earlier,
        requester_phone: phone_of_requester(tx, seen).await?,
        links: tickets::links(ctx, tx, seen).await?,
        leads_to: tickets::leads_to(ctx, tx, seen).await?,
    })
}

/// The requester's phone number, as the caller may see it.
pub async fn find_requester_phone(ctx: &Signed, number: i64) -> AppResult<Option<String>> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::find_visible(ctx, &mut tx, number).await?;
    let phone = phone_of_requester(&mut tx, &seen).await?;
    drop(tx);
    tickets::tell_reading(ctx, &seen).await?;
    Ok(phone)
}

/// For staff, and for the requester.
async fn phone_of_requester(tx: &mut Tx<'_>, seen: &Seen) -> AppResult<Option<String>> {
    if !seen.sees_staff && !seen.who.is_requester() {
        return Ok(None);
    }
    Ok(accounts::find_account(tx, seen.ticket.requester.id).await?.and_then(|a| a.phone))
}

/// What the rooms know of a ticket now, as this reader may see it.
async fn states(tx: &mut Tx<'_>, seen: &Seen) -> AppResult<States> {
    Ok(States {
        ticket: tickets::around(tx, seen).await?,
        readings: tickets::readings(tx, seen).await?,
        guidance: guidance::state_of(tx, seen).await?,
    })
}

/// The queue, with the steps of running guidance.
pub async fn queue(ctx: &Staff, filter: QueueFilter) -> AppResult<Page<QueueItem>> {
    let page = tickets::list_queue(ctx, filter).await?;
    let steps = guidance::last_steps(&mut ctx.db.glance().await?, &page.items).await?;
    let step_of = |id| steps.iter().find(|(ticket, _)| *ticket == id).map(|(_, step)| *step);
    Ok(Page {
        next: page.next,
        found: page.found,
        forgiven: page.forgiven,
        items: page.items.into_iter().map(|ticket| QueueItem { step: step_of(ticket.id), ticket }).collect(),
    })
}
