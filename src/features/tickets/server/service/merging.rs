//! Merging: one ticket goes on in another. What was said stays where it was said; the other tells it once
//! more, with who said it and when.
use super::super::{
    jobs,
    store::{self, Merge, Stretch},
    work::{Delivery, Done, Pair, Work, perform_on_both},
};
use super::{
    around::join,
    links::{check_merge, find_other, told},
};
use crate::{
    base::{
        AppResult, Conflict, Error,
        events::{Kind, Place},
        live::{Audience, Event},
    },
    features::tickets::*,
    server::{Rooms, Signed, db::Tx},
};

/// Merges a ticket into another: it is cancelled, and its number leads there from now on. Its requester reads
/// the other, and is read there, only if whoever merges says so; of one's own two one reads both anyway.
pub async fn merge(ctx: &Signed, number: i64, into: MergeInto, delivery: Delivery) -> AppResult<Done> {
    let numbers = [number, find_other(ctx, number, into.other, may_merge).await?];
    let rooms = ctx.rooms;
    let merged = perform_on_both(ctx, numbers, delivery, move |tx, pair| {
        Box::pin(async move {
            may_merge(&pair.this.ticket, pair.this.who)?;
            may_merge(&pair.other.ticket, pair.other.who)?;
            check_confidential(tx, pair).await?;
            check_merge(tx, pair.this.ticket.id, pair.other.ticket.id).await?;
            check_often(tx, pair).await?;
            let requester = pair.this.ticket.requester.clone();
            let own = requester.id == pair.other.ticket.requester.id;
            if into.with_requester && !own && pair.other.ticket.confidential {
                may_invite(pair.other.ticket.status, pair.other.who)?;
            }
            // Of one's own two one reads both; who was invited to the other was not invited to this one.
            let shared = into.with_requester || (own && !pair.other.ticket.shared);
            let joined = into.with_requester && !own && join(tx, &mut pair.other, requester.clone()).await?;
            let from = pair.this.ticket.number;
            pair.other.record(&TicketEvent::Received { from: Some(from), requester: Some(requester) })?;
            let first_seq = pair.other.next_seq();
            for Said { entry, shared: before } in said(tx, &pair.this, rooms).await? {
                pair.other.record(&copied(from, entry, shared && before))?;
            }
            let last_seq = pair.other.next_seq() - 1;
            cancel(tx, pair, Sharing { shared, joined, first_seq, last_seq }).await
        })
    });
    merged.await
}

/// What is confidential is not told to others by merging: it goes on where it is as confidential, with the
/// same department, and where no technician has come from outside of it.
async fn check_confidential(tx: &mut Tx<'_>, pair: &Pair) -> AppResult<()> {
    let (this, other) = (&pair.this.ticket, &pair.other.ticket);
    if !this.confidential {
        return Ok(());
    }
    let same = other.confidential && this.department == other.department;
    if !same || store::has_outside_staff(tx, other.id).await? {
        return Err(Error::Conflict(Conflict::MergeConfidential));
    }
    Ok(())
}

/// Merged and taken back again and again, a ticket would fill both streams.
async fn check_often(tx: &mut Tx<'_>, pair: &Pair) -> AppResult<()> {
    let merged = store::count_of_kind(tx, pair.this.ticket.id, TicketEvent::word("Merged")).await?;
    let received = store::count_of_kind(tx, pair.other.ticket.id, TicketEvent::word("Received")).await?;
    if merged >= MAX_MERGES || received >= MAX_RECEIVED {
        return Err(Error::Conflict(Conflict::MergedTooOften));
    }
    Ok(())
}

/// With whom what was said is shared, and where it stands.
struct Sharing {
    shared: bool,
    joined: bool,
    first_seq: i64,
    last_seq: i64,
}

/// The ticket is cancelled, and known to go on in the other.
async fn cancel(tx: &mut Tx<'_>, pair: &mut Pair, sharing: Sharing) -> AppResult<()> {
    let [_, into] = told(pair);
    let Pair { this, other } = pair;
    let Sharing { shared, joined, first_seq, last_seq } = sharing;
    let merge = Merge {
        ticket: this.ticket.id,
        target: other.ticket.id,
        target_number: other.ticket.number,
        by: this.by.person()?.id,
        at: this.now,
        shared,
        joined,
        first_seq,
        last_seq,
        status: this.ticket.status,
        resolved_at: this.ticket.resolved_at,
        waiting_since: this.ticket.waiting_since,
    };
    store::insert_merge(tx, &merge).await?;
    let solution = this.ticket.solution.as_deref();
    store::set_status(tx, this.ticket.id, Status::Cancelled, None, solution).await?;
    this.record(&TicketEvent::Merged { into })
}

fn copied(from: i64, entry: Event, shared: bool) -> TicketEvent {
    let (from, entry) = (Some(from), Some(entry));
    if shared { TicketEvent::Copied { from, entry } } else { TicketEvent::CopiedForStaff { from, entry } }
}

/// What was said on a ticket, and whether its requester could read it.
struct Said {
    entry: Event,
    shared: bool,
}

