//! What was done on a ticket, told to whoever has to know of it.
use super::{Done, Work};
use crate::{
    base::live::{Event, HintKind},
    features::tickets::TicketEvent,
    server::{House, bus::Hint},
};

/// What was done is on disk: whoever has to know of it is told.
pub fn tell(house: &House, work: Work) -> Done {
    let Work { ticket, events, in_lists, committed, mut concerned, .. } = work;
    let last = events.last().map_or(ticket.rev, |event| event.seq);
    committed.into_iter().for_each(|tell| tell(last));
    house.bus.announce(ticket.number, &events);
    tell_leads(house, ticket.number, &events);
    if in_lists {
        concerned.push(ticket.requester.id);
        house.bus.lists_changed(&concerned);
    }
    Done { seq: ticket.rev }
}

/// Who has been given a ticket, and from whom it was taken, hear of it wherever they are; not of what they
/// did themselves.
fn tell_leads(house: &House, number: i64, events: &[Event]) {
    for event in events {
        let Some(TicketEvent::Assigned { to, from }) = TicketEvent::from_event(event) else { continue };
        let by = event.by.as_ref().map(|by| by.id);
        let hint =
            Hint { stream: number, kind: HintKind::InCharge, who: to.clone(), seq: event.seq, at: None };
        let concerned = [Some(to.id), from.map(|from| from.id)].into_iter().flatten();
        concerned.filter(|who| Some(*who) != by).for_each(|who| house.bus.tell(who, &hint));
    }
}
