//! Guidance on a ticket: the state machine follows, steps stand in the stream as lengths of rope.
use super::{
    Change, Guidance, apply, hand_over, is_typing_paused,
    ui::{Length, hangs, sentence_of},
};
use crate::{
    base::{Lang, live::Event},
    features::{
        conversation::Said,
        tickets::{OnTicket, Ticket, TicketEvent},
    },
};
use leptos::prelude::*;

impl OnTicket for Change {
    type State = Guidance;

    fn follow(state: &mut Guidance, ticket: &mut Ticket, event: &Event) {
        if let Some(TicketEvent::Assigned { .. }) = TicketEvent::from_event(event) {
            hand_over(state, event.at);
        }
        if let Some(change) = Change::from_event(event) {
            apply(state, &change, event.at);
            ticket.guided = state.active().is_some();
            ticket.typing_paused = is_typing_paused(state);
        }
    }

    fn sentence(lang: Lang, event: &Event) -> Option<String> {
        sentence_of(lang, event)
    }

    fn draw(events: Memo<Vec<Event>>) -> AnyView {
        view! { <Length events /> }.into_any()
    }

    /// A picture that hangs on a knot is shown there and not again.
    fn shows(event: &Event) -> bool {
        match Said::from_event(event) {
            Some(Said::Picture { attachment, answers: Some(_) }) => hangs(attachment.id),
            _ => false,
        }
    }
}