/// All that was said on a ticket, from how it began: what other rooms have told everybody there, and what was
/// merged into it before. What was for staff there stays so.
async fn said(tx: &mut Tx<'_>, work: &Work, rooms: Rooms) -> AppResult<Vec<Said>> {
    let own = |kind: &str| TicketEvent::KINDS.iter().any(|of| of.word == kind);
    let kinds = rooms.list.iter().flat_map(|room| room.kinds);
    // What was said and shown, and the steps; not what was only told of them: a call has a number in it.
    let said = |kind: &&Kind| kind.speaks || kind.place == Place::Run;
    let kinds = kinds.filter(|kind| kind.audience == Audience::Everyone && !own(kind.word)).filter(said);
    let mut kinds: Vec<&str> = kinds.map(|kind| kind.word).collect();
    kinds.extend([TicketEvent::word("Copied"), TicketEvent::word("CopiedForStaff")]);
    let stretch = Stretch {
        stream: work.ticket.id,
        after: 0,
        before: i64::MAX,
        staff: true,
        erased: false,
        kinds: Some(&kinds),
    };
    let said = store::list_events(tx, &stretch, false, MAX_MERGED as i64 + 1).await?;
    if said.len() > MAX_MERGED {
        return Err(Error::Conflict(Conflict::MergeTooLong));
    }
    let shown = |event: Event| match TicketEvent::from_event(&event) {
        Some(TicketEvent::Copied { entry, .. }) => Some(Said { entry: entry?, shared: true }),
        Some(TicketEvent::CopiedForStaff { entry, .. }) => Some(Said { entry: entry?, shared: false }),
        _ => Some(Said { entry: Event { act: None, ..rooms.shown(event, false) }, shared: true }),
    };
    let mut entries = vec![Said { entry: beginning(&work.ticket), shared: true }];
    entries.extend(said.into_iter().filter_map(shown));
    Ok(entries)
}

/// How a ticket began, with its description as it reads now.
fn beginning(ticket: &Ticket) -> Event {
    Event {
        seq: 1,
        kind: TicketEvent::word("Opened").into(),
        by: Some(ticket.requester.clone()),
        at: ticket.created_at,
        said_at: None,
        audience: Audience::Everyone,
        act: None,
        payload: serde_json::json!({ "title": ticket.title, "text": ticket.description }),
    }
}

/// Undoes a merging, within ten minutes, by whoever did it or an admin: the ticket is what it was, and the
/// other tells nothing of it any more. One of the two that is deleted is restored first.
pub async fn unmerge(ctx: &Signed, number: i64, delivery: Delivery) -> AppResult<Done> {
    let mut tx = ctx.db.read().await?;
    super::find_visible(ctx, &mut tx, number).await?;
    let merge = store::find_merge(&mut tx, number).await?;
    let merge = merge.ok_or(Error::Conflict(Conflict::StatusChanged))?;
    may_unmerge(&merge.made(), &ctx.actor, ctx.clock.now())?;
    let target = merge.target_number;
    match super::find_visible(ctx, &mut tx, target).await {
        Err(Error::NotFound) => return Err(Error::Conflict(Conflict::MergeOutOfReach)),
        found => found.map(drop)?,
    }
    drop(tx);
    let undone = perform_on_both(ctx, [number, target], delivery, move |tx, pair| {
        Box::pin(async move {
            let merge = store::find_merge(tx, number).await?.filter(|merge| merge.target_number == target);
            let merge = merge.ok_or(Error::Conflict(Conflict::StatusChanged))?;
            if merge.last_seq < merge.first_seq {
                return Err(Error::Conflict(Conflict::Late));
            }
            may_unmerge(&merge.made(), pair.this.by.person()?, pair.this.now)?;
            for work in [&pair.this, &pair.other] {
                if work.who == Relation::Participant {
                    return Err(Error::Forbidden);
                }
            }
            // What was taken over has gone on from there: that is undone first.
            if !store::list_targets(tx, &[merge.target]).await?.is_empty() {
                return Err(Error::Conflict(Conflict::StatusChanged));
            }
            take_back(tx, &mut pair.other, &merge, number).await?;
            restore_state(tx, &mut pair.this, &merge).await
        })
    });
    undone.await
}

async fn take_back(tx: &mut Tx<'_>, other: &mut Work, merge: &Merge, from: i64) -> AppResult<()> {
    let copies = Copies { from: Some(from), first: merge.first_seq, last: merge.last_seq };
    store::erase_copies(tx, other.ticket.id, copies).await?;
    other.record(&TicketEvent::Returned { copies })?;
    if merge.shared {
        other.record(&TicketEvent::Withdrawn { copies })?;
    }
    let requester = store::find_requester(tx, merge.ticket).await?;
    if merge.joined
        && store::has_person(tx, other.ticket.id, requester.id, Part::Participant).await?
        && !store::hand_on_joined(tx, merge, requester.id).await?
    {
        store::remove_person(tx, other.ticket.id, requester.id, Part::Participant).await?;
        other.concerns(requester.id);
        other.record(&TicketEvent::Left { who: requester, part: Part::Participant })?;
    }
    Ok(())
}

async fn restore_state(tx: &mut Tx<'_>, this: &mut Work, merge: &Merge) -> AppResult<()> {
    store::undo_merge(tx, merge).await?;
    let Merge { status, resolved_at, waiting_since, .. } = *merge;
    if let Some(at) = resolved_at.filter(|_| status == Status::Resolved) {
        jobs::close_later(tx, this.ticket.id, at).await?;
    }
    this.record(&TicketEvent::Unmerged { as_before: AsBefore { status, resolved_at, waiting_since } })
}
