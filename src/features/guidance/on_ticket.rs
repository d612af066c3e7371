//! Guidance on a ticket: the state machine follows, steps stand in the stream as lengths of rope.
use super::{
    CallOutcome, Ending, Guidance, GuidanceEvent, apply, hand_over, is_typing_paused,
    ui::{Length, hangs},
};
use crate::{
    base::{Lang, live::Event},
    features::{
        conversation::ConversationEvent,
        tickets::{OnTicket, Ticket, TicketEvent},
    },
    words::guidance as said,
};
use leptos::prelude::*;

impl OnTicket for GuidanceEvent {
    type State = Guidance;

    fn follow(state: &mut Guidance, ticket: &mut Ticket, event: &Event) {
        if let Some(TicketEvent::Assigned { .. }) = TicketEvent::from_event(event) {
            hand_over(state, event.at);
        }
        if let Some(change) = GuidanceEvent::from_event(event) {
            apply(state, &change, event.at);
            ticket.guided = state.active().is_some();
            ticket.typing_paused = is_typing_paused(state);
        }
    }

    fn sentence(lang: Lang, event: &Event) -> Option<String> {
        let name = event.by.as_ref().map(|by| by.name.as_str()).unwrap_or_default();
        Some(match GuidanceEvent::from_event(event)? {
            GuidanceEvent::Started { .. } => lang.fill(said::DidStart { name }),
            GuidanceEvent::CallAsked { phone: Some(phone) } => {
                lang.fill(said::DidAskCallAt { name, phone: &phone.replace(' ', "\u{a0}") })
            }
            GuidanceEvent::CallAsked { phone: None } => lang.fill(said::DidAskCall { name }),
            GuidanceEvent::CallEnded { outcome: CallOutcome::Called } => lang.fill(said::DidCall { name }),
            GuidanceEvent::CallEnded { outcome: CallOutcome::NotReached } => {
                lang.fill(said::DidNotReach { name })
            }
            GuidanceEvent::Corrected { step } => {
                lang.fill(said::DidMistake { name, step: &step.to_string() })
            }
            GuidanceEvent::Lifted { by_itself: true } => lang.say(said::LIFTED_ITSELF).to_owned(),
            GuidanceEvent::Lifted { by_itself: false } => lang.fill(said::DidLift { name }),
            GuidanceEvent::WentOn {} => lang.fill(said::DidGoOn { name }),
            GuidanceEvent::Ended { ending, message } => {
                let ended = match ending {
                    Ending::Solved => lang.fill(said::DidSolve { name }),
                    Ending::Unsolved => lang.fill(said::DidEnd { name }),
                    Ending::Stopped => lang.fill(said::DidStop { name }),
                };
                // What was done is told by the line that says that the ticket is resolved.
                let message = message.filter(|_| ending != Ending::Solved);
                message.map_or(ended.clone(), |message| [&ended, "\n", &message].concat())
            }
            // What the stream shows as a knot, and what is prepared.
            GuidanceEvent::Released { .. } | GuidanceEvent::Answered { .. } => return None,
            GuidanceEvent::Explained { .. } | GuidanceEvent::Late { .. } => return None,
            GuidanceEvent::Drafted { .. } | GuidanceEvent::DraftEdited { .. } => return None,
            GuidanceEvent::DraftMoved { .. } | GuidanceEvent::DraftRemoved { .. } => return None,
        })
    }

    fn draw(events: Memo<Vec<Event>>) -> AnyView {
        view! { <Length events /> }.into_any()
    }

    /// A picture that hangs on a knot is shown there and not again.
    fn shows(event: &Event) -> bool {
        match ConversationEvent::from_event(event) {
            Some(ConversationEvent::Picture { attachment, answers: Some(_) }) => hangs(attachment.id),
            _ => false,
        }
    }
}
