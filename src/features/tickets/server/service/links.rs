//! What a ticket has to do with others, and what it is called elsewhere. What was merged into a ticket is
//! that ticket here: its links lead from there, and what led to it leads there.
use super::super::{
    store::{self, Other},
    work::{Delivery, Done, Pair, Work, perform, perform_on_both},
};
use super::{Seen, find_visible, tell_reading};
use crate::{
    base::{Actor, AppResult, Conflict, Error, Problem},
    features::tickets::*,
    server::{Signed, db::Tx},
};
use chrono::Duration;
use std::collections::BTreeSet;
use uuid::Uuid;

/// So many tickets are looked at when it is asked whether a link would go in a circle.
const LOOKED_AT: usize = 1_000;

/// The ticket itself and all that was merged into it, and into those.
async fn family(tx: &mut Tx<'_>, ticket: TicketId) -> AppResult<Vec<TicketId>> {
    let (mut family, mut newest) = (vec![ticket], vec![ticket]);
    while !newest.is_empty() {
        newest = store::list_merged(tx, &newest).await?;
        newest.retain(|id| !family.contains(id));
        family.extend(&newest);
    }
    Ok(family)
}

/// Each of these, or what it was merged into in the end.
async fn where_they_went(
    tx: &mut Tx<'_>,
    mut links: Vec<(LinkKind, TicketId)>,
) -> AppResult<Vec<(LinkKind, TicketId)>> {
    loop {
        let ids: Vec<TicketId> = links.iter().map(|(_, id)| *id).collect();
        let targets = if ids.is_empty() { Vec::new() } else { store::list_targets(tx, &ids).await? };
        if targets.is_empty() {
            return Ok(links);
        }
        for (_, id) in &mut links {
            *id = targets.iter().find(|(ticket, _)| ticket == id).map_or(*id, |(_, target)| *target);
        }
    }
}

/// What a ticket is linked to, each once, whoever may see it.
async fn linked(tx: &mut Tx<'_>, ticket: TicketId) -> AppResult<BTreeSet<(LinkKind, Uuid)>> {
    let family = family(tx, ticket).await?;
    let links = store::list_links(tx, &family).await?;
    let links = where_they_went(tx, links).await?.into_iter().filter(|(_, other)| *other != ticket);
    Ok(links.map(|(kind, other)| (kind, other.0)).collect())
}

/// The links of a ticket that are there for its reader: by kind, then by number. For staff only.
pub async fn links(ctx: &Signed, tx: &mut Tx<'_>, seen: &Seen) -> AppResult<Vec<Linked>> {
    if !seen.sees_staff {
        return Ok(Vec::new());
    }
    let ticket = seen.ticket.id;
    let mut kinds: Vec<(LinkKind, TicketId)> =
        linked(tx, ticket).await?.into_iter().map(|(kind, id)| (kind, TicketId(id))).collect();
    let merges = store::list_merges_into(tx, ticket).await?;
    kinds.extend(merges.iter().map(|(merged, _)| (LinkKind::Merged, *merged)));
    let targets = store::list_targets(tx, &[ticket]).await?;
    kinds.extend(targets.iter().map(|(_, target)| (LinkKind::MergedInto, *target)));
    let ids: Vec<TicketId> = kinds.iter().map(|(_, id)| *id).collect();
    let others = store::list_others(tx, &ids, Some(&ctx.actor)).await?;
    let now = ctx.clock.now();
    let undo_until = |other: &Other| {
        let (_, made) = merges.iter().find(|(merged, _)| *merged == other.id)?;
        let early = may_unmerge(made, &ctx.actor, now).is_ok();
        early.then(|| made.at + Duration::minutes(UNDO_MINUTES))
    };
    let shown = |(kind, id): (LinkKind, TicketId)| {
        let other = others.iter().find(|other| other.id == id)?;
        Some(Linked {
            kind,
            number: other.number,
            title: other.title.clone(),
            status: other.status,
            undo_until: undo_until(other).filter(|_| kind == LinkKind::Merged),
        })
    };
    let mut links: Vec<Linked> = kinds.into_iter().filter_map(shown).collect();
    links.sort_by_key(|link| (link.kind, link.number));
    Ok(links)
}

