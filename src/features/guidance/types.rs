//! A guidance session: its steps, the write-ahead queue, and the events that tell its story.
use crate::{
    base::{
        Error, Problem, Time,
        events::{Kind, Place},
        text::{clean, clean_optional},
    },
    features::{accounts::parse_phone, conversation::AttachmentId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id!(
    /// A guidance session.
    GuidanceId
);
crate::word_set!(
    /// How the requester answers a step.
    Outcome { Done = "fait", Failed = "pas_marche", Unclear = "pas_compris" }
);
crate::word_set!(
    /// How an instruction came to be released.
    How {
        /// The next one in order.
        Next = "suite",
        /// The same step in other words: same number, next letter.
        Rephrased = "reformulation",
        /// Another way to the same end, after a step that was not done.
        Replaced = "remplacement",
        /// An earlier step taken up again.
        WentBack = "retour",
    }
);
crate::word_set!(
    /// How a session ended.
    Ending { Solved = "resolu", Unsolved = "non_resolu", Stopped = "arrete" }
);
crate::word_set!(
    /// What became of a call that the requester asked for.
    CallOutcome { Called = "appelee", NotReached = "pas_joignable" }
);

/// An instruction may be this many characters long.
pub const MAX_INSTRUCTION: usize = 2_000;
/// What goes with an answer or an end may be this many characters long.
pub const MAX_NOTE: usize = 2_000;
/// So many seconds after an answer its author may say that it was a mistake.
pub const MISTAKE_SECONDS: i64 = 10;
/// Late answers to so many earlier sessions are kept.
pub const MAX_PAST: usize = 8;

/// A step and which wording of it: shown as `3`, then `3b`, `3c` …
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(example = json!({"number": 3, "version": 1})))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    /// 1, 2, 3 … in the order of release, without a gap.
    pub number: i64,
    /// 1 for the first wording.
    pub version: i64,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match u8::try_from(self.version) {
            Ok(1) => write!(f, "{}", self.number),
            Ok(v @ 2..=26) => write!(f, "{}{}", self.number, char::from(b'a' + v - 1)),
            _ => write!(f, "{}.{}", self.number, self.version),
        }
    }
}

/// What a step asks for.
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema),
    schema(example = json!({"text": "Éteignez l’imprimante"})))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<AttachmentId>,
}

impl Instruction {
    /// The instruction with its text cleaned: 1 to [`MAX_INSTRUCTION`] readable characters.
    pub fn parse(self) -> Result<Self, Problem> {
        Ok(Instruction { text: clean(&self.text, MAX_INSTRUCTION)?, ..self })
    }
}

/// An instruction that waits, known by the act that wrote it.
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema),
    schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000d7", "text": "Rallumez-la"})))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub id: Uuid,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<AttachmentId>,
}

impl Draft {
    /// The instruction, to wait under this id.
    pub fn new(id: Uuid, Instruction { text, picture }: Instruction) -> Self {
        Draft { id, text, picture }
    }
}

/// All that guidance knows of a ticket. Bounded: it never grows with the number of steps.
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema),
    schema(example = json!({
        "session": {"id": "0199c1a2-7c11-7000-8000-00000000005e", "active": true,
            "open": {"number": 1, "version": 1}, "last": {"number": 1, "version": 1}, "frozen": false,
            "lifted": false, "quiet_since": "2026-11-21T09:05:00Z", "released_at": "2026-11-21T09:05:00Z"},
        "queue": []})))]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guidance {
    /// The session that runs, or the last one.
    pub session: Option<Session>,
    /// What waits, in order. Survives the session's end as drafts.
    pub queue: Vec<Draft>,
    /// The sessions before it and the last step of each, the latest first: an answer to one of theirs may
    /// still be on its way.
    #[serde(default)]
    pub past: Vec<(GuidanceId, Step)>,
    /// The call that is owed to the requester, also after the session in which it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
}

/// A call that was asked for.
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema),
    schema(example = json!({"phone": "01 44 55 02 14", "at": "2026-11-21T09:07:00Z"})))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    pub phone: Option<String>,
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub at: Time,
}

