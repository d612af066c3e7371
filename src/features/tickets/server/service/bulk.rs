//! One act on several tickets. Each passes its own rules; what was refused is told with its reason.
use super::{
    super::{settings::BULK, work::Delivery},
    around::add_tag,
    assign, change_status, delete, edit, find_visible, links,
    links::check_blockers_of,
    restore, take,
};
use crate::{
    base::{AppResult, Conflict, Error, Problem},
    features::tickets::*,
    server::{Signed, Staff},
};
use futures_util::{StreamExt, stream};
use std::collections::BTreeSet;

/// So many are under way at once: their commits share one.
const AT_ONCE: usize = 8;

/// Does it to each of these tickets, at most [`MAX_BULK`]: one act of the caller, however many they are.
pub async fn bulk(ctx: &Staff, numbers: Vec<i64>, act: BulkAct) -> AppResult<BulkReport> {
    if numbers.is_empty() || numbers.len() > MAX_BULK {
        return Err(Error::field("tickets", Problem::TooLong { max: MAX_BULK }));
    }
    check(&act)?;
    ctx.limits.check(&BULK, ctx.actor.id.to_string())?;
    let caller: &Signed = ctx;
    each(numbers, |number| one(caller, number, act.clone())).await
}

/// Does something to each; what becomes of it is told in their order.
async fn each<F>(numbers: Vec<i64>, act: impl Fn(i64) -> F) -> AppResult<BulkReport>
where
    F: Future<Output = AppResult<()>>,
{
    let act = &act;
    let mut done =
        stream::iter(numbers).map(|number| async move { (number, act(number).await) }).buffered(AT_ONCE);
    let mut report = BulkReport::default();
    while let Some((number, answer)) = done.next().await {
        match answer {
            Ok(()) => report.done.push(number),
            Err(why) => report.refused.push(BulkRefusal { number, why }),
        }
    }
    Ok(report)
}

/// What is wrong with the act itself is told once, not with each ticket.
fn check(act: &BulkAct) -> AppResult<()> {
    match act {
        BulkAct::Delete { raison } => parse_reason(raison).map(drop),
        BulkAct::Tag { etiquette } => {
            parse_tag(etiquette).map(drop).map_err(|problem| Error::field("etiquette", problem))
        }
        BulkAct::Finish { statut: Status::Resolved | Status::Closed } => Ok(()),
        BulkAct::Finish { .. } => Err(Error::field("statut", Problem::Unknown)),
        _ => Ok(()),
    }
}

async fn one(ctx: &Signed, number: i64, act: BulkAct) -> AppResult<()> {
    let delivery = Delivery { counted: true, ..Default::default() };
    match act {
        BulkAct::Take => take(ctx, number, delivery).await,
        BulkAct::Assign { technicien } => assign(ctx, number, technicien, delivery).await,
        BulkAct::Move { statut } => change_status(ctx, number, statut, delivery).await,
        BulkAct::Finish { statut } => finish(ctx, number, &StatusMove::from(statut)).await,
        BulkAct::Prioritise { priorite } => {
            let priority = Some(priorite.word().to_owned());
            edit(ctx, number, EditTicketForm { priority, ..Default::default() }, delivery).await
        }
        BulkAct::Tag { etiquette } => add_tag(ctx, number, etiquette, delivery).await,
        BulkAct::Delete { raison } => delete(ctx, number, &raison, delivery).await.map(drop),
        BulkAct::Restore => restore(ctx, number, delivery).await.map(drop),
    }
}

/// Brings a ticket to its end. One that another blocks is not begun with.
async fn finish(ctx: &Signed, number: i64, end: &StatusMove) -> AppResult<()> {
    let delivery = || Delivery { counted: true, ..Default::default() };
    let mut tx = ctx.db.read().await?;
    let seen = find_visible(ctx, &mut tx, number).await?;
    check_blockers_of(ctx, &mut tx, &seen).await?;
    drop(tx);
    let status = seen.ticket.status;
    if status == Status::Open {
        take(ctx, number, delivery()).await?;
    }
    if matches!(status, Status::Open | Status::InProgress) || end.to == Status::Resolved {
        let resolved = StatusMove { to: Status::Resolved, note: end.note.clone() };
        change_status(ctx, number, resolved, delivery()).await?;
    }
    match end.to {
        Status::Closed => change_status(ctx, number, Status::Closed, delivery()).await,
        _ => Ok(()),
    }
}

/// Brings those of these that are its children to the end their parent has come to, with what was done there.
pub async fn finish_children(ctx: &Staff, number: i64, children: Vec<i64>) -> AppResult<BulkReport> {
    let mut tx = ctx.db.read().await?;
    let seen = find_visible(ctx, &mut tx, number).await?;
    let links = links(ctx, &mut tx, &seen).await?;
    drop(tx);
    if !matches!(seen.ticket.status, Status::Resolved | Status::Closed) {
        return Err(Error::Conflict(Conflict::StatusChanged));
    }
    let is_child =
        |number: &i64| links.iter().any(|link| link.kind == LinkKind::Child && link.number == *number);
    let children: BTreeSet<i64> = children.into_iter().collect();
    if children.is_empty() || children.len() > MAX_LINKS || !children.iter().all(is_child) {
        return Err(Error::field("children", Problem::Unknown));
    }
    ctx.limits.check(&BULK, ctx.actor.id.to_string())?;
    // What was done on a confidential one is not told elsewhere.
    let note = seen.ticket.solution.filter(|_| !seen.ticket.confidential);
    let end = StatusMove { to: seen.ticket.status, note };
    let caller: &Signed = ctx;
    each(children.into_iter().collect(), |child| finish(caller, child, &end)).await
}
