//! Parts of a file: `Range: bytes=0-99`.
use super::files::Stored;
use crate::base::AppResult;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::ops::Range;

/// The whole, or the part asked for; read as it is taken. `tag` names the
/// content for ever.
pub async fn serve(request: &HeaderMap, media_type: &str, tag: &str, file: Stored) -> AppResult<Response> {
    let tag = format!("\"{tag}\"");
    let asked = |name: header::HeaderName| request.get(name).and_then(|v| v.to_str().ok());
    let same = asked(header::IF_RANGE).is_none_or(|t| t == tag);
    let total = file.size;
    let range = asked(header::RANGE).filter(|_| same).and_then(|text| part(text, total));
    let mut response = match range {
        None => stretch(&file, 0..total).await?,
        Some(None) => {
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{total}"))])
                .into_response()
        }
        Some(Some((from, to))) => {
            let range = [(header::CONTENT_RANGE, format!("bytes {from}-{to}/{total}"))];
            (StatusCode::PARTIAL_CONTENT, range, stretch(&file, from..to + 1).await?).into_response()
        }
    };
    let headers = response.headers_mut();
    for (name, value) in
        [(header::CONTENT_TYPE, media_type), (header::ETAG, &tag), (header::ACCEPT_RANGES, "bytes")]
    {
        headers.extend(HeaderValue::from_str(value).ok().map(|value| (Some(name), value)));
    }
    // Kept, but never shown without asking whether this person still may see it: `304` costs little.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// With its length, which a body that is read later does not know.
async fn stretch(file: &Stored, part: Range<u64>) -> AppResult<Response> {
    let length = (part.end - part.start).to_string();
    Ok(([(header::CONTENT_LENGTH, length)], file.read(part).await?).into_response())
}

/// First and last byte of the one range asked for; `Some(None)` where it lies outside; none where the header
/// makes no sense and is passed over.
fn part(text: &str, total: u64) -> Option<Option<(u64, u64)>> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let last = total.checked_sub(1);
    let range = match (from.trim(), to.trim()) {
        ("", suffix) => {
            let length: u64 = suffix.parse().ok()?;
            last.filter(|_| length > 0).map(|last| (total.saturating_sub(length), last))
        }
        (from, "") => last.zip(from.parse().ok()).map(|(last, from): (u64, u64)| (from, last)),
        (from, to) => {
            let (from, to): (u64, u64) = (from.parse().ok()?, to.parse().ok()?);
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
