//! What the clock causes: typing is free again.
use super::{
    service::{lift_seconds, record_all},
    store,
};
use crate::{
    base::{AppResult, Conflict, Error},
    features::{
        guidance::{self, GuidanceEvent},
        tickets::server::{self as tickets, Work},
    },
    server::{House, db::Tx, jobs::Sweep},
};
use chrono::Duration;
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Every second.
pub const LIFT: Sweep =
    Sweep { name: "automatic lift", every: std::time::Duration::from_secs(1), run: lift_where_silent };

/// Where it is the lead's turn and the lead has been silent for the set delay, typing is free again.
pub fn lift_where_silent(house: Arc<House>) -> BoxFuture<'static, AppResult<()>> {
    Box::pin(async move {
        let delay = Duration::seconds(lift_seconds(&house.config));
        let quiet = store::list_quiet(&mut house.db.glance().await?, house.clock.now() - delay).await?;
        for number in quiet {
            let lifted = tickets::service::perform_as_house(&house, number, move |tx, work| {
                Box::pin(lift(tx, work, delay))
            })
            .await;
            if let Err(error) = lifted {
                tracing::debug!(number, %error, "not lifted: something happened first");
            }
        }
        Ok(())
    })
}

async fn lift(tx: &mut Tx<'_>, work: &mut Work, delay: Duration) -> AppResult<()> {
    let mut state = store::find(tx, work.ticket.id).await?.unwrap_or_default();
    if !guidance::is_lift_due(&state, work.now, delay) {
        return Err(Error::Conflict(Conflict::NotSilent));
    }
    record_all(tx, work, &mut state, vec![GuidanceEvent::Lifted { by_itself: true }]).await
}
