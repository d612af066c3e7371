//! One verb on two tickets.
use super::{Acting, By, Delivery, Done, Work, begin, check_pace, repeated, settle, tell};
use crate::{
    base::AppResult,
    server::{Signed, db::Tx, tasks},
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
    check_pace(ctx, &delivery)?;
    let (house, account) = (ctx.house.clone(), ctx.actor.id);
    let acting = Acting::now(&house, By::from(ctx));
    tasks::finish("act", async move {
        let stamp = delivery.stamp;
        let finished = house.db.write(move |tx| {
            Box::pin(async move {
                let mut pair = begin_both(tx, numbers, delivery, acting).await?;
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
    acting: Acting,
) -> AppResult<Pair> {
    if this < other {
        let this = begin(tx, this, delivery, acting.clone()).await?;
        return Ok(Pair { this, other: begin(tx, other, Delivery::default(), acting).await? });
    }
    let other = begin(tx, other, Delivery::default(), acting.clone()).await?;
    Ok(Pair { this: begin(tx, this, delivery, acting).await?, other })
}
