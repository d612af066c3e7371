//! What is read of one ticket: the ticket as this reader may see it, its stream, and how far people have
//! read.
use super::super::{
    store::{self, Stretch},
    work::{Delivery, perform},
};
use super::{around::unless_as_it_was, hidden_numbers::hide_numbers};
use crate::{
    base::{AccountId, Actor, AppResult, Conflict, Error, Time, live::Event},
    features::tickets::*,
    server::{
        Admin, Rooms, Signed,
        db::Tx,
        live::{Backlog, HasRead},
    },
};
use chrono::Duration;

/// So many events of a stream are read at once.
const AT_ONCE: i64 = 200;

/// A ticket as somebody sees it. Everything that is read of it further takes this.
pub struct Seen {
    pub ticket: Ticket,
    pub who: Relation,
    /// Does this person see what is for staff only? It is hidden from who is guided: from the ticket's
    /// requester, even one who is a technician elsewhere or an admin. What such an admin may read besides
    /// (internal notes) is an audience of its own.
    pub sees_staff: bool,
    reader: Actor,
    rooms: Rooms,
}

impl Seen {
    /// Events of it, as they are shown to this person.
    async fn list(
        &self,
        tx: &mut Tx<'_>,
        stretch: Stretch<'_>,
        newest_first: bool,
        limit: i64,
    ) -> AppResult<Vec<Event>> {
        let mut events = store::list_events(tx, &stretch, newest_first, limit).await?;
        hide_numbers(tx, &self.reader, self.rooms, &mut events).await?;
        Ok(events.into_iter().map(|event| self.rooms.shown(event, self.sees_staff)).collect())
    }
    fn stretch(&self, after: i64, before: i64) -> Stretch<'static> {
        Stretch { stream: self.ticket.id, after, before, staff: self.sees_staff, erased: true, kinds: None }
    }
}

/// A ticket the caller may see, or nothing, as if it were not there.
pub async fn find_visible(ctx: &Signed, tx: &mut Tx<'_>, number: i64) -> AppResult<Seen> {
    let actor = &ctx.actor;
    let ticket = store::find(tx, number, actor, false).await?.ok_or(Error::NotFound)?;
    match ticket.relation(actor.id, actor.role) {
        Relation::Stranger => Err(Error::NotFound),
        who => {
            let sees_staff = !who.reads_as_requester();
            Ok(Seen { ticket, who, sees_staff, reader: actor.clone(), rooms: ctx.rooms })
        }
    }
}

/// A deleted ticket: for admins; of their own without what is hidden from who asked.
pub async fn find_deleted_visible(ctx: &Admin, tx: &mut Tx<'_>, number: i64) -> AppResult<Seen> {
    let ticket = store::find(tx, number, &ctx.actor, true).await?.ok_or(Error::NotFound)?;
    let sees_staff = !ticket.relation(ctx.actor.id, ctx.actor.role).reads_as_requester();
    Ok(Seen { ticket, who: Relation::Admin, sees_staff, reader: ctx.actor.clone(), rooms: ctx.rooms })
}

/// A ticket as it is now, as the caller may see it.
pub async fn find(ctx: &Signed, number: i64) -> AppResult<Ticket> {
    let seen = find_visible(ctx, &mut ctx.db.glance().await?, number).await?;
    if !tell_reading(ctx, &seen).await? {
        return Ok(seen.ticket);
    }
    // With the number of what was just told.
    find_visible(ctx, &mut ctx.db.glance().await?, number).await.map(|seen| seen.ticket)
}

/// A ticket that the caller has just written down for somebody else, as they did: of one that is confidential
/// they see no more once anything has happened to it.
pub async fn find_written_down(ctx: &Signed, number: i64) -> AppResult<Ticket> {
    let ticket = store::find(&mut ctx.db.glance().await?, number, &ctx.actor, false).await?;
    let own =
        |ticket: &Ticket| ticket.rev == 1 && ticket.taken_by.as_ref().is_some_and(|by| by.id == ctx.actor.id);
    ticket.filter(own).ok_or(Error::NotFound)
}

/// That an admin reads a confidential ticket is told on it, once a day. Was it told now?
pub async fn tell_reading(ctx: &Signed, seen: &Seen) -> AppResult<bool> {
    if !seen.ticket.confidential || seen.who != Relation::Admin {
        return Ok(false);
    }
    let (id, admin) = (seen.ticket.id, ctx.actor.id);
    let since = ctx.clock.now() - Duration::days(1);
    if store::was_read_by(&mut ctx.db.glance().await?, id, admin, since).await? {
        return Ok(false);
    }
    let told = perform(ctx, seen.ticket.number, Delivery::default(), move |tx, work| {
        Box::pin(async move {
            if store::was_read_by(tx, id, admin, since).await? {
                return Err(Error::Conflict(Conflict::AsItWas));
            }
            work.record(&TicketEvent::ReadByAdmin {})
        })
    });
    let told = told.await;
    let now = told.is_ok();
    unless_as_it_was(told).map(|()| now)
}

