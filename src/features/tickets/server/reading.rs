//! What is read of one ticket: the ticket as this reader may see it, its stream, and how far people have read.
use super::store::{self, Stretch};
use crate::{
    base::{AppResult, Error, Role, Time, live::Event},
    features::tickets::*,
    server::{Ctx, db::Tx, live::Backlog},
};

/// A ticket as it is now, as the caller may see it.
pub async fn find(ctx: &Ctx, number: i64) -> AppResult<Ticket> {
    ctx.actor()?;
    find_visible(ctx, &mut ctx.db.glance().await?, number).await.map(|(ticket, _)| ticket)
}

/// One event of a stream, if this reader may see it.
pub async fn event_at(tx: &mut Tx<'_>, ticket: TicketId, seq: i64, staff: bool) -> AppResult<Option<Event>> {
    let one = Stretch { stream: ticket, after: seq - 1, before: seq + 1, staff, kinds: None };
    Ok(store::list_events(tx, &one, false, 1).await?.pop())
}

/// A ticket the caller may see, or nothing, as if it were not there.
pub async fn find_visible(ctx: &Ctx, tx: &mut Tx<'_>, number: i64) -> AppResult<(Ticket, Relation)> {
    let actor = ctx.actor()?;
    let ticket = store::find(tx, number, Some(actor.id)).await?.ok_or(Error::NotFound)?;
    match ticket.relation(actor.id, actor.role) {
        Relation::Stranger => Err(Error::NotFound),
        who => Ok((ticket, who)),
    }
}

/// What is for staff only is hidden from who is guided: from the ticket's requester, even one who is a
/// technician elsewhere or an admin. What such an admin may read besides (internal notes) is an audience of
/// its own.
pub fn sees_staff_events(who: Relation, role: Role) -> bool {
    !who.is_requester() && role.is_staff()
}

/// The latest entries of a stream below a number, oldest first, and whether there are earlier ones.
pub async fn latest_events(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    before: i64,
    staff: bool,
) -> AppResult<(Vec<Event>, bool)> {
    let earlier = Stretch { stream: ticket, after: 0, before, staff, kinds: None };
    let mut events = store::list_events(tx, &earlier, true, 100).await?;
    events.reverse();
    let has_earlier = events.len() == 100 && events.first().is_some_and(|e| e.seq > 1);
    Ok((events, has_earlier))
}

/// At most 200 events of a stream after a number, oldest first.
pub async fn backlog_of(tx: &mut Tx<'_>, ticket: TicketId, after: i64, staff: bool) -> AppResult<Vec<Event>> {
    let later = Stretch { stream: ticket, after, before: i64::MAX, staff, kinds: None };
    Ok(store::list_events(tx, &later, false, 200).await?)
}

/// At most 200 events of these kinds before a number, the latest first, whoever may see them.
pub async fn events_of_kinds(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    kinds: &[&str],
    before: i64,
) -> AppResult<Vec<Event>> {
    let stretch = Stretch { stream: ticket, after: 0, before, staff: true, kinds: Some(kinds) };
    Ok(store::list_events(tx, &stretch, true, 200).await?)
}

/// Everything the caller may see of a stream after a number: what a socket follows.
pub async fn backlog(ctx: Ctx, number: i64, after: i64) -> AppResult<Backlog> {
    let mut tx = ctx.db.read().await?;
    let (ticket, who) = find_visible(&ctx, &mut tx, number).await?;
    let is_staff = sees_staff_events(who, ctx.actor()?.role);
    let events = backlog_of(&mut tx, ticket.id, after, is_staff).await?;
    let more = events.len() == 200;
    let last = match events.last().filter(|_| more) {
        Some(event) => event.seq,
        None => store::find_revision(&mut tx, ticket.id).await?,
    };
    Ok(Backlog { events, last, more, is_staff })
}

/// How far everybody has read, of what the reader of this ticket may see.
pub async fn readings(tx: &mut Tx<'_>, ticket: &Ticket) -> AppResult<Vec<Reading>> {
    let mut readings = store::list_readings(tx, ticket.id).await?;
    readings.iter_mut().for_each(|reading| reading.seq = reading.seq.min(ticket.rev));
    Ok(readings)
}

/// Entries of a ticket that the caller has not seen, counted up to 99, as lists count them.
pub async fn unread(ctx: &Ctx, number: i64) -> AppResult<i64> {
    let reader = ctx.actor()?.id;
    let mut tx = ctx.db.read().await?;
    let (ticket, who) = find_visible(ctx, &mut tx, number).await?;
    let seen = store::list_readings(&mut tx, ticket.id)
        .await?
        .into_iter()
        .find(|r| r.account == reader)
        .map(|r| r.seq);
    match (who.is_requester(), seen) {
        (true, None) => Ok(0),
        (true, Some(seq)) => Ok(store::count_public_since(&mut tx, ticket.id, seq).await?),
        (false, seen) => Ok((ticket.rev - seen.unwrap_or(0)).min(99)),
    }
}

/// The caller has read up to a number. Tells when, unless they had before.
pub async fn mark_read(ctx: Ctx, number: i64, seq: i64) -> AppResult<Option<Time>> {
    let mut tx = ctx.db.read().await?;
    let (ticket, _) = find_visible(&ctx, &mut tx, number).await?;
    let (account, now, seq) = (ctx.actor()?.id, ctx.clock.now(), seq.min(ticket.rev));
    // What was read before and is said again costs no commit.
    if store::list_readings(&mut tx, ticket.id).await?.iter().any(|r| r.account == account && r.seq >= seq) {
        return Ok(None);
    }
    drop(tx);
    ctx.db
        .write(move |tx| {
            Box::pin(async move { Ok(store::set_reading(tx, ticket.id, account, seq, now).await?) })
        })
        .await?;
    ctx.bus.own_lists_changed(account);
    Ok(Some(now))
}