/// The links of the ticket of this number, as far as the caller may know of them.
pub async fn list_links(ctx: &Signed, number: i64) -> AppResult<Vec<Linked>> {
    let mut tx = ctx.db.read().await?;
    let seen = find_visible(ctx, &mut tx, number).await?;
    let links = links(ctx, &mut tx, &seen).await?;
    drop(tx);
    tell_reading(ctx, &seen).await?;
    Ok(links)
}

/// What still blocks a ticket.
pub(super) async fn blockers(tx: &mut Tx<'_>, ticket: TicketId) -> AppResult<Vec<Other>> {
    let mut others = others_along(tx, ticket, LinkKind::BlockedBy).await?;
    others.retain(|other| may_block(other.status));
    others.sort_by_key(|other| other.number);
    Ok(others)
}

/// A ticket that another blocks is neither resolved nor closed. Whoever tries is told of those they may see.
pub(super) async fn check_blockers(tx: &mut Tx<'_>, work: &Work) -> AppResult<()> {
    let reader = work.by.person().ok().filter(|_| !work.who.reads_as_requester());
    check(tx, work.ticket.id, reader).await
}

/// The same, asked before anything is done.
pub(super) async fn check_blockers_of(ctx: &Signed, tx: &mut Tx<'_>, seen: &Seen) -> AppResult<()> {
    check(tx, seen.ticket.id, Some(&ctx.actor).filter(|_| seen.sees_staff)).await
}

async fn check(tx: &mut Tx<'_>, ticket: TicketId, reader: Option<&Actor>) -> AppResult<()> {
    let blockers = blockers(tx, ticket).await?;
    if blockers.is_empty() {
        return Ok(());
    }
    let ids: Vec<TicketId> = blockers.iter().map(|other| other.id).collect();
    let visible = match reader {
        Some(reader) => store::list_others(tx, &ids, Some(reader)).await?,
        None => Vec::new(),
    };
    let mut by: Vec<i64> = visible.iter().map(|other| other.number).collect();
    by.sort_unstable();
    Err(Error::Blocked { by })
}

