//! Recurring jobs: enqueued when their calendar says so, never twice, and once when the house was closed at
//! the moment.
use super::{Calendar, Sweep, store};
use crate::{base::AppResult, server::House};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::{sync::Arc, time::Duration};

/// A job that comes again and again.
pub struct Recurring {
    /// The kind of job. Its payload says for which moment: `{"due": …}`.
    pub kind: &'static str,
    pub calendar: Calendar,
}

/// Every second.
pub const SWEEP: Sweep = Sweep { name: "recurring jobs", every: Duration::from_secs(1), run: ask_for_due };

/// Asks for every recurring job whose moment has come since it was last asked for; for the last moment only,
/// where there were several.
pub fn ask_for_due(house: Arc<House>) -> BoxFuture<'static, AppResult<()>> {
    Box::pin(async move {
        for recurring in house.rooms.list.iter().flat_map(|room| room.recurring) {
            ask_for(&house, recurring).await?;
        }
        Ok(())
    })
}

async fn ask_for(house: &House, recurring: &'static Recurring) -> AppResult<()> {
    let (kind, now) = (recurring.kind, house.clock.now());
    let Some(last) = store::find_last(&mut house.db.glance().await?, kind).await? else {
        let begun = house
            .db
            .write(move |tx| Box::pin(async move { Ok(store::begin_recurring(tx, kind, now).await?) }));
        return begun.await;
    };
    let Some(due) = recurring.calendar.last_between(last, now, house.config.timezone) else { return Ok(()) };
    let unit = house.db.write(move |tx| {
        Box::pin(async move {
            if store::set_last(tx, kind, last, due).await? {
                store::enqueue(tx, kind, json!({ "due": due }), now).await?;
            }
            Ok(())
        })
    });
    unit.await
}
