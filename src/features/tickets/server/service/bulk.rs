//! One act on several tickets. Each passes its own rules; what was refused is told with its reason.
use super::{
    super::{settings::BULK, work::Delivery},
    around::add_tag,
    assign, change_status, delete, edit, restore, take,
};
use crate::{
    base::{AppResult, Error, Problem},
    features::tickets::*,
    server::{Signed, Staff},
};
use futures_util::{StreamExt, stream};

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
    let mut done = stream::iter(numbers)
        .map(|number| {
            let act = act.clone();
            async move { (number, one(caller, number, act).await) }
        })
        .buffered(AT_ONCE);
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
        _ => Ok(()),
    }
}

async fn one(ctx: &Signed, number: i64, act: BulkAct) -> AppResult<()> {
    let delivery = Delivery { counted: true, ..Default::default() };
    match act {
        BulkAct::Take => take(ctx, number, delivery).await,
        BulkAct::Assign { technicien } => assign(ctx, number, technicien, delivery).await,
        BulkAct::Move { statut } => change_status(ctx, number, statut, delivery).await,
        BulkAct::Prioritise { priorite } => {
            let priority = Some(priorite.word().to_owned());
            edit(ctx, number, EditTicketForm { priority, ..Default::default() }, delivery).await
        }
        BulkAct::Tag { etiquette } => add_tag(ctx, number, etiquette, delivery).await,
        BulkAct::Delete { raison } => delete(ctx, number, &raison, delivery).await.map(drop),
        BulkAct::Restore => restore(ctx, number, delivery).await.map(drop),
    }
}
