//! The removal of files that nobody knows: their act failed, or what they belonged to is gone.
use super::{House, db::Tx, jobs::Sweep};
use crate::base::AppResult;
use chrono::Duration;
use futures_util::{StreamExt, future::BoxFuture};
use std::{collections::BTreeSet, sync::Arc, time::Duration as Span};
use uuid::Uuid;

/// So many files are asked about at once.
const GROUP: usize = 500;
/// A file is kept before the row that knows it: so many hours later that row is there, or never will be.
const AGE_HOURS: i64 = 24;

/// Which of these files are in use, as a room that keeps some knows.
pub type InUse = for<'t, 'c> fn(&'t mut Tx<'c>, &'t [Uuid]) -> BoxFuture<'t, AppResult<Vec<Uuid>>>;

/// A few times a day.
pub const SWEEP: Sweep =
    Sweep { name: "orphaned files", every: Span::from_secs(6 * 3600), run: |house| Box::pin(sweep(house)) };

async fn sweep(house: Arc<House>) -> AppResult<()> {
    let mut removed = 0;
    let mut groups =
        house.files.kept_before(house.clock.now() - Duration::hours(AGE_HOURS)).chunks(GROUP).boxed();
    while let Some(group) = groups.next().await {
        let group = group.into_iter().collect::<AppResult<BTreeSet<Uuid>>>()?;
        for orphan in orphans(&house, group).await? {
            house.files.discard(orphan).await;
            removed += 1;
        }
    }
    if removed > 0 {
        tracing::info!(removed, "files that nobody knows were removed");
    }
    Ok(())
}

async fn orphans(house: &House, mut files: BTreeSet<Uuid>) -> AppResult<BTreeSet<Uuid>> {
    let asked: Vec<Uuid> = files.iter().copied().collect();
    for in_use in house.rooms.list.iter().filter_map(|room| room.files) {
        for known in in_use(&mut house.db.glance().await?, &asked).await? {
            files.remove(&known);
        }
    }
    Ok(files)
}
