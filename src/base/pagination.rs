//! Lists come in pages by key, never by offset: time does not grow with what lies behind.
use serde::{Deserialize, Serialize};

/// A page of a list, and the key that fetches the next one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts rows fetched with one more than `size` into a page; `key` names the last row shown.
    pub fn cut(mut rows: Vec<T>, size: usize, key: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(key) } else { None };
        Page { items: rows, next }
    }
}