impl Call {
    /// Is it the one that was asked for then? Who names none means the present.
    pub fn is_meant(&self, asked: Option<Time>) -> bool {
        asked.is_none_or(|asked| asked == self.at)
    }
}

/// The last answer that was accepted in a session.
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema),
    schema(example = json!({"step": {"number": 1, "version": 1}, "outcome": "fait",
        "at": "2026-11-21T09:06:00Z", "corrected": false})))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    pub step: Step,
    pub outcome: Outcome,
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub at: Time,
    /// Its author has said that it was a mistake.
    pub corrected: bool,
}

impl Guidance {
    /// The session, if one is active.
    pub fn active(&self) -> Option<&Session> {
        self.session.as_ref().filter(|s| s.active)
    }
    /// What a reader who is not staff may see of it: everything but the queue.
    pub fn without_queue(mut self) -> Self {
        self.queue.clear();
        self
    }
}

/// A session, as far as it has got.
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema),
    schema(example = json!({"id": "0199c1a2-7c11-7000-8000-00000000005e", "active": true,
        "open": {"number": 1, "version": 1}, "last": {"number": 1, "version": 1}, "frozen": false,
        "lifted": false, "quiet_since": "2026-11-21T09:05:00Z", "released_at": "2026-11-21T09:05:00Z"})))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: GuidanceId,
    pub active: bool,
    /// The one step that may be answered.
    pub open: Option<Step>,
    /// The step that was last released.
    pub last: Option<Step>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
    /// The last step was not done: the queue is frozen and the lead has the floor.
    pub frozen: bool,
    /// Typing is free although the session goes on.
    pub lifted: bool,
    /// Since when it has been the lead's turn, or the lead last did something in it that the requester could
    /// see.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub quiet_since: Time,
    /// When the last step was released; before the first, when the session began.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub released_at: Time,
}

impl Session {
    /// Is it for the lead to act?
    pub fn is_leads_turn(&self) -> bool {
        self.active && self.open.is_none()
    }
}

/// What a person can do in guidance. The socket carries it as the body of `guidance.act`.
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema),
    schema(example = json!({"do": "write", "instruction": {"text": "Éteignez l’imprimante"}})))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    Start,
    /// A new instruction: released at once where nothing is open, a replacement where the queue is frozen,
    /// else it waits.
    Write {
        instruction: Instruction,
    },
    /// The last step in other words.
    Rephrase {
        instruction: Instruction,
    },
    /// Takes up the earlier step `to` again.
    GoBack {
        to: i64,
        instruction: Instruction,
    },
    /// Releases the head of the queue, and thaws it.
    GoOn,
    EditDraft {
        draft: Uuid,
        instruction: Instruction,
    },
    /// Moves a draft to the place `to`, counted from 0.
    MoveDraft {
        draft: Uuid,
        to: usize,
    },
    RemoveDraft {
        draft: Uuid,
    },
    Answer {
        session: GuidanceId,
        step: Step,
        outcome: Outcome,
        #[serde(default)]
        note: Option<String>,
    },
    /// Why the last step was not done: joins its answer, until the lead's next act.
    Explain {
        session: GuidanceId,
        step: Step,
        note: String,
    },
    /// The answer to this step was a mistake. Changes nothing by itself: the lead goes back or goes on.
    Mistake {
        session: GuidanceId,
        step: Step,
    },
    CallMe {
        #[serde(default)]
        phone: Option<String>,
    },
    /// What became of the call that is owed, also after the session.
    CallDone {
        outcome: CallOutcome,
        /// When the call was asked for that is meant; without it, the one that is owed now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, format = DateTime))]
        asked: Option<Time>,
    },
    /// Stops this session; without one, the present.
    Stop {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<GuidanceId>,
    },
    Lift,
    End {
        solved: bool,
        #[serde(default)]
        message: Option<String>,
        /// What became of a call that is still owed.
        #[serde(default)]
        call: Option<CallOutcome>,
        /// When that call was asked for; without it, the one that is owed now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, format = DateTime))]
        asked: Option<Time>,
    },
}

