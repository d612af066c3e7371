//! A record that names a field twice is refused: readers differ on which of the two counts.
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{collections::BTreeSet, fmt};

/// The first field that JSON names twice in one record, however deep: `step.number`.
pub fn repeated_field(json: &[u8]) -> Option<String> {
    serde_json::from_slice::<Repeated>(json).ok()?.0
}

/// What stands somewhere in JSON, as far as it is asked here.
struct Repeated(Option<String>);

impl<'de> Deserialize<'de> for Repeated {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Repeated;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Repeated, E> {
        Ok(Repeated(None))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Repeated, E> {
        Ok(Repeated(None))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Repeated, E> {
        Ok(Repeated(None))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Repeated, E> {
        Ok(Repeated(None))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Repeated, E> {
        Ok(Repeated(None))
    }
    fn visit_str<E>(self, _: &str) -> Result<Repeated, E> {
        Ok(Repeated(None))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Repeated, A::Error> {
        let mut first = None;
        while let Some(Repeated(found)) = items.next_element()? {
            first = first.or(found);
        }
        Ok(Repeated(first))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut record: A) -> Result<Repeated, A::Error> {
        let (mut names, mut first) = (BTreeSet::new(), None);
        while let Some((name, Repeated(within))) = record.next_entry::<String, Repeated>()? {
            let within = within.map(|within| [&name, ".", &within].concat());
            let again = names.contains(&name).then(|| name.clone());
            first = first.or(again).or(within);
            names.insert(name);
        }
        Ok(Repeated(first))
    }
}

#[cfg(test)]
mod tests {
    use super::repeated_field;

    #[test]
    fn a_field_named_twice_is_found_at_any_depth() {
        let found = |json: &str| repeated_field(json.as_bytes());
        assert_eq!(found(r#"{"a": 1, "b": [true, null, -1, 1.5, "x"], "c": {"a": 1}}"#), None);
        assert_eq!(found(r#"{"a": 1, "b": 2, "a": 3}"#).as_deref(), Some("a"));
        assert_eq!(found(r#"{"a": 1, "\u0061": 3}"#).as_deref(), Some("a"));
        assert_eq!(found(r#"{"step": {"number": 1, "number": 2}}"#).as_deref(), Some("step.number"));
        assert_eq!(found(r#"{"all": [{"x": 1}, {"x": 1, "x": 1}]}"#).as_deref(), Some("all.x"));
    }
}
