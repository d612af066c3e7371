//! The one error that crosses the wire, and what can be wrong with a field.
use super::{Lang, Text};
use crate::words;
use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

pub type AppResult<T> = Result<T, Error>;

/// What may go wrong, as a person and a program see it. Text of the database never gets here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Error {
    #[error("not signed in")]
    Unauthenticated,
    #[error("not allowed")]
    Forbidden,
    #[error("not found")]
    NotFound,
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// The thing is not in a state for this; the word says why and is looked up in `locales/`.
    #[error("conflict: {0}")]
    Conflict(Conflict),
    /// The same, and whoever was faster.
    #[error("conflict: {why}, {by} was faster")]
    Beaten { why: Conflict, by: String },
    /// It is neither resolved nor closed before these tickets are; empty where none of them is there for
    /// whoever asks.
    #[error("blocked by {by:?}")]
    Blocked { by: Vec<i64> },
    /// The page is somebody's; whoever has this name is signed in in its browser now.
    #[error("somebody else is signed in")]
    OtherAccount { name: String },
    #[error("too many requests")]
    TooMany { seconds: u64 },
    #[error("unavailable")]
    Unavailable,
    /// Something broke; the log has the story under this reference.
    #[error("internal error {reference}")]
    Internal { reference: String },
    /// The line, not the server: nothing is known of what happened there.
    #[error("transport")]
    Transport,
}

// `Conflict`: made by `build.rs` of what stands under `[conflict]` in the sentences of the rooms.
include!(concat!(env!("OUT_DIR"), "/conflict.rs"));

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub problem: Problem,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Empty,
    TooLong {
        max: usize,
    },
    TooShort {
        min: usize,
    },
    Unreadable,
    NotAnEmail,
    NotAPhone,
    /// An `@`, which only addresses have.
    NotAUsername,
    /// Not of the web: `http://` or `https://` and a host.
    NotAnAddress,
    Taken,
    /// A person with this address is here already.
    AddressTaken,
    Unknown,
    Wrong,
    /// A name and a password that do not go together; which of the two is wrong is not told.
    WrongPair,
    TooEasy,
    TooBig {
        megabytes: usize,
    },
    NotAPicture,
    /// What iPhones take unless they are told otherwise (HEIC).
    PhonePicture,
    /// More than so many millions of pixels, or too many on a side.
    TooManyPixels {
        megapixels: u32,
    },
    /// Somebody else has changed it since the form was drawn.
    Changed,
    Closed,
    /// Not here, not now, or not for this person.
    NotPossible,
    /// A program left it out.
    Missing,
    /// A program sent something of another kind: a text where a number belongs.
    Malformed,
}

impl Problem {
    /// The sentence shown beside the field.
    pub fn text(self, lang: Lang) -> String {
        use words::problem::*;
        match self {
            Self::TooLong { max } => lang.fill(TooLong { n: max }),
            Self::TooShort { min } => lang.fill(TooShort { n: min }),
            Self::TooBig { megabytes } => lang.fill(TooBig { n: megabytes }),
            Self::Empty => lang.say(EMPTY).into(),
            Self::Unreadable => lang.say(UNREADABLE).into(),
            Self::NotAnEmail => lang.say(NOT_AN_EMAIL).into(),
            Self::NotAPhone => lang.say(NOT_A_PHONE).into(),
            Self::NotAUsername => lang.say(NOT_A_USERNAME).into(),
            Self::NotAnAddress => lang.say(NOT_AN_ADDRESS).into(),
            Self::Taken => lang.say(TAKEN).into(),
            Self::AddressTaken => lang.say(ADDRESS_TAKEN).into(),
            Self::Unknown => lang.say(UNKNOWN).into(),
            Self::Wrong => lang.say(WRONG).into(),
            Self::WrongPair => lang.say(WRONG_PAIR).into(),
            Self::TooEasy => lang.say(TOO_EASY).into(),
            Self::NotAPicture => lang.say(NOT_A_PICTURE).into(),
            Self::PhonePicture => lang.say(PHONE_PICTURE).into(),
            Self::TooManyPixels { megapixels } => lang.fill(TooManyPixels { n: u64::from(megapixels) }),
            Self::Changed => lang.say(CHANGED).into(),
            Self::Closed => lang.say(CLOSED).into(),
            Self::NotPossible => lang.say(NOT_POSSIBLE).into(),
            Self::Missing => lang.say(MISSING).into(),
            Self::Malformed => lang.say(MALFORMED).into(),
        }
    }
    /// The word a program knows it by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::TooBig { .. } => "too_big",
            Self::Unreadable => "unreadable",
            Self::NotAnEmail => "not_an_email",
            Self::NotAPhone => "not_a_phone",
            Self::NotAUsername => "not_a_username",
            Self::NotAnAddress => "not_an_address",
            Self::Taken | Self::AddressTaken => "taken",
            Self::Unknown => "unknown",
            Self::Wrong => "wrong",
            Self::WrongPair => "wrong_pair",
            Self::TooEasy => "too_easy",
            Self::NotAPicture => "not_a_picture",
            Self::PhonePicture => "phone_picture",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::Changed => "changed",
            Self::Closed => "closed",
            Self::NotPossible => "not_possible",
            Self::Missing => "missing",
            Self::Malformed => "malformed",
        }
    }
}

