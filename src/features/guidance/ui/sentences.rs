//! Guidance in sentences.
use crate::{
    base::{Lang, live::Event},
    features::guidance::{Change, Ending, Outcome},
    words::guidance as said,
};

/// An answer in words.
pub fn outcome_name(lang: Lang, outcome: Outcome) -> &'static str {
    lang.say(match outcome {
        Outcome::Done => said::DONE,
        Outcome::Failed => said::FAILED,
        Outcome::Unclear => said::UNCLEAR,
    })
}

/// What happened around the steps, if it is worth a line of its own.
pub fn sentence_of(lang: Lang, event: &Event) -> Option<String> {
    let name = event.by.as_ref().map(|by| by.name.as_str()).unwrap_or_default();
    Some(match Change::from_event(event)? {
        Change::Started { .. } => lang.fill(said::DidStart { name }),
        Change::CallAsked { phone: Some(phone) } => lang.fill(said::DidAskCallAt { name, phone: &phone }),
        Change::CallAsked { phone: None } => lang.fill(said::DidAskCall { name }),
        Change::Lifted { by_itself: true } => lang.say(said::LIFTED_ITSELF).to_owned(),
        Change::Lifted { by_itself: false } => lang.fill(said::DidLift { name }),
        Change::WentOn {} => lang.fill(said::DidGoOn { name }),
        Change::Ended { ending, message } => {
            let ended = match ending {
                Ending::Solved => lang.fill(said::DidSolve { name }),
                Ending::Unsolved => lang.fill(said::DidEnd { name }),
                Ending::Stopped => lang.fill(said::DidStop { name }),
            };
            message.map_or(ended.clone(), |message| [&ended, "\n", &message].concat())
        }
        // What the stream shows as a knot, and what is prepared.
        Change::Released { .. } | Change::Answered { .. } | Change::Late { .. } => return None,
        Change::Drafted { .. } | Change::DraftEdited { .. } => return None,
        Change::DraftMoved { .. } | Change::DraftRemoved { .. } => return None,
    })
}
