//! How both sides read JSON: text → `Value` → the type. Always this one way, so that the browser carries one decoder of each type, not six.
use super::{
    AppResult,
    reader::{Misread, read_value},
};
use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Error, Value};

/// Reads a text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misread> {
    read_value(serde_json::from_str(text).map_err(|_| Misread)?)
}

/// The answer that came; one that makes no sense got lost on the way.
pub fn answer<T: DeserializeOwned>(answer: AppResult<Value>) -> AppResult<T> {
    read_value(answer?).map_err(|_| super::Error::Transport)
}

/// The answer that stands in a text.
pub fn read_answer<T: DeserializeOwned>(text: &str) -> AppResult<T> {
    answer(read(text).unwrap_or(Err(super::Error::Transport)))
}

/// The codec of what the server fetched for a page and sends along with it.
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = Error;
    type Encoded = String;
    fn encode(value: &T) -> Result<String, Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = Misread;
    type Encoded = str;
    fn decode(text: &str) -> Result<T, Misread> {
        read(text)
    }
}
