//! The removal of pictures that were sent for an instruction and then not used.
use super::store;
use crate::{
    base::AppResult,
    features::conversation::AttachmentId,
    server::{House, jobs::Sweep},
};
use chrono::Duration;
use std::sync::Arc;
use uuid::Uuid;

/// Whoever writes an instruction may come back to it so many days later.
const KEPT_DAYS: i64 = 7;
/// So many at once.
const SOME: i64 = 100;

/// A few times a day. Their files go with the orphaned ones.
pub const UNUSED: Sweep = Sweep {
    name: "unused pictures",
    every: std::time::Duration::from_secs(6 * 3600),
    run: |house| Box::pin(forget_unused(house)),
};

async fn forget_unused(house: Arc<House>) -> AppResult<()> {
    let before = house.clock.now() - Duration::days(KEPT_DAYS);
    let mut last = Some(AttachmentId(Uuid::nil()));
    while let Some(after) = last {
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                let some = store::list_waiting(tx, before, after, SOME).await?;
                for (picture, ticket) in &some {
                    if !store::is_mentioned(tx, *ticket, *picture).await? {
                        store::forget(tx, *picture).await?;
                    }
                }
                Ok(some.last().map(|(picture, _)| *picture))
            })
        });
        last = unit.await?;
    }
    Ok(())
}
