//! Sweeps: what a clock causes, and the removal of what has ended. Each has a task of its own: none waits for
//! a job, nor for another sweep.
use super::recurring;
use crate::{
    base::AppResult,
    server::{House, Rooms, idempotency, orphaned_files, tasks},
};
use futures_util::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// What is looked after again and again. Twice at a time, by two processes, has the effect of once.
pub struct Sweep {
    pub name: &'static str,
    pub every: Duration,
    pub run: fn(Arc<House>) -> BoxFuture<'static, AppResult<()>>,
}

/// What the machine room looks after itself.
const OWN: &[Sweep] = &[recurring::SWEEP, idempotency::SWEEP, orphaned_files::SWEEP];

/// Sweeps until the house closes.
pub async fn sweep_all(house: Arc<House>, closing: CancellationToken) {
    let tasks = sweeps(&house.rooms).map(|sweep| {
        let (house, closing) = (house.clone(), closing.clone());
        tasks::spawn(sweep.name, async move {
            closing.run_until_cancelled(again_and_again(&house, sweep)).await;
        })
    });
    join_all(tasks).await;
}

/// Those of the machine room and of the rooms.
pub fn sweeps(rooms: &Rooms) -> impl Iterator<Item = &'static Sweep> + use<> {
    OWN.iter().chain(rooms.list.iter().flat_map(|room| room.sweeps))
}

async fn again_and_again(house: &Arc<House>, sweep: &Sweep) {
    let mut tick = interval(sweep.every);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        match AssertUnwindSafe((sweep.run)(house.clone())).catch_unwind().await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(sweep = sweep.name, %error, "a sweep could not be finished"),
            Err(_) => tracing::error!(sweep = sweep.name, "a sweep panicked"),
        }
    }
}
