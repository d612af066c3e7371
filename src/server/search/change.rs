//! What changes in a document: words that stand in it from now on, and words that no longer do.
use super::words::words_of;
use std::collections::{BTreeMap, BTreeSet};

/// Where in a document a word stands. The numbers are weights, and bits that are kept together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Field {
    /// What staff may read besides.
    Staff = 1,
    Said = 2,
    Text = 4,
    Name = 8,
    Title = 16,
}

/// All fields.
const EVERYWHERE: i64 = 31;

/// A label's weight: it is no word, and for everybody.
pub(super) const LABEL: i64 = 2;

/// A label's text in the index; no word begins like it.
pub fn label(name: &str, value: &str) -> String {
    ["=", name, ":", value].concat()
}

/// A change of one document.
#[derive(Debug, Default)]
pub struct Change {
    pub document: i64,
    pub(super) gained: BTreeMap<String, i64>,
    pub(super) lost: BTreeMap<String, i64>,
    pub(super) labels: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Change {
    /// Of this document; nothing yet.
    pub fn of(document: i64) -> Self {
        Change { document, ..Default::default() }
    }
    /// This text stands there from now on.
    pub fn add(&mut self, field: Field, text: &str) {
        words_of(text).into_iter().for_each(|word| self.gain(word, field as i64));
    }
    /// This text stands there no longer; words that are [added](Change::add) there afterwards stay.
    pub fn remove(&mut self, field: Field, text: &str) {
        words_of(text).into_iter().for_each(|word| self.lose(word, field as i64));
    }
    /// This text stands nowhere in it any more.
    pub fn remove_everywhere(&mut self, text: &str) {
        words_of(text).into_iter().for_each(|word| self.lose(word, EVERYWHERE));
    }
    /// A label that it keeps until it is [taken away](Change::unlabel).
    pub fn label(&mut self, name: &str, value: &str) {
        self.gain(label(name, value), LABEL);
    }
    /// A label that it has no longer.
    pub fn unlabel(&mut self, name: &str, value: &str) {
        self.lose(label(name, value), LABEL);
    }
    /// Of all labels of this name it has these from now on. Each of that name is looked up, so that there
    /// must be few: states and desks, not everybody.
    pub fn relabel<V: AsRef<str>>(&mut self, name: &'static str, values: impl IntoIterator<Item = V>) {
        self.labels.insert(name, values.into_iter().map(|value| label(name, value.as_ref())).collect());
    }
    fn gain(&mut self, word: String, fields: i64) {
        if let Some(lost) = self.lost.get_mut(&word) {
            *lost &= !fields;
        }
        *self.gained.entry(word).or_default() |= fields;
    }
    fn lose(&mut self, word: String, fields: i64) {
        if let Some(gained) = self.gained.get_mut(&word) {
            *gained &= !fields;
        }
        *self.lost.entry(word).or_default() |= fields;
    }
}
