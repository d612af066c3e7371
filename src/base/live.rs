//! The envelope of the one socket a tab holds. What is inside belongs to the rooms, which register it by name.
use super::{Actor, Error, Role, Time};
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
    /// Do something; `id` is made by the client, and sending it twice has the effect of once. `age` is how long ago it was made, in ms.
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

/// From the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum FromServer {
    /// Who the line belongs to.
    Welcome {
        account: super::AccountId,
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
    /// Something was missed: follow again from the last number.
    Resync {
        stream: i64,
    },
    /// The stream may not be followed, or no longer.
    Refused {
        stream: i64,
        error: Error,
    },
    /// The answer to an act; the same for every repetition.
    Done {
        id: Uuid,
        #[serde(default)]
        value: Value,
    },
    /// The act was refused and changed nothing.
    Failed {
        id: Uuid,
        error: Error,
    },
    /// Somebody types, is here, has seen, or a list has changed: fetched again on reconnect, without a number.
    Hint {
        stream: i64,
        kind: HintKind,
        #[serde(default)]
        who: Option<Author>,
        #[serde(default)]
        seq: i64,
    },
    /// The frame made no sense. The line stays.
    Bad,
    /// The session has ended.
    Bye,
    Pong,
}

crate::words!(
    /// What a hint is about.
    HintKind { Typing = "typing", Seen = "seen", Here = "here", Gone = "gone", Lists = "lists" }
);

/// A thing that happened on a stream: numbered without a gap, seen by all readers or by staff only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: i64,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Author>,
    /// When it was accepted.
    pub at: Time,
    /// When the person did it, where that was earlier (an answer given offline). For display and analysis only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Time>,
    #[serde(default, skip_serializing_if = "is_everyone")]
    pub audience: Audience,
    /// The client-made id of the act it came from, so that its author's own copy and this one are known to be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Uuid>,
    #[serde(default)]
    pub payload: Value,
}

impl Event {
    /// The payload as a room's type, if it is of that shape.
    pub fn read<T: for<'de> Deserialize<'de>>(&self) -> Option<T> {
        T::deserialize(&self.payload).ok()
    }
    /// When the person did it.
    pub fn said(&self) -> Time {
        self.said_at.unwrap_or(self.at)
    }
}

/// Who did something, as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: super::AccountId,
    pub name: String,
    pub role: Role,
}

impl From<&Actor> for Author {
    fn from(actor: &Actor) -> Self {
        Author { id: actor.id, name: actor.name.clone(), role: actor.role }
    }
}

crate::words!(
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
