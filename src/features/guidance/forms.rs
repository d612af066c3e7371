//! What the forms of guidance send.
use super::*;
use crate::base::{Error, Problem};
use serde::{Deserialize, Serialize};

/// What the guided person says of a step, as a form has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepAnswer {
    pub session: GuidanceId,
    pub step: i64,
    pub version: i64,
    #[serde(default)]
    pub outcome: Option<Outcome>,
    #[serde(default)]
    pub note: Option<String>,
}

impl StepAnswer {
    fn step(&self) -> Step {
        Step { number: self.step, version: self.version }
    }
    /// The answer; its outcome is needed.
    pub fn into_act(self) -> Result<Act, Error> {
        let outcome = self.outcome.ok_or(Error::field("outcome", Problem::Empty))?;
        Ok(Act::Answer { session: self.session, step: self.step(), outcome, note: self.note })
    }
    /// The reason for an answer that was given.
    pub fn into_reason(self) -> Act {
        Act::Explain { session: self.session, step: self.step(), note: self.note.unwrap_or_default() }
    }
}
