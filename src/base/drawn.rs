//! What a form showed when it was drawn, which it sends along: what was not changed in it is not written, and
//! what somebody else has changed meanwhile is not undone.
use super::{
    AppResult, Error,
    error::{FieldError, Problem},
    json,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A form of this page, sent by the browser itself, has just been done: what stands last in its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormDone {
    Done,
    /// But the files that came along were left behind.
    FilesLeft,
}

impl FormDone {
    /// How an address says so.
    pub fn mark(self) -> &'static str {
        match self {
            FormDone::Done => "__done=1",
            FormDone::FilesLeft => "__done=0",
        }
    }

    /// What an address says, and the address without it.
    pub fn take(address: &str) -> Option<(FormDone, &str)> {
        [FormDone::Done, FormDone::FilesLeft].into_iter().find_map(|done| {
            let bare = address.strip_suffix(done.mark())?;
            Some((done, bare.trim_end_matches(['?', '&'])))
        })
    }
}

/// A field that a form sent, also an empty one: whoever reads forms takes that for none, and what was emptied
/// would stay. `#[serde(deserialize_with = "crate::base::drawn::sent")]`
pub fn sent<'de, D: Deserializer<'de>>(field: D) -> Result<Option<String>, D::Error> {
    String::deserialize(field).map(Some)
}

/// Each field, as it was drawn. Empty, it knows of none: what a program sends is taken as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Drawn(String);

impl Drawn {
    /// These fields with what stands in them.
    pub fn of(fields: &[(&str, &str)]) -> Self {
        // One by one: a collected map is sorted first, by a program of its own.
        let mut drawn = Map::new();
        for (field, text) in fields {
            drawn.insert((*field).to_owned(), Value::from(*text));
        }
        Drawn(Value::from(drawn).to_string())
    }

    /// How it travels in a hidden field.
    pub fn text(self) -> String {
        self.0
    }

    /// What stood in a field; none where it is not known.
    pub fn field(&self, name: &str) -> Option<String> {
        Some(self.fields().get(name)?.as_str()?.to_owned())
    }

    fn fields(&self) -> Map<String, Value> {
        json::read(&self.0).unwrap_or_default()
    }

    /// Leaves out of what was sent what was not changed in the form, or is so already. What was changed there
    /// and by somebody else as well is refused.
    pub fn settle(&self, now: &Drawn, sent: &mut [(&str, &mut Option<String>)]) -> AppResult<()> {
        let (was, is) = (self.fields(), now.fields());
        let mut refused = Vec::new();
        for (field, text) in sent {
            let (Some(was), Some(is)) = (was.get(*field), is.get(*field)) else { continue };
            let same = |other: &Value| other.as_str() == text.as_deref();
            if same(was) || same(is) {
                **text = None;
            } else if text.is_some() && was != is {
                refused.push(FieldError { field: (*field).to_owned(), problem: Problem::Changed });
            }
        }
        if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(now: [&str; 2], sent: [&str; 2]) -> AppResult<[Option<String>; 2]> {
        let drawn = Drawn::of(&[("name", "Ada"), ("phone", "01 02")]);
        let [mut name, mut phone] = sent.map(|text| Some(text.to_owned()));
        let now = Drawn::of(&[("name", now[0]), ("phone", now[1])]);
        drawn.settle(&now, &mut [("name", &mut name), ("phone", &mut phone)])?;
        Ok([name, phone])
    }

    #[test]
    fn an_old_page_undoes_nothing() {
        let changed = settled(["Ada", "09 99"], ["Ada L.", "01 02"]).unwrap();
        assert_eq!(changed, [Some("Ada L.".to_owned()), None], "the newer phone stays");
        assert_eq!(settled(["Ada", "01 02"], ["Ada", "01 02"]).unwrap(), [None, None]);
        assert_eq!(settled(["Ada", "03 04"], ["Ada", "03 04"]).unwrap(), [None, None], "both the same");
    }

    #[test]
    fn what_two_have_changed_is_told_beside_its_field() {
        let refused = settled(["Ada", "09 99"], ["Ada", "03 04"]).unwrap_err();
        assert_eq!(refused.problem_of("phone"), Some(Problem::Changed));
        assert_eq!(refused.problem_of("name"), None);
    }

    #[test]
    fn what_a_program_sends_is_taken_as_it_is() {
        let mut name = Some("Ada".to_owned());
        Drawn::default().settle(&Drawn::of(&[("name", "Eve")]), &mut [("name", &mut name)]).unwrap();
        assert_eq!(name.as_deref(), Some("Ada"));
    }
}
