//! What a handler of the HTTP API takes from a request. Whatever does not fit is refused with the field's
//! name, and nothing of our insides.
use super::{
    etag::Tags,
    headers,
    http::Refusal,
    problem::Remark,
    unambiguous::{self, Unread},
};
use crate::{
    base::{AppResult, Error, Lang, Problem, error::FieldError, text::parse_number},
    words,
};
use axum::{
    extract::{FromRequest, FromRequestParts, Path, Query, RawPathParams, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Required, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};
use uuid::Uuid;

/// A body of JSON. An empty one counts as `{}`, so that acts without details need none.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Response;
    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        // We unpack nothing: what says that it is packed is not read as if it were not.
        let packing = headers::text(request.headers(), header::CONTENT_ENCODING);
        if !packing.is_empty() && packing != "identity" {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let is_json = is_json(request.headers());
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|refused| refused.into_response().status().into_response())?;
        if bytes.is_empty() {
            return read(b"{}").map(JsonBody);
        }
        if !is_json {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        read(&bytes).map(JsonBody)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

#[expect(clippy::result_large_err, reason = "the refusal is the answer, and leaves at once")]
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Response> {
    // Some tools put a byte order mark in front.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value = unambiguous::read(bytes).map_err(|unread| match unread {
        Unread::NoJson(error) => no_json(error.line(), error.column()),
        Unread::Repeated(field) => Refusal(Error::field(&field, Problem::Malformed)).into_response(),
    })?;
    // Serde would take a list for a record, field by field.
    if !value.is_object() {
        return Err(Refusal(Error::field("body", Problem::Malformed)).into_response());
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        Refusal(Error::Invalid(vec![misfit(&error.path().to_string(), &error.inner().to_string())]))
            .into_response()
    })
}

/// Where a body stops being JSON.
fn no_json(line: usize, column: usize) -> Response {
    let (line, column) = (line.to_string(), column.to_string());
    let said = move |lang: Lang| lang.fill(words::api::NoJson { line: &line, column: &column });
    let mut response = StatusCode::BAD_REQUEST.into_response();
    response.extensions_mut().insert(Remark::said(said));
    response
}

/// The field a message of serde is about. What was found there is not repeated.
fn misfit(path: &str, message: &str) -> FieldError {
    let root = if path == "." { "" } else { path };
    let quoted = |word: &str| message.split_once(word).and_then(|(_, rest)| rest.split('`').next());
    if let Some(name) = quoted("duplicate field `") {
        return FieldError { field: name.to_owned(), problem: Problem::Malformed };
    }
    let (field, problem) = match (
        quoted("missing field `"),
        ["unknown variant", "no such word"].iter().any(|of| message.contains(of)),
    ) {
        (Some(name), _) if root.is_empty() => (name.to_owned(), Problem::Missing),
        (Some(name), _) => ([root, ".", name].concat(), Problem::Missing),
        (None, true) => (root.to_owned(), Problem::Unknown),
        (None, false) => (root.to_owned(), Problem::Malformed),
    };
    FieldError { field: if field.is_empty() { "body".into() } else { field }, problem }
}

/// The parameters after the `?`.
pub struct QueryParams<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParams<T> {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(QueryParams(value)),
            Err(refused) => {
                let text = refused.body_text();
                let message = text.strip_prefix("Failed to deserialize query string: ").unwrap_or_default();
                let (path, message) = message.split_once(": ").unwrap_or((".", message));
                Err(Refusal(Error::Invalid(vec![misfit(path, message)])).into_response())
            }
        }
    }
}

/// What the path names. What cannot be a name of anything is not found.
pub struct PathId<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathId<T> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let named = RawPathParams::from_request_parts(parts, state).await;
        if named.iter().flatten().any(|(_, text)| text.parse::<i64>().is_ok() && parse_number(text).is_none())
        {
            return Err(Refusal(Error::NotFound));
        }
        Path::from_request_parts(parts, state)
            .await
            .map(|Path(key)| PathId(key))
            .map_err(|_| Refusal(Error::NotFound))
    }
}

/// The states a caller decided on, by their numbers: `If-Match: "12"`; none where any state will do.
pub struct IfMatch(pub Option<Vec<i64>>);

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let header = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .description(Some("The `ETag` the change was decided on: one, a list, or `*`"))
            .required(Required::False)
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)));
        vec![header.build()]
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(IfMatch(match Tags::of(&parts.headers, header::IF_MATCH) {
            None | Some(Tags::Any) => None,
            // A tag that is no number of ours is of no state there ever was.
            Some(Tags::These(tags)) => Some(tags.iter().filter_map(|tag| parse_number(tag)).collect()),
        }))
    }
}

/// The key under which a caller may send the same request again: `Idempotency-Key`.
pub struct IdempotencyKey(pub Option<String>);

/// The header's name, also the field named where it is wrong.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

impl IdempotencyKey {
    /// The key, 1 to 255 visible characters.
    pub fn read(headers: &HeaderMap) -> AppResult<Option<String>> {
        let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
        let text = value
            .to_str()
            .ok()
            .filter(|t| (1..=255).contains(&t.len()) && t.chars().all(|c| c.is_ascii_graphic()));
        text.map(|t| Some(t.to_owned())).ok_or(Error::field("Idempotency-Key", Problem::Malformed))
    }
    /// The id of the act it stands for: the key itself where it is a UUID.
    pub fn act(&self) -> Option<Uuid> {
        let key = self.0.as_deref()?;
        Some(key.parse().unwrap_or_else(|_| super::act_of(&[key.as_bytes()])))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Ok(IdempotencyKey(IdempotencyKey::read(&parts.headers)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misfit_names_the_field_and_repeats_nothing() {
        let field = |path: &str, message: &str| {
            let FieldError { field, problem } = misfit(path, message);
            (field, problem)
        };
        assert_eq!(field(".", "missing field `titre`"), ("titre".into(), Problem::Missing));
        assert_eq!(field("step", "missing field `number`"), ("step.number".into(), Problem::Missing));
        assert_eq!(
            field("priorite", "unknown variant `x`, expected one of"),
            ("priorite".into(), Problem::Unknown)
        );
        assert_eq!(field("scopes[0]", "no such word"), ("scopes[0]".into(), Problem::Unknown));
        assert_eq!(
            field("step.number", "invalid type: string \"a\", expected i64"),
            ("step.number".into(), Problem::Malformed)
        );
        assert_eq!(field(".", "invalid type: sequence"), ("body".into(), Problem::Malformed));
    }
}
