//! How both sides read JSON: text → `Value` → the type. Always this one way, so that the browser carries one
//! decoder of each type, not six; and by a decoder of ours, since serde_json's can say in words what was
//! wrong, which weigh more than the types and which nobody would read.
use super::{AppResult, Error};
use leptos::server::codee::{Decoder, Encoder};
use serde::{
    Serialize,
    de::{
        self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor,
        value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, map};
use std::{fmt, iter};

/// Reads a text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misread> {
    read_value(serde_json::from_str(text).map_err(|_| Misread)?)
}

/// The answer that came; one that makes no sense got lost on the way.
pub fn answer<T: DeserializeOwned>(answer: AppResult<Value>) -> AppResult<T> {
    read_value(answer?).map_err(|_| Error::Transport)
}

/// The answer that stands in a text.
pub fn read_answer<T: DeserializeOwned>(text: &str) -> AppResult<T> {
    answer(read(text).unwrap_or(Err(Error::Transport)))
}

/// The codec of what the server fetched for a page and sends along with it.
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;
    fn encode(value: &T) -> Result<String, serde_json::Error> {
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

/// What was written is none of these.
#[derive(Debug)]
pub struct Misread;

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("misread")
    }
}
impl std::error::Error for Misread {}
impl de::Error for Misread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Misread
    }
}

/// Takes a value apart.
pub fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Misread> {
    T::deserialize(Reader(value))
}

struct Reader(Value);

impl IntoDeserializer<'_, Misread> for Reader {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

type Field = fn((String, Value)) -> (String, Reader);

fn fields<'de>(map: Map<String, Value>) -> MapDeserializer<'de, iter::Map<map::IntoIter, Field>, Misread> {
    let field: Field = |(key, value)| (key, Reader(value));
    MapDeserializer::new(map.into_iter().map(field))
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(is) => visitor.visit_bool(is),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (_, Some(number)) => visitor.visit_i64(number),
                _ => visitor.visit_f64(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Reader as fn(Value) -> Reader)))
            }
            Value::Object(map) => visitor.visit_map(fields(map)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Object(map) => visitor.visit_map(fields(map)),
            _ => Err(Misread),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(word.into_deserializer()),
            Value::Object(map) => visitor.visit_enum(MapAccessDeserializer::new(fields(map))),
            _ => Err(Misread),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}