/// One event of a stream.
pub async fn event_at(tx: &mut Tx<'_>, seen: &Seen, seq: i64) -> AppResult<Option<Event>> {
    Ok(seen.list(tx, seen.stretch(seq - 1, seq + 1), false, 1).await?.pop())
}

/// The latest entries of a stream below a number, oldest first, and whether there are earlier ones.
pub async fn latest_events(tx: &mut Tx<'_>, seen: &Seen, before: i64) -> AppResult<(Vec<Event>, bool)> {
    let stretch = Stretch { erased: false, ..seen.stretch(0, before) };
    let mut events = seen.list(tx, stretch, true, 100).await?;
    events.reverse();
    let has_earlier = events.len() == 100 && events.first().is_some_and(|e| e.seq > 1);
    Ok((events, has_earlier))
}

/// At most 200 events of a stream after a number, oldest first.
pub async fn backlog_of(tx: &mut Tx<'_>, seen: &Seen, after: i64) -> AppResult<Vec<Event>> {
    seen.list(tx, seen.stretch(after, i64::MAX), false, AT_ONCE).await
}

/// At most 200 events of these kinds before a number, the latest first.
pub async fn events_of_kinds(
    tx: &mut Tx<'_>,
    seen: &Seen,
    kinds: &[&str],
    before: i64,
) -> AppResult<Vec<Event>> {
    let stretch = Stretch { kinds: Some(kinds), ..seen.stretch(0, before) };
    seen.list(tx, stretch, true, AT_ONCE).await
}

/// Everything the caller may see of a stream after a number: what a socket follows.
pub async fn backlog(ctx: &Signed, number: i64, after: i64) -> AppResult<Backlog> {
    let mut tx = ctx.db.read().await?;
    let seen = find_visible(ctx, &mut tx, number).await?;
    let events = backlog_of(&mut tx, &seen, after).await?;
    let more = events.len() as i64 == AT_ONCE;
    let last = match events.last().filter(|_| more) {
        Some(event) => event.seq,
        None => store::find_revision(&mut tx, seen.ticket.id).await?,
    };
    drop(tx);
    tell_reading(ctx, &seen).await?;
    Ok(Backlog { events, last, more, head: seen.ticket.rev, sees_staff: seen.sees_staff })
}

/// How far everybody has read, of what the reader of this ticket may see.
pub async fn readings(tx: &mut Tx<'_>, Seen { ticket, sees_staff, .. }: &Seen) -> AppResult<Vec<Reading>> {
    Ok(store::list_readings(tx, ticket.id, *sees_staff).await?)
}

/// How far others have read, of what the caller may see.
pub async fn others_readings(ctx: &Signed, number: i64) -> AppResult<Vec<HasRead>> {
    let mut tx = ctx.db.read().await?;
    let Seen { ticket, sees_staff, .. } = find_visible(ctx, &mut tx, number).await?;
    Ok(store::list_others_readings(&mut tx, ticket.id, ctx.actor.id, sees_staff).await?)
}

/// Who is in charge of a ticket the caller may see.
pub async fn in_charge(ctx: &Signed, number: i64) -> AppResult<Option<AccountId>> {
    Ok(find(ctx, number).await?.lead.map(|lead| lead.id))
}

/// Whoever could not send a message now, and guides nobody either, does not type: nobody is told that they
/// do.
pub async fn may_type(ctx: &Signed, number: i64) -> AppResult<()> {
    let Seen { ticket, who, .. } = find_visible(ctx, &mut ctx.db.read().await?, number).await?;
    may_write(&ticket, who).or_else(|refused| may_prepare(ticket.status, who).map_err(|_| refused))
}

/// The caller has read up to a number. Tells when, unless they had before.
pub async fn mark_read(ctx: &Signed, number: i64, seq: i64) -> AppResult<Option<Time>> {
    let mut tx = ctx.db.read().await?;
    let Seen { ticket, .. } = find_visible(ctx, &mut tx, number).await?;
    let (account, now) = (ctx.actor.id, ctx.clock.now());
    let seq = seq.min(ticket.rev);
    // What was read before and is said again costs no commit.
    if store::list_readings(&mut tx, ticket.id, true)
        .await?
        .iter()
        .any(|r| r.account == account && r.seq >= seq)
    {
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
