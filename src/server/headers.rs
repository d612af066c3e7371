//! Headers that are made of parts: what cannot be read in one part takes none of the others away. Another
//! program on the same host may set a cookie of any bytes.
use axum::http::{HeaderMap, header::AsHeaderName};
use std::borrow::Cow;

/// Each header of this name; bytes that are no text become U+FFFD, which no part of ours contains.
pub fn texts<'h>(
    headers: &'h HeaderMap,
    name: impl AsHeaderName,
) -> impl DoubleEndedIterator<Item = Cow<'h, str>> {
    headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()))
}

/// The first of them, empty where there is none.
pub fn text<'h>(headers: &'h HeaderMap, name: impl AsHeaderName) -> Cow<'h, str> {
    texts(headers, name).next().unwrap_or_default()
}
