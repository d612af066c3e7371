//! Answers in words.
use crate::{base::Lang, features::guidance::Outcome, words::guidance as said};

/// An answer in words.
pub fn outcome_name(lang: Lang, outcome: Outcome) -> &'static str {
    lang.say(match outcome {
        Outcome::Done => said::DONE,
        Outcome::Failed => said::FAILED,
        Outcome::Unclear => said::UNCLEAR,
    })
}
