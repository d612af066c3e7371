//! What happened in a ticket's own life, as sentences.
use super::{priority_name, status_name};
use crate::{
    base::{Lang, live::Event},
    features::tickets::{Status, TicketEvent},
    words::tickets as said,
};

/// Who did what, if it is of this room.
pub fn sentence_of(lang: Lang, event: &Event) -> Option<String> {
    let name = event.by.as_ref().map_or_else(|| lang.say(said::THE_HOUSE), |by| by.name.as_str());
    Some(match TicketEvent::from_event(event)? {
        TicketEvent::Opened { .. } => lang.fill(said::DidOpen { name }),
        TicketEvent::Assigned { to, from } if event.by.as_ref().is_some_and(|by| by.id == to.id) => {
            match &from {
                Some(from) => lang.fill(said::DidTakeOver { name, from: &from.name }),
                None => lang.fill(said::DidTake { name }),
            }
        }
        TicketEvent::Assigned { to, .. } => lang.fill(said::DidAssign { name, to: &to.name }),
        // Told by the line that says who took it.
        TicketEvent::StatusChanged { from: Status::Open, to: Status::InProgress } => return None,
        TicketEvent::StatusChanged { from: Status::Resolved, to: Status::InProgress } => {
            lang.fill(said::DidReopen { name })
        }
        TicketEvent::StatusChanged { to: Status::Resolved, .. } => lang.fill(said::DidResolve { name }),
        TicketEvent::StatusChanged { to: Status::Open, .. } => lang.fill(said::DidPutBack { name }),
        TicketEvent::StatusChanged { to: Status::Closed, .. } => lang.fill(said::DidClose { name }),
        TicketEvent::StatusChanged { to: Status::Cancelled, .. } => lang.fill(said::DidCancel { name }),
        TicketEvent::StatusChanged { to, .. } => lang.fill(said::DidMove { name, to: status_name(lang, to) }),
        TicketEvent::Edited { title, priority, category_name, .. } => {
            let (title, category) = (title.as_str(), category_name.as_str());
            lang.fill(said::DidEdit { name, title, priority: priority_name(lang, priority), category })
        }
    })
}
