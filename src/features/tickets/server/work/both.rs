//! One verb on two tickets.
use super::{By, Delivery, Done, Work, begin, repeated, settle, tell};
use crate::{
    base::{AppResult, Time},
    server::{Signed, db::Tx, limits::WRITE, tasks},
};
use futures_util::future::BoxFuture;

/// Two tickets in the hands of one verb.
pub struct Pair {
    pub this: Work,
    /// The other one that the verb is about.
    pub other: Work,
}

/// Runs a verb on two tickets at once; the delivery is of the first. Each gets an event of it.
pub async fn perform_on_both<F>(
    ctx: &Signed,
    numbers: [i64; 2],
    delivery: Delivery,
    verb: F,
) -> AppResult<Done>
where
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, &'t mut Pair) -> BoxFuture<'t, AppResult<()>> + Send + 'static,
{
    let (house, by) = (ctx.house.clone(), By::from(ctx));
    if !delivery.counted {
        ctx.limits.check(&WRITE, ctx.actor.id.to_string())?;
    }
    tasks::finish("act", async move {
        let (now, stamp) = (house.clock.now(), delivery.stamp);
        let account = by.person()?.id;
        let finished = house.db.write(move |tx| {
            Box::pin(async move {
                let mut pair = begin_both(tx, numbers, delivery, by, now).await?;
                verb(tx, &mut pair).await?;
                Ok(Pair { this: settle(tx, pair.this).await?, other: settle(tx, pair.other).await? })
            })
        });
        match finished.await {
            Ok(Pair { this, other }) => {
                tell(&house, other);
                Ok(tell(&house, this))
            }
            Err(refusal) => repeated(&house, numbers[0], stamp, Some(account)).await?.ok_or(refusal),
        }
    })
    .await
}

/// The lower number first, whichever is which: no two verbs wait for each other.
async fn begin_both(
    tx: &mut Tx<'_>,
    [this, other]: [i64; 2],
    delivery: Delivery,
    by: By,
    now: Time,
) -> AppResult<Pair> {
    if this < other {
        let this = begin(tx, this, delivery, by.clone(), now).await?;
        return Ok(Pair { this, other: begin(tx, other, Delivery::default(), by, now).await? });
    }
    let other = begin(tx, other, Delivery::default(), by.clone(), now).await?;
    Ok(Pair { this: begin(tx, this, delivery, by, now).await?, other })
}
