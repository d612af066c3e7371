//! Parts of a file: `Range: bytes=0-99`, and `304` for what the caller already has.
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

/// The whole, the part asked for, or nothing where the caller has it. `tag` names the content for ever.
pub fn serve(request: &HeaderMap, media_type: &str, tag: &str, bytes: Bytes) -> Response {
    let tag = format!("\"{tag}\"");
    let asked = |name: header::HeaderName| request.get(name).and_then(|v| v.to_str().ok());
    let has_it = asked(header::IF_NONE_MATCH)
        .is_some_and(|tags| tags == "*" || tags.split(',').any(|t| t.trim() == tag));
    let same = asked(header::IF_RANGE).is_none_or(|t| t == tag);
    let range = asked(header::RANGE).filter(|_| same).and_then(|text| part(text, bytes.len()));
    let total = bytes.len();
    let mut response = match range {
        _ if has_it => StatusCode::NOT_MODIFIED.into_response(),
        None => bytes.into_response(),
        Some(None) => {
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{total}"))])
                .into_response()
        }
        Some(Some((from, to))) => {
            let range = [(header::CONTENT_RANGE, format!("bytes {from}-{to}/{total}"))];
            (StatusCode::PARTIAL_CONTENT, range, bytes.slice(from..=to)).into_response()
        }
    };
    let headers = response.headers_mut();
    for (name, value) in
        [(header::CONTENT_TYPE, media_type), (header::ETAG, &tag), (header::ACCEPT_RANGES, "bytes")]
    {
        headers.extend(HeaderValue::from_str(value).ok().map(|value| (Some(name), value)));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    response
}

/// First and last byte of the one range asked for; `Some(None)` where it lies outside; none where the header makes no sense and is passed over.
fn part(text: &str, total: usize) -> Option<Option<(usize, usize)>> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let last = total.checked_sub(1);
    let range = match (from.trim(), to.trim()) {
        ("", suffix) => {
            let length: usize = suffix.parse().ok()?;
            last.filter(|_| length > 0).map(|last| (total.saturating_sub(length), last))
        }
        (from, "") => last.zip(from.parse().ok()).map(|(last, from): (usize, usize)| (from, last)),
        (from, to) => {
            let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
            if to < from {
                return None;
            }
            last.map(|last| (from, to.min(last)))
        }
    };
    Some(range.filter(|(from, to)| from <= to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_the_header_says() {
        for (text, expected) in [
            ("bytes=0-3", Some(Some((0, 3)))),
            ("bytes=4-", Some(Some((4, 9)))),
            ("bytes=-2", Some(Some((8, 9)))),
            ("bytes=8-99", Some(Some((8, 9)))),
            ("bytes=10-", Some(None)),
            ("bytes=3-1", None),
            ("bytes=0-1,4-5", None),
            ("lines=0-1", None),
        ] {
            assert_eq!(part(text, 10), expected, "{text}");
        }
    }
}
