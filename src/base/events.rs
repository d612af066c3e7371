//! The kinds of events of a room, written once.
use super::live::Audience;
use serde::Serialize;
use serde_json::Value;

/// How the stream of a page shows an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// As a sentence.
    Line,
    /// As its room draws it.
    Own,
    /// As its room draws it together with others of its kind that follow at once.
    Run,
    /// Not at all, or as a part of something else.
    Nowhere,
}

/// A kind of event, as its room declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its word, as stored and sent.
    pub word: &'static str,
    /// Who may see it.
    pub audience: Audience,
    pub place: Place,
    /// Does it change what a list shows?
    pub in_lists: bool,
    /// Does somebody say or show something by it? Who is waited for has answered then.
    pub speaks: bool,
    /// May it change who may see the stream? Then every reader is asked for anew.
    pub moves_readers: bool,
    /// May its author hang pictures on it, even where they may not speak freely?
    pub takes_pictures: bool,
    /// Fields of it that are for staff only, where the event itself is for everybody.
    pub staff_only: &'static [&'static str],
    /// Where in it (a JSON pointer) the numbers of other streams stand, if anywhere: they are told only to
    /// whom those are there when it is read.
    pub others: &'static str,
}

impl Kind {
    /// What holds of a kind where its declaration says nothing else.
    pub const PLAIN: Kind = Kind {
        word: "",
        audience: Audience::Everyone,
        place: Place::Line,
        in_lists: true,
        speaks: false,
        moves_readers: false,
        takes_pictures: false,
        staff_only: &[],
        others: "",
    };
    /// What the other side prepares, for staff only: nothing anybody else notices.
    pub const HIDDEN: Kind =
        Kind { audience: Audience::Staff, place: Place::Nowhere, in_lists: false, ..Kind::PLAIN };
}

/// What people write into an event stands in fields of these names, in every room: it is searched, and quoted
/// where it is found.
pub const WRITTEN: [&str; 3] = ["text", "note", "message"];

/// Under this name stands what another stream has said already: it is searched for and counted there.
pub const QUOTED: &str = "entry";

/// What people wrote into an event, however deep it stands.
pub fn written(payload: &Value) -> Vec<&str> {
    let mut texts = Vec::new();
    for (name, value) in payload.as_object().into_iter().flatten() {
        match value {
            Value::String(text) if WRITTEN.contains(&name.as_str()) => texts.push(text.as_str()),
            _ if name == QUOTED => {}
            inner => texts.extend(written(inner)),
        }
    }
    texts
}

/// What a room adds to a stream. Made by [`events!`](crate::events).
pub trait RoomEvent: Serialize {
    fn kind(&self) -> Kind;
}

/// Are they the same? For constants.
pub const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// A kind of this word: plain, hidden (`Kind::HIDDEN`), or plain but for what is named.
#[macro_export]
macro_rules! kind {
    ($word:literal) => { $crate::events::Kind { word: $word, ..$crate::events::Kind::PLAIN } };
    ($word:literal, $($property:ident: $value:expr),+) => {
        $crate::events::Kind { word: $word, $($property: $value,)+ ..$crate::events::Kind::PLAIN }
    };
    ($word:literal, $like:expr) => { $crate::events::Kind { word: $word, ..$like } };
}

/// What a room adds to a stream, each kind with its word, with what else than [`Kind::PLAIN`] holds of it,
/// and with what stands in it: `events! { /// Doc. Change { Released = "instruction" [place: Place::Run] {
/// step: Step, text: String }, … } }`. The word names the variant on the wire and what stands in it is the
/// payload, so that [`Event::read`](crate::live::Event::read) is all of reading.
#[macro_export]
macro_rules! events {
    ($(#[$doc:meta])* $name:ident { $(
        $(#[$about:meta])*
        $variant:ident = $word:literal $([$($property:tt)+])?
        { $($(#[$detail:meta])* $field:ident: $type:ty),* $(,)? }
    ),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum $name { $(
            $(#[$about])*
            #[serde(rename = $word)]
            $variant { $($(#[$detail])* $field: $type),* }
        ),+ }
        impl $name {
            /// Every kind, in order.
            pub const KINDS: &'static [$crate::events::Kind] = &[$(
                $crate::kind!($word $(, $($property)+)?)
            ),+];
            /// The word of a variant, by its name. For constants: one that does not exist does not compile.
            pub const fn word(variant: &str) -> &'static str {
                $(if $crate::events::same(variant, stringify!($variant)) { return $word; })+
                panic!("no such variant")
            }
            /// The event as one of these, if it is.
            pub fn from_event(event: &$crate::live::Event) -> Option<Self> {
                Self::KINDS.iter().any(|kind| kind.word == event.kind).then(|| event.read()).flatten()
            }
        }
        impl $crate::events::RoomEvent for $name {
            fn kind(&self) -> $crate::events::Kind {
                match self { $(Self::$variant { .. } => {
                    $crate::kind!($word $(, $($property)+)?)
                }),+ }
            }
        }
    };
}
