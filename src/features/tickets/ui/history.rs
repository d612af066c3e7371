//! What happened in a ticket's own life, as sentences.
use super::{priority_name, status_name};
use crate::{
    base::{Lang, live::Event},
    features::tickets::{Status, TicketEvent},
    words::tickets as said,
};

/// Who did what, if it is of this room.
pub fn sentence_of(lang: Lang, event: &Event) -> Option<String> {
    let who = event.by.as_ref().map_or_else(|| lang.say(said::THE_HOUSE), |by| by.name.as_str());
    Some(match TicketEvent::from_event(event)? {
        TicketEvent::Opened { .. } => lang.fill(said::DID_OPEN, &[("name", who)]),
        TicketEvent::Assigned { to, .. } if event.by.as_ref().is_some_and(|by| by.id == to.id) => {
            lang.fill(said::DID_TAKE, &[("name", who)])
        }
        TicketEvent::Assigned { to, .. } => lang.fill(said::DID_ASSIGN, &[("name", who), ("to", &to.name)]),
        // Told by the line that says who took it.
        TicketEvent::StatusChanged { from: Status::Open, to: Status::InProgress } => return None,
        TicketEvent::StatusChanged { from: Status::Resolved, to: Status::InProgress } => {
            lang.fill(said::DID_REOPEN, &[("name", who)])
        }
        TicketEvent::StatusChanged { to: Status::Resolved, .. } => {
            lang.fill(said::DID_RESOLVE, &[("name", who)])
        }
        TicketEvent::StatusChanged { to: Status::Closed, .. } => lang.fill(said::DID_CLOSE, &[("name", who)]),
        TicketEvent::StatusChanged { to: Status::Cancelled, .. } => {
            lang.fill(said::DID_CANCEL, &[("name", who)])
        }
        TicketEvent::StatusChanged { to, .. } => {
            lang.fill(said::DID_MOVE, &[("name", who), ("to", status_name(lang, to))])
        }
        TicketEvent::Edited { title, priority, category_name, .. } => {
            let holes = [
                ("name", who),
                ("title", title.as_str()),
                ("priority", priority_name(lang, priority)),
                ("category", category_name.as_str()),
            ];
            lang.fill(said::DID_EDIT, &holes)
        }
    })
}
