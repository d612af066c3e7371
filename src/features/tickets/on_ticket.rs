//! What a room that lives on a ticket hands out, by the kinds of events it adds to a ticket's stream; and
//! what this room itself hands out.
mod sentences;

use super::{
    Around, AsBefore, OtherFields, Part, Status, Ticket, TicketEvent, TreatedBy, may_wait, resolved_at_after,
    solution_after, ui::Facts,
};
use crate::base::{Lang, live::Event};
use leptos::prelude::*;
use sentences::sentence;

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
    type State = Around;

    fn follow(around: &mut Around, ticket: &mut Ticket, event: &Event) {
        match TicketEvent::from_event(event) {
            Some(TicketEvent::Assigned { to, .. }) => {
                (ticket.lead, ticket.lead_gone) = (Some(to), false);
            }
            Some(TicketEvent::StatusChanged { to, note, .. }) => follow_status(ticket, to, note, event),
            Some(TicketEvent::Edited { title, priority, category, category_name, other, .. }) => {
                (ticket.title, ticket.priority) = (title, priority);
                (ticket.category, ticket.category_name) = (category, category_name);
                follow_other_fields(ticket, other);
            }
            Some(TicketEvent::Waits { waits }) => ticket.waiting_since = waits.then_some(event.at),
            Some(TicketEvent::Confidential { confidential }) => ticket.confidential = confidential,
            Some(TicketEvent::Joined { who, part }) => around.add(who, part),
            Some(TicketEvent::Left { who, part }) => around.remove(who.id, part),
            Some(TicketEvent::Watched { who, watches: true }) => around.add(who, Part::Watcher),
            Some(TicketEvent::Watched { who, watches: false }) => around.remove(who.id, Part::Watcher),
            Some(TicketEvent::Tagged { added, removed }) => {
                around.tags.retain(|tag| !removed.contains(tag));
                around.tags.extend(added);
                around.sort();
            }
            Some(TicketEvent::Deleted { .. }) => ticket.deleted_at = Some(event.at),
            Some(TicketEvent::Restored {}) => ticket.deleted_at = None,
            Some(other) => follow_rest(around, ticket, other, event),
            None => {}
        }
    }

    fn sentence(lang: Lang, event: &Event) -> Option<String> {
        sentence(lang, event)
    }

    fn panel(ticket: Memo<Ticket>, _: Memo<Around>) -> AnyView {
        view! { <Facts ticket /> }.into_any()
    }
}

/// Put back into the queue, it is nobody's; resolved or over, it waits for nobody.
fn follow_status(ticket: &mut Ticket, to: Status, note: Option<String>, event: &Event) {
    ticket.status = to;
    ticket.solution = solution_after(to, ticket.solution.take(), note.as_ref());
    ticket.lead = ticket.lead.take().filter(|_| to != Status::Open);
    ticket.lead_gone &= to != Status::Open;
    ticket.resolved_at = resolved_at_after(to, ticket.resolved_at, event.at);
    ticket.waiting_since = ticket.waiting_since.filter(|_| may_wait(to));
}

/// What it is called elsewhere, and that it was merged. Links are of two tickets: they are asked for.
fn follow_rest(around: &mut Around, ticket: &mut Ticket, told: TicketEvent, event: &Event) {
    match told {
        TicketEvent::Referred { reference } => around.references.push(reference),
        TicketEvent::Unreferred { reference } => {
            around.references.retain(|known| known.id != reference.id);
        }
        TicketEvent::Merged { .. } => follow_status(ticket, Status::Cancelled, None, event),
        TicketEvent::Unmerged { as_before: AsBefore { status, resolved_at, waiting_since } } => {
            (ticket.status, ticket.resolved_at) = (status, resolved_at);
            ticket.waiting_since = waiting_since;
        }
        _ => {}
    }
}

fn follow_other_fields(ticket: &mut Ticket, fields: OtherFields) {
    let OtherFields { description, kind, nature, treated_by } = fields;
    if let Some(description) = description {
        ticket.description = description;
    }
    if let Some(TreatedBy { department, name }) = treated_by {
        (ticket.department, ticket.department_name) = (department, name);
    }
    ticket.kind = kind.unwrap_or(ticket.kind);
    ticket.nature = nature.unwrap_or(ticket.nature);
}
