//! What the server says, read with as little work as possible: the generator shares the machine with the
//! server it measures.
use cordee::features::guidance::{GuidanceId, Step};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// A frame, as far as a run is interested in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    Event {
        seq: i64,
        prev: i64,
        act: Option<Uuid>,
        what: What,
    },
    Caught {
        seq: i64,
    },
    Done(Uuid),
    Failed(Uuid, String),
    Resync,
    /// The server will not go on with this side, and why.
    Turned(String),
    Other,
}

/// What an event tells.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Started(GuidanceId),
    Instruction { step: Step, text: String },
    Answered(Step),
    Ended,
    Other,
}

#[derive(Deserialize)]
struct Raw<'a> {
    t: &'a str,
    #[serde(default)]
    prev: i64,
    #[serde(default)]
    seq: i64,
    id: Option<Uuid>,
    #[serde(borrow)]
    event: Option<RawEvent<'a>>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawEvent<'a> {
    seq: i64,
    kind: &'a str,
    act: Option<Uuid>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Payload {
    session: Option<GuidanceId>,
    step: Option<Step>,
    text: Option<String>,
}

impl Frame {
    /// Reads one frame; one that makes no sense is a failure of the server.
    pub fn read(text: &str) -> serde_json::Result<Frame> {
        let raw: Raw<'_> = serde_json::from_str(text)?;
        let error = || raw.error.map(|e| e.get().to_owned()).unwrap_or_default();
        Ok(match (raw.t, raw.id) {
            ("event", _) => match &raw.event {
                Some(event) => {
                    Frame::Event { seq: event.seq, prev: raw.prev, act: event.act, what: event.what()? }
                }
                None => Frame::Turned("an event without an event".into()),
            },
            ("caught", _) => Frame::Caught { seq: raw.seq },
            ("done", Some(id)) => Frame::Done(id),
            ("failed", Some(id)) => Frame::Failed(id, error()),
            ("resync", _) => Frame::Resync,
            ("refused", _) => Frame::Turned(["refused: ", &error()].concat()),
            ("bad" | "bye", _) => Frame::Turned(raw.t.to_owned()),
            _ => Frame::Other,
        })
    }
}

impl RawEvent<'_> {
    fn what(&self) -> serde_json::Result<What> {
        let payload = match (self.kind, self.payload) {
            ("guidage_debut" | "instruction" | "confirmation_etape", Some(raw)) => {
                serde_json::from_str::<Payload>(raw.get())?
            }
            ("guidage_fin", _) => return Ok(What::Ended),
            _ => return Ok(What::Other),
        };
        Ok(match (self.kind, payload.session, payload.step) {
            ("guidage_debut", Some(session), _) => What::Started(session),
            ("instruction", _, Some(step)) => {
                What::Instruction { step, text: payload.text.unwrap_or_default() }
            }
            ("confirmation_etape", _, Some(step)) => What::Answered(step),
            _ => What::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cordee::base::live::{Event, FromServer};
    use cordee::features::guidance::{GuidanceEvent, How};

    #[test]
    fn an_instruction_is_read_as_the_server_writes_it() {
        let step = Step { number: 3, version: 2 };
        let text = "Éteignez « P-12 »\n\"vite\"".to_owned();
        let change = GuidanceEvent::Released {
            step,
            text,
            picture: None,
            how: How::Rephrased,
            takes_up: None,
            draft: None,
        };
        let tagged = serde_json::to_value(change).unwrap();
        let at = cordee::base::Time::UNIX_EPOCH;
        let event = Event {
            seq: 7,
            kind: "instruction".into(),
            by: None,
            at,
            said_at: None,
            audience: Default::default(),
            act: None,
            payload: tagged["instruction"].clone(),
        };
        let text = serde_json::to_string(&FromServer::Event { stream: 1, prev: 5, event }).unwrap();
        let what = What::Instruction { step, text: "Éteignez « P-12 »\n\"vite\"".into() };
        assert_eq!(Frame::read(&text).unwrap(), Frame::Event { seq: 7, prev: 5, act: None, what });
    }

    #[test]
    fn answers_to_acts_are_told_apart() {
        let id = Uuid::now_v7();
        let text =
            serde_json::to_string(&FromServer::Failed { id, error: cordee::base::Error::Forbidden }).unwrap();
        assert_eq!(Frame::read(&text).unwrap(), Frame::Failed(id, "\"Forbidden\"".into()));
        assert!(Frame::read("non").is_err());
    }
}