impl Act {
    /// What the socket calls it.
    pub const VERB: &str = "guidance.act";

    /// The act with every text of it parsed.
    pub fn parse(self) -> Result<Self, Error> {
        let text = |instruction: Instruction| instruction.parse().map_err(|p| Error::field("text", p));
        Ok(match self {
            Act::Write { instruction } => Act::Write { instruction: text(instruction)? },
            Act::Rephrase { instruction } => Act::Rephrase { instruction: text(instruction)? },
            Act::GoBack { to, instruction } => Act::GoBack { to, instruction: text(instruction)? },
            Act::EditDraft { draft, instruction } => {
                Act::EditDraft { draft, instruction: text(instruction)? }
            }
            Act::Answer { session, step, outcome, note } => {
                Act::Answer { session, step, outcome, note: parse_note("note", note)? }
            }
            Act::Explain { session, step, note } => {
                let note = clean(&note, MAX_NOTE).map_err(|p| Error::field("note", p))?;
                Act::Explain { session, step, note }
            }
            Act::End { solved, message, call, asked } => {
                Act::End { solved, message: parse_note("message", message)?, call, asked }
            }
            Act::CallMe { phone } => Act::CallMe {
                phone: parse_phone(&phone.unwrap_or_default()).map_err(|p| Error::field("phone", p))?,
            },
            other => other,
        })
    }
}

/// A note with its text cleaned: none, or at most [`MAX_NOTE`] readable characters.
fn parse_note(field: &str, note: Option<String>) -> Result<Option<String>, Error> {
    clean_optional(&note.unwrap_or_default(), MAX_NOTE).map_err(|problem| Error::field(field, problem))
}

crate::events!(
    /// What guidance adds to a ticket's stream. The queue is for technicians only, on every path, and in no
    /// list.
    GuidanceEvent {
        Started = "guidage_debut" { session: GuidanceId },
        Released = "instruction" [place: Place::Run, staff_only: &["draft"]] {
            step: Step,
            text: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            picture: Option<AttachmentId>,
            how: How,
            /// The earlier step that is taken up again.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            takes_up: Option<i64>,
            /// The draft it was.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            draft: Option<Uuid>,
        },
        Answered = "confirmation_etape" [place: Place::Nowhere, takes_pictures: true, speaks: true] {
            step: Step,
            outcome: Outcome,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<String>,
        },
        /// An answer that came too late or to a superseded wording: kept, and changes nothing.
        Late = "reponse_tardive" [place: Place::Nowhere, takes_pictures: true, speaks: true] {
            session: GuidanceId,
            step: Step,
            outcome: Outcome,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<String>,
        },
        /// Why a step was not done, said after its answer: a part of it.
        Explained = "precision" [place: Place::Nowhere, speaks: true] { step: Step, note: String },
        Corrected = "reponse_corrigee" { step: Step },
        CallAsked = "appel_demande" { phone: Option<String> },
        CallEnded = "appel_termine" { outcome: CallOutcome },
        Lifted = "pause_levee" { by_itself: bool },
        WentOn = "guidage_reprise" {},
        Drafted = "attente_ajoutee" [Kind::HIDDEN] { draft: Draft },
        DraftEdited = "attente_modifiee" [Kind::HIDDEN] { draft: Draft },
        DraftMoved = "attente_deplacee" [Kind::HIDDEN] { draft: Uuid, to: usize },
        DraftRemoved = "attente_retiree" [Kind::HIDDEN] { draft: Uuid },
        Ended = "guidage_fin" {
            ending: Ending,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            message: Option<String>,
        },
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rephrased_step_gets_the_next_letter() {
        assert_eq!(Step { number: 3, version: 1 }.to_string(), "3");
        assert_eq!(Step { number: 3, version: 2 }.to_string(), "3b");
        assert_eq!(Step { number: 3, version: 26 }.to_string(), "3z");
        assert_eq!(Step { number: 3, version: 27 }.to_string(), "3.27");
    }
}
