//! The house's clock, injected so that tests can move it.
use crate::base::Time;
use chrono::{Duration, SubsecRound, Utc};
use std::sync::{Arc, Mutex};

/// Tells the time in microseconds, as both databases keep it.
#[derive(Clone, Default)]
pub struct Clock {
    /// In tests: the moment it stands at.
    held: Option<Arc<Mutex<Time>>>,
}

impl Clock {
    /// A clock that moves only when told.
    pub fn held_at(moment: Time) -> Self {
        Clock { held: Some(Arc::new(Mutex::new(moment.trunc_subsecs(6)))) }
    }
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Time {
        match &self.held {
            Some(held) => *held.lock().unwrap_or_else(|e| e.into_inner()),
            None => Utc::now().trunc_subsecs(6),
        }
    }
    /// Moves a held clock.
    pub fn advance(&self, by: Duration) {
        if let Some(held) = &self.held {
            *held.lock().unwrap_or_else(|e| e.into_inner()) += by;
        }
    }
}
