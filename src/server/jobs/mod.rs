//! What must happen later or may fail: enqueued in the same unit of work as its cause, at least once, twice
//! has the effect of once. Several run at once, each within the time of its kind; one that hangs or fails
//! delays no other.
pub mod calendar;
mod recurring;
mod store;
mod sweeps;
mod worker;

use super::House;
use crate::base::AppResult;
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::{sync::Arc, time::Duration};

pub use calendar::Calendar;
pub use recurring::{Recurring, ask_for_due};
pub use store::{Dead, count_dead, count_due, enqueue, forget_due, list_dead, revive};
pub use sweeps::{Sweep, sweep_all, sweeps};
pub use worker::{run_due, work};

/// A kind of job and what does it.
pub struct Job {
    pub kind: &'static str,
    /// After so long it is given up and tried again later.
    pub limit: Duration,
    pub run: fn(Arc<House>, Value) -> BoxFuture<'static, AppResult<()>>,
}
