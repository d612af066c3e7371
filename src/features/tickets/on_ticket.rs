//! What a room that lives on a ticket hands out, by the kinds of events it adds to a ticket's stream; and
//! what this room itself hands out.
use super::{
    Status, Ticket, TicketEvent,
    ui::{Facts, sentence_of},
};
use crate::base::{Lang, live::Event};
use leptos::prelude::*;

/// Implemented by a room's events. `desk/rooms.rs` lists them: the only file a new room on a ticket touches
/// besides the list of rooms and the table of pages.
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
            Some(TicketEvent::Assigned { to, .. }) => ticket.lead = Some(to),
            Some(TicketEvent::StatusChanged { to, .. }) => {
                ticket.status = to;
                // Put back into the queue, it is nobody's.
                ticket.lead = ticket.lead.take().filter(|_| to != Status::Open);
                ticket.resolved_at = if to == Status::Resolved {
                    Some(event.at)
                } else {
                    ticket.resolved_at.filter(|_| to == Status::Closed)
                };
            }
            Some(TicketEvent::Edited { title, priority, category, category_name }) => {
                ticket.title = title;
                ticket.priority = priority;
                ticket.category = category;
                ticket.category_name = category_name;
            }
            Some(TicketEvent::Opened { .. }) | None => {}
        }
    }

    fn sentence(lang: Lang, event: &Event) -> Option<String> {
        sentence_of(lang, event)
    }

    fn panel(ticket: Memo<Ticket>, _: Memo<()>) -> AnyView {
        view! { <Facts ticket /> }.into_any()
    }
}
