//! JSON that everybody reads alike. A record that names a field twice is refused: readers differ on which of
//! the two counts.
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Why a text is not read.
#[derive(Debug)]
pub enum Unread {
    NoJson(serde_json::Error),
    /// The first field that is named twice in one record, however deep: `step.number`.
    Repeated(String),
}

/// Reads JSON.
pub fn read(json: &[u8]) -> Result<Value, Unread> {
    let Read { value, repeated } = serde_json::from_slice(json).map_err(Unread::NoJson)?;
    repeated.map_or(Ok(value), |field| Err(Unread::Repeated(field)))
}

/// What stands somewhere in JSON. What is named twice is told once all is read: a text that is no JSON is
/// that in the first place.
struct Read {
    value: Value,
    repeated: Option<String>,
}

impl<T: Into<Value>> From<T> for Read {
    fn from(value: T) -> Self {
        Read { value: value.into(), repeated: None }
    }
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Read;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Value::Null.into())
    }
    fn visit_bool<E>(self, is: bool) -> Result<Read, E> {
        Ok(is.into())
    }
    fn visit_i64<E>(self, number: i64) -> Result<Read, E> {
        Ok(number.into())
    }
    fn visit_u64<E>(self, number: u64) -> Result<Read, E> {
        Ok(number.into())
    }
    fn visit_f64<E>(self, number: f64) -> Result<Read, E> {
        Ok(number.into())
    }
    fn visit_str<E>(self, text: &str) -> Result<Read, E> {
        Ok(text.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Read, A::Error> {
        let (mut all, mut first) = (Vec::new(), None);
        while let Some(Read { value, repeated }) = items.next_element()? {
            first = first.or(repeated);
            all.push(value);
        }
        Ok(Read { value: all.into(), repeated: first })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut record: A) -> Result<Read, A::Error> {
        let (mut all, mut first) = (Map::new(), None);
        while let Some((name, Read { value, repeated })) = record.next_entry::<String, Read>()? {
            let within = repeated.map(|within| [&name, ".", &within].concat());
            let again = all.contains_key(&name).then(|| name.clone());
            first = first.or(again).or(within);
            all.insert(name, value);
        }
        Ok(Read { value: all.into(), repeated: first })
    }
}

#[cfg(test)]
mod tests {
    use super::{Unread, read};

    #[test]
    fn a_field_named_twice_is_found_at_any_depth() {
        let found = |json: &str| match read(json.as_bytes()) {
            Err(Unread::Repeated(field)) => field,
            other => panic!("{json}: {other:?}"),
        };
        assert_eq!(found(r#"{"a": 1, "b": 2, "a": 3}"#), "a");
        assert_eq!(found(r#"{"a": 1, "\u0061": 3}"#), "a");
        assert_eq!(found(r#"{"step": {"number": 1, "number": 2}}"#), "step.number");
        assert_eq!(found(r#"{"all": [{"x": 1}, {"x": 1, "x": 1}]}"#), "all.x");
    }

    #[test]
    fn anything_else_is_read_as_it_stands() {
        let text = r#"{"a":1,"b":[true,null,-1,1.5,"x",18446744073709551615],"c":{"a":"\n"}}"#;
        assert_eq!(read(text.as_bytes()).unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
        let broken = read(br#"{"a": 1, "a": 2"#);
        assert!(matches!(broken, Err(Unread::NoJson(_))), "no JSON in the first place: {broken:?}");
    }
}
