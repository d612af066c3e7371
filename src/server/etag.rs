//! Entity tags: how a caller says which state of a thing it knows. A proxy that compresses makes ours weak
//! (`W/"12"`), which is the same state in other bytes: here both are one.
use super::headers;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// What `If-Match` and `If-None-Match` name.
#[derive(Debug, PartialEq, Eq)]
pub enum Tags {
    /// `*`: whatever there is.
    Any,
    /// What stands between the quotation marks.
    These(Vec<String>),
}

impl Tags {
    /// Those of this header; `None` where it is not there. What is no list of tags (RFC 9110, 8.8.3) names no
    /// state there ever was.
    pub fn of(headers: &HeaderMap, name: header::HeaderName) -> Option<Tags> {
        let lines: Vec<_> = headers::texts(headers, name).collect();
        let text = lines.join(",");
        match text.trim() {
            // An empty header says nothing.
            "" => None,
            "*" => Some(Tags::Any),
            list => Some(Tags::These(read(list).unwrap_or_default())),
        }
    }
    /// Is this one of them?
    pub fn include(&self, tag: &str) -> bool {
        match self {
            Tags::Any => true,
            Tags::These(tags) => tags.iter().any(|one| one == tag),
        }
    }
}

/// `"a", W/"b"`: a tag has no quotation mark within, and may have a comma.
fn read(list: &str) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    let mut rest = list.trim_start();
    while !rest.is_empty() {
        let (tag, after) = rest.strip_prefix("W/").unwrap_or(rest).strip_prefix('"')?.split_once('"')?;
        tags.push(tag.to_owned());
        rest = after.trim_start();
        if !rest.is_empty() {
            rest = rest.strip_prefix(',')?.trim_start_matches([',', ' ', '\t']);
        }
    }
    (!tags.is_empty()).then_some(tags)
}

/// On the way out: what the caller has already (`If-None-Match`) is not sent again.
pub async fn answer_known(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = Tags::of(request.headers(), header::IF_NONE_MATCH).filter(|_| reads);
    let mut response = next.run(request).await;
    let Some(known) = known.filter(|_| response.status().is_success()) else { return response };
    let tag = headers::text(response.headers(), header::ETAG);
    let tag = tag.strip_prefix("W/").unwrap_or(&tag).trim_matches('"');
    if !tag.is_empty() && known.include(tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_RANGE] {
            response.headers_mut().remove(name);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(text: &str) -> Option<Tags> {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_MATCH, HeaderValue::from_str(text).unwrap());
        Tags::of(&headers, header::IF_MATCH)
    }

    #[test]
    fn a_list_of_tags_is_read_as_the_standard_has_it() {
        let these = |tags: &[&str]| Some(Tags::These(tags.iter().map(|t| (*t).to_owned()).collect()));
        assert_eq!(Tags::of(&HeaderMap::new(), header::IF_MATCH), None);
        assert_eq!(of(" "), None);
        assert_eq!(of("*"), Some(Tags::Any));
        assert_eq!(of("\"1\""), these(&["1"]));
        assert_eq!(of("W/\"1\""), these(&["1"]));
        assert_eq!(of("\"a,b\" ,\"1\",, W/\"2\""), these(&["a,b", "1", "2"]));
        assert_eq!(of("\"\""), these(&[""]));
        for wrong in ["1", "zzz", "\"1\"x", "W/", "\"1", "\"1\" \"2\"", "*, \"1\""] {
            assert_eq!(of(wrong), these(&[]), "{wrong}");
        }
    }
}