/// The number of the ticket that goes on with this one, where it was merged and the caller may see that one.
pub async fn leads_to(ctx: &Signed, tx: &mut Tx<'_>, seen: &Seen) -> AppResult<Option<i64>> {
    if seen.ticket.status != Status::Cancelled {
        return Ok(None);
    }
    let mut last = None;
    let mut number = seen.ticket.number;
    while let Some(merge) = store::find_merge(tx, number).await? {
        number = merge.target_number;
        match find_visible(ctx, tx, number).await {
            Ok(_) => last = Some(number),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(last)
}

/// A ticket that the caller may see, or one that was merged and whose conversation they read where it went.
pub async fn find_readable(ctx: &Signed, tx: &mut Tx<'_>, number: i64) -> AppResult<Seen> {
    let (mut at, mut shared) = (number, true);
    let mut found = find_visible(ctx, tx, number).await;
    while let Err(Error::NotFound) = found {
        let Some(merge) = store::find_merge(tx, at).await? else { break };
        at = merge.target_number;
        // What was kept for staff on one way is kept for them on all that follow.
        shared &= merge.shared;
        found = match find_visible(ctx, tx, at).await {
            Ok(seen) if !shared && !seen.sees_staff => Err(Error::NotFound),
            found => found,
        };
    }
    found
}

/// The ticket in which the one of this number goes on in the end, whoever may see it: itself where it was not
/// merged.
async fn last_target(tx: &mut Tx<'_>, mut number: i64) -> AppResult<i64> {
    while let Some(merge) = store::find_merge(tx, number).await? {
        number = merge.target_number;
    }
    Ok(number)
}

/// Does the ticket of this number go on in another?
pub async fn is_merged(tx: &mut Tx<'_>, number: i64) -> AppResult<bool> {
    Ok(store::find_merge(tx, number).await?.is_some())
}

/// Links a ticket to another.
pub async fn link(
    ctx: &Signed,
    number: i64,
    kind: LinkKind,
    other: i64,
    delivery: Delivery,
) -> AppResult<Done> {
    let numbers = [number, find_other(ctx, number, other, |t, who| may_link(t.status, who)).await?];
    if !LinkKind::CHOSEN.contains(&kind) {
        return Err(Error::field("kind", Problem::Unknown));
    }
    let linked = perform_on_both(ctx, numbers, delivery, move |tx, pair| {
        Box::pin(async move {
            check_link(tx, pair, kind).await?;
            let (this, other) = (pair.this.ticket.id, pair.other.ticket.id);
            if store::add_link(tx, this, kind, other, pair.this.now).await? == 0 {
                return Err(Error::Conflict(Conflict::AlreadyLinked));
            }
            store::add_link(tx, other, kind.inverse(), this, pair.this.now).await?;
            let [this, other] = told(pair);
            pair.this.record(&TicketEvent::Linked { link: kind, other })?;
            pair.other.record(&TicketEvent::Linked { link: kind.inverse(), other: this })
        })
    });
    linked.await
}

/// The other ticket, by its number or that of one that was merged into it; the caller may do this with the
/// first, and may see the other.
pub(super) async fn find_other(
    ctx: &Signed,
    number: i64,
    other: i64,
    may: impl Fn(&Ticket, Relation) -> AppResult<()>,
) -> AppResult<i64> {
    let mut tx = ctx.db.read().await?;
    let seen = find_visible(ctx, &mut tx, number).await?;
    may(&seen.ticket, seen.who)?;
    let unknown = || Error::field("other", Problem::Unknown);
    let last = last_target(&mut tx, other).await?;
    for at in [other, last] {
        match find_visible(ctx, &mut tx, at).await {
            Err(Error::NotFound) => return Err(unknown()),
            found => found.map(drop)?,
        }
    }
    if last == number { Err(unknown()) } else { Ok(last) }
}

/// The numbers of the two, each as the history of the other tells it: of a confidential one it tells none.
pub(super) fn told(pair: &Pair) -> [Option<i64>; 2] {
    [&pair.this, &pair.other].map(|work| (!work.ticket.confidential).then_some(work.ticket.number))
}

async fn check_link(tx: &mut Tx<'_>, pair: &Pair, kind: LinkKind) -> AppResult<()> {
    may_link(pair.this.ticket.status, pair.this.who)?;
    if pair.other.who.reads_as_requester() {
        return Err(Error::Forbidden);
    }
    let (this, other) = (pair.this.ticket.id, pair.other.ticket.id);
    for ticket in [this, other] {
        if store::count_links(tx, ticket).await? >= MAX_LINKS as i64 {
            return Err(Error::Conflict(Conflict::TooManyLinks));
        }
    }
    if linked(tx, this).await?.contains(&(kind, other.0)) {
        return Err(Error::Conflict(Conflict::AlreadyLinked));
    }
    let up = if kind.leads_up() { kind } else { kind.inverse() };
    if !up.leads_up() {
        return Ok(());
    }
    store::hold_links(tx).await?;
    let (lower, upper) = if up == kind { (this, other) } else { (other, this) };
    if up == LinkKind::Parent && !above(tx, lower.0, up).await?.is_empty() {
        return Err(Error::Conflict(Conflict::HasParent));
    }
    if leads(tx, upper, up, lower).await? { Err(Error::Conflict(Conflict::LinkCircle)) } else { Ok(()) }
}

/// A ticket whose links follow into another makes no circle there and gives it no second parent.
pub(super) async fn check_merge(tx: &mut Tx<'_>, this: TicketId, other: TicketId) -> AppResult<()> {
    store::hold_links(tx).await?;
    if family(tx, other).await?.len() + family(tx, this).await?.len() > MAX_LINKS {
        return Err(Error::Conflict(Conflict::TooManyLinks));
    }
    for up in [LinkKind::BlockedBy, LinkKind::Parent] {
        let [ours, theirs] = [above(tx, this.0, up).await?, above(tx, other.0, up).await?];
        let parents = ours.iter().chain(&theirs).filter(|id| ![this.0, other.0].contains(id));
        if up == LinkKind::Parent && parents.collect::<BTreeSet<_>>().len() > 1 {
            return Err(Error::Conflict(Conflict::HasParent));
        }
        if comes_back(tx, up, ours, other).await? || comes_back(tx, up, theirs, this).await? {
            return Err(Error::Conflict(Conflict::LinkCircle));
        }
    }
    Ok(())
}

/// Does one come from what stands above one ticket to another? A link between the two themselves is none once
/// they are one.
async fn comes_back(tx: &mut Tx<'_>, up: LinkKind, above: Vec<Uuid>, to: TicketId) -> AppResult<bool> {
    for next in above.into_iter().filter(|next| *next != to.0) {
        if leads(tx, TicketId(next), up, to).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where links of this kind lead from a ticket: to what is there, for whomever.
async fn others_along(tx: &mut Tx<'_>, ticket: TicketId, along: LinkKind) -> AppResult<Vec<Other>> {
    let links = linked(tx, ticket).await?.into_iter().filter(|(kind, _)| *kind == along);
    let ids: Vec<TicketId> = links.map(|(_, id)| TicketId(id)).collect();
    Ok(store::list_others(tx, &ids, None).await?)
}

async fn above(tx: &mut Tx<'_>, ticket: Uuid, along: LinkKind) -> AppResult<Vec<Uuid>> {
    let others = others_along(tx, TicketId(ticket), along).await?;
    Ok(others.into_iter().map(|other| other.id.0).collect())
}

/// Does one come from a ticket along links of a kind to another? Where there are too many to tell, they do.
async fn leads(tx: &mut Tx<'_>, from: TicketId, along: LinkKind, to: TicketId) -> AppResult<bool> {
    let (mut known, mut next) = (BTreeSet::from([from.0]), vec![from.0]);
    while let Some(id) = next.pop() {
        if id == to.0 || known.len() > LOOKED_AT {
            return Ok(true);
        }
        next.extend(above(tx, id, along).await?.into_iter().filter(|other| known.insert(*other)));
    }
    Ok(false)
}

/// Takes a link away, also one that came along with what was merged; that is gone for good then, also where
/// the merging is undone.
pub async fn unlink(
    ctx: &Signed,
    number: i64,
    kind: LinkKind,
    other: i64,
    delivery: Delivery,
) -> AppResult<Done> {
    let numbers = [number, find_other(ctx, number, other, |t, who| may_link(t.status, who)).await?];
    let unlinked = perform_on_both(ctx, numbers, delivery, move |tx, pair| {
        Box::pin(async move {
            may_link(pair.this.ticket.status, pair.this.who)?;
            let ours = family(tx, pair.this.ticket.id).await?;
            let theirs = family(tx, pair.other.ticket.id).await?;
            if store::remove_links(tx, &ours, kind, &theirs).await? == 0 {
                return Err(Error::field("other", Problem::Unknown));
            }
            store::remove_links(tx, &theirs, kind.inverse(), &ours).await?;
            let [this, other] = told(pair);
            pair.this.record(&TicketEvent::Unlinked { link: kind, other })?;
            pair.other.record(&TicketEvent::Unlinked { link: kind.inverse(), other: this })
        })
    });
    unlinked.await
}

/// A ticket is called something in another system.
pub async fn refer(ctx: &Signed, number: i64, form: ReferenceForm, delivery: Delivery) -> AppResult<Done> {
    let form = form.parse()?;
    let referred = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_link(work.ticket.status, work.who)?;
            let known = store::list_references(tx, work.ticket.id).await?;
            if known.iter().any(|known| (&known.system, &known.number) == (&form.system, &form.number)) {
                return Err(Error::field("number", Problem::Taken));
            }
            if known.len() >= MAX_REFERENCES {
                return Err(Error::Conflict(Conflict::TooManyReferences));
            }
            let reference = Reference { id: work.id, ..form };
            store::add_reference(tx, work.ticket.id, &reference, work.now).await?;
            work.record(&TicketEvent::Referred { reference })
        })
    });
    referred.await
}

/// It is called so no longer.
pub async fn unrefer(ctx: &Signed, number: i64, id: Uuid, delivery: Delivery) -> AppResult<Done> {
    let unreferred = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_link(work.ticket.status, work.who)?;
            let known = store::list_references(tx, work.ticket.id).await?;
            let reference = known.into_iter().find(|known| known.id == id);
            let reference = reference.ok_or(Error::field("id", Problem::Unknown))?;
            store::remove_reference(tx, work.ticket.id, id).await?;
            work.record(&TicketEvent::Unreferred { reference })
        })
    });
    unreferred.await
}

/// The same as the caller sees it now.
pub async fn list_references(ctx: &Signed, number: i64) -> AppResult<Vec<Reference>> {
    let mut tx = ctx.db.read().await?;
    let seen = find_visible(ctx, &mut tx, number).await?;
    if !seen.sees_staff {
        return Err(Error::Forbidden);
    }
    let references = store::list_references(&mut tx, seen.ticket.id).await?;
    drop(tx);
    tell_reading(ctx, &seen).await?;
    Ok(references)
}
