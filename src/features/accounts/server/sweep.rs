//! What has ended is kept for a while and then forgotten: sessions and personal access tokens.
use super::store;
use crate::{
    base::AppResult,
    features::accounts::EXPIRED_TOKEN_DAYS,
    server::{House, jobs::Sweep},
};
use chrono::Duration;
use std::sync::Arc;

/// An ended session is good for nothing; a day, for whoever looks into the database after an incident.
const KEPT_DAYS: i64 = 1;

/// Every hour.
pub const ENDED: Sweep = Sweep {
    name: "ended sessions and tokens",
    every: std::time::Duration::from_secs(3600),
    run: |house| Box::pin(forget_ended(house)),
};

async fn forget_ended(house: Arc<House>) -> AppResult<()> {
    let (sessions, tokens) = (
        house.clock.now() - Duration::days(KEPT_DAYS),
        house.clock.now() - Duration::days(EXPIRED_TOKEN_DAYS),
    );
    loop {
        let some = house.db.write(move |tx| {
            Box::pin(async move {
                Ok(store::forget_sessions(tx, sessions).await? + store::forget_tokens(tx, tokens).await?)
            })
        });
        if some.await? == 0 {
            return Ok(());
        }
    }
}
