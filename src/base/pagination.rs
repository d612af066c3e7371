//! Lists come in pages by key, never by offset: time does not grow with what lies behind.
use serde::{Deserialize, Serialize};

/// A page of a list, and the key that fetches the next one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
    /// Where something was searched for: how many there are, exact up to [`COUNTED`], then one more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<i64>,
    /// Nothing is written as it was sought: a mistake in each word was forgiven.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forgiven: bool,
}

/// So many are counted; beyond that there are "more than 1,000".
pub const COUNTED: i64 = 1_000;

impl<T> Page<T> {
    /// Cuts rows fetched with one more than `size` into a page; `key` names the last row shown.
    pub fn cut(mut rows: Vec<T>, size: usize, key: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(key) } else { None };
        Page { items: rows, next, found: None, forgiven: false }
    }
}
