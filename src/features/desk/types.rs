//! The ticket page's snapshot: what the server draws and every event keeps fresh.
use crate::{
    base::live::{Author, Event},
    features::{
        departments::DepartmentId,
        desk::States,
        tickets::{Deletion, Linked, Part, Relation, Ticket, TicketEvent, TicketSummary},
    },
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A ticket as one reader may see it. *Snapshot + events = fresh snapshot.*
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketView {
    pub ticket: Ticket,
    /// Whose view this is.
    pub reader: Author,
    /// What the rooms know of it.
    pub rooms: States,
    /// The departments the reader serves.
    pub serves: Vec<DepartmentId>,
    /// The latest entries, oldest first; shared by the pieces of the page.
    pub events: Arc<Vec<Event>>,
    /// There are entries before these.
    pub has_earlier: bool,
    /// The last number this reader may see.
    pub seq: i64,
    /// For staff, and for the requester.
    pub requester_phone: Option<String>,
    /// For staff: what it has to do with tickets the reader may see. No event tells what becomes of those.
    pub links: Vec<Linked>,
    /// The ticket that goes on with this one, where it was merged.
    pub leads_to: Option<i64>,
    /// The lead's silence after which typing is free again, in seconds.
    pub lift_seconds: i64,
}

impl TicketView {
    /// What the reader is to the ticket; an assignment may change it.
    pub fn relation(&self) -> Relation {
        self.ticket.relation(self.reader.id, self.reader.role)
    }
    /// Follows one event; one that is already known changes nothing.
    pub fn apply(&mut self, event: Event) {
        if event.seq <= self.seq {
            return;
        }
        self.seq = event.seq;
        self.ticket.rev = self.ticket.rev.max(event.seq);
        self.ticket.updated_at = event.at;
        self.rooms.follow(&mut self.ticket, &event);
        let around = &self.rooms.ticket;
        self.ticket.shared = around.with(Part::Participant).next().is_some();
        self.ticket.invited = around.has(self.reader.id, Part::Participant);
        self.ticket.served = self.ticket.department.is_some_and(|treats| self.serves.contains(&treats));
        self.tell(event);
    }
    /// The event stands in the stream; what was taken over and is given back stands there no longer.
    fn tell(&mut self, event: Event) {
        let events = Arc::make_mut(&mut self.events);
        match TicketEvent::from_event(&event) {
            Some(TicketEvent::Erased { .. }) => return,
            Some(TicketEvent::Returned { copies } | TicketEvent::Withdrawn { copies }) => {
                events.retain(|event| !(copies.first..=copies.last).contains(&event.seq));
            }
            _ => {}
        }
        events.push(event);
    }
    /// Puts in front what came before the entries.
    pub fn add_earlier(&mut self, earlier: Vec<Event>) {
        self.has_earlier = earlier.first().is_some_and(|event| event.seq > 1);
        Arc::make_mut(&mut self.events).splice(0..0, earlier);
    }
}

/// A deleted ticket as admins read it, and how it came to that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeletedView {
    pub view: TicketView,
    pub deletion: Deletion,
}

/// A row of the queue with the step its guidance is at, if any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueItem {
    pub ticket: TicketSummary,
    /// The step that was released last; 0 where a session has begun and no step is out yet.
    pub step: Option<i64>,
}
