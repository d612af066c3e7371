//! The envelope of the one socket a tab holds. What is inside belongs to the rooms, which register it by
//! name.
use super::{Actor, Error, Role, Time, json::read_value};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use uuid::Uuid;

/// Frames and messages are at most this long, in bytes.
pub const MAX_FRAME: usize = 64 * 1024;
/// A heartbeat each way every so many seconds.
pub const PING_SECONDS: u64 = 20;
/// A line that says nothing for so many seconds is dead.
pub const DEAD_SECONDS: u64 = 45;

/// From the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum FromClient {
    /// The first message of a program that has no cookie.
    Hello {
        token: String,
    },
    /// Follow a stream: everything after `after`, then what comes.
    Follow {
        stream: i64,
        after: i64,
    },
    /// Follow no longer.
    Leave {
        stream: i64,
    },
    /// Do something; `id` is made by the client, and sending it twice has the effect of once. `age` is how
    /// long ago it was made, in ms.
    Act {
        id: Uuid,
        verb: String,
        stream: i64,
        #[serde(default)]
        body: Value,
        #[serde(default)]
        age: i64,
    },
    /// A lease: typing (6 s) or seen up to a number. Never stored as an event, never answered.
    Hint {
        stream: i64,
        kind: HintKind,
        #[serde(default)]
        seq: i64,
    },
    Ping,
}

/// From the server. Read by [`FromServer::read`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum FromServer {
    /// Who the line belongs to.
    Welcome {
        account: super::AccountId,
        /// The clock of the house.
        now: Time,
    },
    /// An event, after the one numbered `prev`, the last one this reader may see.
    Event {
        stream: i64,
        prev: i64,
        event: Event,
    },
    /// All that was missed is told; `seq` is the last number this reader may see.
    Caught {
        stream: i64,
        seq: i64,
    },
    /// Something was missed: follow again from the last number; or, where a `fresh` start is needed, that
    /// number is of no event here (another database): read the stream anew.
    Resync {
        stream: i64,
        fresh: bool,
    },
    /// The stream may not be followed, or no longer.
    Refused {
        stream: i64,
        error: Error,
    },
    /// The answer to an act; the same for every repetition.
    Done {
        id: Uuid,
        value: Value,
    },
    /// The act was refused and changed nothing.
    Failed {
        id: Uuid,
        error: Error,
    },
    /// Somebody types, is here, has seen, or a list has changed: fetched again on reconnect, without a
    /// number.
    Hint {
        stream: i64,
        kind: HintKind,
        who: Option<Author>,
        seq: i64,
        /// Of what has been seen: when, by the clock of the house.
        at: Option<Time>,
    },
    /// The frame made no sense. The line stays.
    Bad,
    /// The session has ended.
    Bye,
    Pong,
}

impl FromServer {
    /// A frame, if the text is one. By hand: to look for the tag, serde would keep the whole in a form of its
    /// own and bring along a second decoder of everything in it.
    pub fn read(text: &str) -> Option<Self> {
        let frame: &mut Value = &mut serde_json::from_str(text).ok()?;
        let tag = frame.get_mut("t")?.take();
        Some(match tag.as_str()? {
            "welcome" => Self::Welcome { account: take(frame, "account")?, now: take(frame, "now")? },
            "event" => Self::Event {
                stream: take(frame, "stream")?,
                prev: take(frame, "prev")?,
                event: take(frame, "event")?,
            },
            "caught" => Self::Caught { stream: take(frame, "stream")?, seq: take(frame, "seq")? },
            "resync" => Self::Resync { stream: take(frame, "stream")?, fresh: take(frame, "fresh")? },
            "refused" => Self::Refused { stream: take(frame, "stream")?, error: take(frame, "error")? },
            "done" => Self::Done { id: take(frame, "id")?, value: take(frame, "value")? },
            "failed" => Self::Failed { id: take(frame, "id")?, error: take(frame, "error")? },
            "hint" => Self::Hint {
                stream: take(frame, "stream")?,
                kind: take(frame, "kind")?,
                who: take(frame, "who")?,
                seq: take(frame, "seq")?,
                at: take(frame, "at")?,
            },
            "bad" => Self::Bad,
            "bye" => Self::Bye,
            "pong" => Self::Pong,
            _ => return None,
        })
    }
}

