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
    let who = event.by.as_ref().map(|by| by.name.as_str()).unwrap_or_default();
    let told = |text| lang.fill(text, &[("name", who)]);
    Some(match Change::from_event(event)? {
        Change::Started { .. } => told(said::DID_START),
        Change::CallAsked { phone: Some(phone) } => {
            lang.fill(said::DID_ASK_CALL_AT, &[("name", who), ("phone", &phone)])
        }
        Change::CallAsked { phone: None } => told(said::DID_ASK_CALL),
        Change::Lifted { by_itself: true } => lang.say(said::LIFTED_ITSELF).to_owned(),
        Change::Lifted { by_itself: false } => told(said::DID_LIFT),
        Change::WentOn {} => told(said::DID_GO_ON),
        Change::Ended { ending, message } => {
            let ended = told(match ending {
                Ending::Solved => said::DID_SOLVE,
                Ending::Unsolved => said::DID_END,
                Ending::Stopped => said::DID_STOP,
            });
            message.map_or(ended.clone(), |message| [&ended, "\n", &message].concat())
        }
        _ => return None,
    })
}
