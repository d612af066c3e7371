//! What a room that lives on a ticket hands out, by the kinds of events it adds to a ticket's stream; and
//! what this room itself hands out.
use super::{
    Status, Ticket, TicketEvent, resolved_at_after, solution_after,
    ui::{Facts, priority_name, status_name},
};
use crate::{
    base::{Lang, live::Event},
    words::tickets as said,
};
use leptos::prelude::*;

/// Implemented by a room's events. `desk/rooms.rs` lists them, `desk/server/service.rs` reads their states:
/// the only files a new room on a ticket touches besides the list of rooms and the table of pages.
pub trait OnTicket {
    /// What the room knows of a ticket.
    type State: Clone + PartialEq + Send + Sync + 'static;

    /// Follows an event, of whichever room, as the server did when it happened: *snapshot + events = fresh
    /// snapshot*.
    fn follow(state: &mut Self::State, ticket: &mut Ticket, event: &Event);

    /// Who did what, for the history and for the lines of the stream; none where another line says so, or the
    /// stream shows it otherwise.
    fn sentence(lang: Lang, event: &Event) -> Option<String>;

    /// Draws what the stream leaves to its room: one event, or several of one kind that follow one another.
    fn draw(_events: Memo<Vec<Event>>) -> AnyView {
        ().into_any()
    }

    /// Is it shown by this room already, as a part of something else? Asked of events of lower rooms.
    fn shows(_event: &Event) -> bool {
        false
    }

    /// What staff see beside the conversation.
    fn panel(_ticket: Memo<Ticket>, _state: Memo<Self::State>) -> AnyView {
        ().into_any()
    }
}

impl OnTicket for TicketEvent {
    type State = ();

    fn follow(_: &mut (), ticket: &mut Ticket, event: &Event) {
        match TicketEvent::from_event(event) {
            Some(TicketEvent::Assigned { to, .. }) => {
                (ticket.lead, ticket.lead_gone) = (Some(to), false);
            }
            Some(TicketEvent::StatusChanged { to, note, .. }) => {
                ticket.status = to;
                ticket.solution = solution_after(to, ticket.solution.take(), note.as_ref());
                // Put back into the queue, it is nobody's.
                ticket.lead = ticket.lead.take().filter(|_| to != Status::Open);
                ticket.lead_gone &= to != Status::Open;
                ticket.resolved_at = resolved_at_after(to, ticket.resolved_at, event.at);
            }
            Some(TicketEvent::Edited { title, priority, category, category_name }) => {
                ticket.title = title;
                ticket.priority = priority;
                ticket.category = category;
                ticket.category_name = category_name;
            }
            Some(TicketEvent::Opened { .. } | TicketEvent::HandedOver { .. }) | None => {}
        }
    }

    fn sentence(lang: Lang, event: &Event) -> Option<String> {
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
            TicketEvent::StatusChanged { from: Status::Open, to: Status::InProgress, .. } => return None,
            TicketEvent::StatusChanged { from, to, note } => with_note(moved(lang, name, from, to), note),
            TicketEvent::HandedOver { note } => with_note(lang.fill(said::DidHandOver { name }), Some(note)),
            TicketEvent::Edited { title, priority, category_name, .. } => {
                let (title, category) = (title.as_str(), category_name.as_str());
                lang.fill(said::DidEdit { name, title, priority: priority_name(lang, priority), category })
            }
        })
    }

    fn panel(ticket: Memo<Ticket>, _: Memo<()>) -> AnyView {
        view! { <Facts ticket /> }.into_any()
    }
}

fn moved(lang: Lang, name: &str, from: Status, to: Status) -> String {
    match (from, to) {
        (Status::Resolved, Status::InProgress) => lang.fill(said::DidReopen { name }),
        (_, Status::Resolved) => lang.fill(said::DidResolve { name }),
        (_, Status::Open) => lang.fill(said::DidPutBack { name }),
        (_, Status::Closed) => lang.fill(said::DidClose { name }),
        (_, Status::Cancelled) => lang.fill(said::DidCancel { name }),
        (_, to) => lang.fill(said::DidMove { name, to: status_name(lang, to) }),
    }
}

fn with_note(sentence: String, note: Option<String>) -> String {
    note.map_or(sentence.clone(), |note| [&sentence, "\n", &note].concat())
}
