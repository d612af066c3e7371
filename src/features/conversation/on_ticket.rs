//! The conversation on a ticket: who has read how far, and its messages and pictures in the stream.
use super::{ConversationEvent, ui::MessageView};
use crate::{
    base::{Lang, live::Event},
    features::tickets::{OnTicket, Reading, Ticket},
};
use leptos::prelude::*;

impl OnTicket for ConversationEvent {
    type State = Vec<Reading>;

    /// How far somebody has read is a hint, no event.
    fn follow(_: &mut Vec<Reading>, _: &mut Ticket, _: &Event) {}

    fn sentence(_: Lang, event: &Event) -> Option<String> {
        match ConversationEvent::from_event(event)? {
            ConversationEvent::Comment { .. } | ConversationEvent::Picture { .. } => None,
        }
    }

    fn draw(events: Memo<Vec<Event>>) -> AnyView {
        let message = |event: &Event| view! { <MessageView event=event.clone() /> }.into_any();
        events.with_untracked(|events| events.iter().map(message).collect_view().into_any())
    }
}