impl Error {
    /// One field, one problem.
    pub fn field(field: &str, problem: Problem) -> Self {
        Error::Invalid(vec![FieldError { field: field.into(), problem }])
    }
    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict(Conflict::Stale) => 412,
            Self::Conflict(_) | Self::Beaten { .. } | Self::Blocked { .. } | Self::OtherAccount { .. } => 409,
            Self::Invalid(_) => 422,
            Self::TooMany { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable | Self::Transport => 503,
        }
    }
    /// What happened, that nothing was lost, and what to do, in the person's language.
    pub fn text(&self, lang: Lang) -> String {
        use words::error::*;
        match self {
            Self::Unauthenticated => lang.say(UNAUTHENTICATED).into(),
            Self::Forbidden => lang.say(FORBIDDEN).into(),
            Self::NotFound => lang.say(NOT_FOUND).into(),
            Self::Invalid(_) => lang.say(INVALID).into(),
            Self::Conflict(why) => lang.say(why.text()).into(),
            Self::Beaten { why, by } => lang.fill(Beaten { why: lang.say(why.text()), name: by }),
            Self::Blocked { by } if by.is_empty() => lang.say(BLOCKED_UNSEEN).into(),
            Self::Blocked { by } => lang.fill(Blocked { numbers: &numbers(by) }),
            Self::OtherAccount { name } => lang.fill(OtherAccount { name }),
            Self::TooMany { seconds } => lang.fill(TooMany { n: *seconds }),
            Self::Unavailable => lang.say(UNAVAILABLE).into(),
            Self::Internal { reference } => lang.fill(Internal { reference }),
            Self::Transport => lang.say(TRANSPORT).into(),
        }
    }
    /// An error that stood in an address: anybody may have written it, so it says nothing but our own
    /// sentences and numbers.
    pub fn from_address(self) -> Self {
        let is_ours =
            |reference: &str| reference.len() == 8 && reference.bytes().all(|b| b.is_ascii_hexdigit());
        match self {
            Self::Internal { reference } if !is_ours(&reference) => Self::Unavailable,
            Self::OtherAccount { .. } => Self::Forbidden,
            Self::Beaten { why, .. } => Self::Conflict(why),
            error => error,
        }
    }
    /// What is wrong with this field, if anything.
    pub fn problem_of(&self, field: &str) -> Option<Problem> {
        let Self::Invalid(fields) = self else { return None };
        fields.iter().find(|f| f.field == field).map(|f| f.problem)
    }
}

/// As people read them: `1030, 1041`.
fn numbers(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// Collects the problems of a form, so that a person sees all of them at once.
#[derive(Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// The parsed value, or none with the problem noted.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.0.push(FieldError { field: field.into(), problem })).ok()
    }
    /// The same of a field that may be left out: what was not sent is not changed.
    pub fn sent<T>(
        &mut self,
        field: &str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<Option<T>> {
        self.take(field, text.map(parse).transpose())
    }
    /// The form's value, or every problem found:
    /// `fields.finish(|| Some(Edit { title: title?, priority: priority? }))`.
    pub fn finish<T>(self, value: impl FnOnce() -> Option<T>) -> AppResult<T> {
        match value() {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Error::Invalid(self.0)),
        }
    }
}

impl FromServerFnError for Error {
    type Encoder = JsonEncoding;
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Error::Invalid(Vec::new()),
            _ => Error::Transport,
        }
    }
    fn de(bytes: server_fn::Bytes) -> Self {
        std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| super::json::read(text).ok())
            .unwrap_or(Error::Invalid(Vec::new()))
    }
    /// Leptos answers every error with 500; the real status is set here. Not for a form sent without WASM: it
    /// is redirected to its page, which shows the error by field.
    #[cfg(feature = "ssr")]
    fn ser(&self) -> server_fn::Bytes {
        use server_fn::Encodes;
        let parts = leptos::prelude::use_context::<axum::http::request::Parts>();
        let accepts = |parts: &axum::http::request::Parts| {
            parts.headers.get("accept").and_then(|v| v.to_str().ok()).is_some_and(|a| a.contains("text/html"))
        };
        if parts.as_ref().is_some_and(accepts) {
            return JsonEncoding::encode(self).unwrap_or_default();
        }
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(axum::http::StatusCode::from_u16(self.status()).unwrap_or_default());
        }
        JsonEncoding::encode(self).unwrap_or_default()
    }
}
