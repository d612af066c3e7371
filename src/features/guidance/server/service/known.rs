//! What the state machine knew of a ticket after the last act: guided step follows guided step, and the state
//! need not be read again while nothing else has happened on the ticket.
use crate::features::{
    guidance::Guidance,
    tickets::{TicketId, server::Work},
};
use moka::sync::Cache;
use std::sync::Arc;

/// Of so many tickets; those that rest longest are forgotten.
const TICKETS: u64 = 2_000;

/// The states, each with the number of the last event it knows. One that knows another number than the ticket
/// had before the act is not the present one, whoever has written meanwhile.
pub(super) struct Known(Cache<TicketId, (i64, Arc<Guidance>)>);

impl Default for Known {
    fn default() -> Self {
        Known(Cache::new(TICKETS))
    }
}

impl Known {
    /// The state before this act, if it is known.
    pub(super) fn before(&self, work: &Work) -> Option<Guidance> {
        let (last, state) = self.0.get(&work.ticket.id)?;
        (last == work.ticket.rev - 1).then(|| Guidance::clone(&state))
    }
    /// The state after it, once it is on disk.
    pub(super) fn keep(&self, work: &mut Work, state: Guidance) {
        let (known, ticket) = (self.0.clone(), work.ticket.id);
        work.when_committed(move |last| known.insert(ticket, (last, Arc::new(state))));
    }
}
