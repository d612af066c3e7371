//! The removal of pictures that were sent for an instruction and then not used.
use super::store;
use crate::{
    base::AppResult,
    server::{House, jobs::Sweep},
};
use chrono::Duration;
use std::sync::Arc;

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
    loop {
        let unit = house
            .db
            .write(move |tx| Box::pin(async move { Ok(store::forget_unused(tx, before, SOME).await?) }));
        if unit.await? < SOME as u64 {
            return Ok(());
        }
    }
}