fn take<T: DeserializeOwned>(frame: &mut Value, field: &str) -> Option<T> {
    read_value(frame.get_mut(field)?.take()).ok()
}

crate::word_set!(
    /// What a hint is about.
    HintKind {
        Typing = "typing", Seen = "seen", Here = "here", Gone = "gone", Lists = "lists",
        /// Somebody else has put `who` in charge: to them and to the one before, whatever they look at.
        InCharge = "in_charge",
    }
);

/// A thing that happened on a stream: numbered without a gap, seen by all readers or by staff only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Event {
    pub seq: i64,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", sqlx(flatten, try_from = "ByColumns"))]
    pub by: Option<Author>,
    /// When it was accepted.
    pub at: Time,
    /// When the person did it, where that was earlier (an answer given offline). For display and analysis
    /// only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Time>,
    #[serde(default, skip_serializing_if = "is_everyone")]
    pub audience: Audience,
    /// The client-made id of the act it came from, so that its author's own copy and this one are known to be
    /// one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Uuid>,
    #[serde(default)]
    #[cfg_attr(feature = "ssr", sqlx(json))]
    pub payload: Value,
}

impl Event {
    /// The event as one of a room's, if it is: the kind names the variant, the payload is what stands in it.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let mut variant = Map::new();
        variant.insert(self.kind.clone(), self.payload.clone());
        read_value(Value::Object(variant)).ok()
    }
    /// When the person did it.
    pub fn said(&self) -> Time {
        self.said_at.unwrap_or(self.at)
    }
}

/// Who did something, as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Author {
    pub id: super::AccountId,
    pub name: String,
    pub role: Role,
}

/// Whose an event is, as it is selected beside it: none where it is the house's own.
#[cfg(feature = "ssr")]
#[derive(sqlx::FromRow)]
struct ByColumns {
    actor: Option<super::AccountId>,
    name: Option<String>,
    role: Option<Role>,
}

#[cfg(feature = "ssr")]
impl From<ByColumns> for Option<Author> {
    fn from(by: ByColumns) -> Self {
        Some(Author { id: by.actor?, name: by.name?, role: by.role? })
    }
}

impl From<&Actor> for Author {
    fn from(actor: &Actor) -> Self {
        Author { id: actor.id, name: actor.name.clone(), role: actor.role }
    }
}

crate::word_set!(
    /// Who may see an event.
    #[derive(Default)]
    Audience {
        #[default]
        Everyone = "tous",
        Staff = "equipe",
    }
);

impl Audience {
    /// May a reader see it who counts as staff there, or not?
    pub fn includes(self, is_staff: bool) -> bool {
        self == Self::Everyone || is_staff
    }
}

fn is_everyone(audience: &Audience) -> bool {
    *audience == Audience::Everyone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_writes_is_read_in_the_browser() {
        let account = crate::AccountId::new();
        let id = Uuid::now_v7();
        let (stream, seq) = (7, 3);
        let who = Author { id: account, name: "Ada".into(), role: Role::Employee };
        let event = Event {
            seq,
            kind: "ajout_commentaire".into(),
            by: Some(who.clone()),
            at: Time::UNIX_EPOCH,
            said_at: None,
            audience: Audience::Staff,
            act: Some(id),
            payload: serde_json::json!({"text": "Éteint"}),
        };
        let frames = [
            FromServer::Welcome { account, now: Time::UNIX_EPOCH },
            FromServer::Event { stream, prev: 1, event },
            FromServer::Caught { stream, seq },
            FromServer::Resync { stream, fresh: true },
            FromServer::Refused { stream, error: Error::TooMany { seconds: 1 } },
            FromServer::Done { id, value: Value::Null },
            FromServer::Failed { id, error: Error::Forbidden },
            FromServer::Hint {
                stream,
                kind: HintKind::Seen,
                who: Some(who),
                seq,
                at: Some(Time::UNIX_EPOCH),
            },
            FromServer::Hint { stream: 0, kind: HintKind::Lists, who: None, seq: 0, at: None },
            FromServer::Bad,
            FromServer::Bye,
            FromServer::Pong,
        ];
        for frame in frames {
            assert_eq!(FromServer::read(&serde_json::to_string(&frame).unwrap()), Some(frame));
        }
        assert_eq!(FromServer::read("[]"), None);
    }
}
