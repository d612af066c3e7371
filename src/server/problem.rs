//! What an error looks like to a program: problem details (RFC 9457), in the caller's language. Handlers
//! answer our one `Error`; on the way out it becomes the document, and so does everything axum refuses by
//! itself.
use super::http::Refusal;
use crate::{
    base::{Conflict, Error, Lang, Text, text::Sentence},
    words::api as say,
};
use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What went wrong (RFC 9457). `type` is a fixed word for programs, the sentences are for people.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:cordee:problem:invalid", "title": "Champs à corriger", "status": 422,
    "detail": "Vérifiez les champs signalés. Rien n’a été perdu.",
    "request_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "errors": [{"field": "titre", "problem": "too_long", "detail": "Trop long : 120 caractères au plus."}]
}))]
pub struct ProblemDetails {
    /// `urn:cordee:problem:` and a fixed word.
    pub r#type: String,
    /// What kind of problem it is.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened this time, and what to do.
    pub detail: String,
    /// The request's number, also in the header `x-request-id` and in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What is wrong, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Its path in the body, or the name of the parameter.
    pub field: String,
    /// A fixed word.
    pub problem: &'static str,
    /// The sentence to show beside it.
    pub detail: String,
}

/// A sentence that says more than the error itself; travels with the answer.
#[derive(Clone)]
pub struct Remark(Arc<dyn Fn(Lang) -> String + Send + Sync>);

impl Remark {
    pub fn text(text: Text) -> Remark {
        Remark(Arc::new(move |lang| lang.say(text).to_owned()))
    }
    pub fn said(say: impl Fn(Lang) -> String + Send + Sync + 'static) -> Remark {
        Remark(Arc::new(say))
    }
    pub fn filled(sentence: impl Sentence + Send + Sync + 'static) -> Remark {
        Remark(Arc::new(move |lang| sentence.fill(lang)))
    }
}

/// A refusal with a sentence of its own.
pub fn refuse(error: Error, text: Text) -> Response {
    let mut response = Refusal(error).into_response();
    response.extensions_mut().insert(Remark::text(text));
    response
}

/// Paths whose errors are problem documents.
pub fn is_api(path: &str) -> bool {
    ["/api", "/depannage", "/ws"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// On the way out of every API path: an error becomes a problem document.
pub async fn speak(request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let (asked, id) = {
        let text = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
        (Lang::accepted(text("accept-language").unwrap_or_default()), text("x-request-id").map(str::to_owned))
    };
    let response = next.run(request).await;
    if response.status().as_u16() < 400 {
        return response;
    }
    let lang = response.extensions().get::<Lang>().copied().unwrap_or(asked);
    document(response, lang, id)
}

fn document(response: Response, lang: Lang, request_id: Option<String>) -> Response {
    let (mut parts, _) = response.into_parts();
    let problem = describe(parts.status, parts.extensions.get(), parts.extensions.get(), lang);
    let body = serde_json::to_vec(&ProblemDetails { request_id, ..problem }).unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if parts.status == StatusCode::UNAUTHORIZED {
        parts.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    Response::from_parts(parts, Body::from(body))
}

/// The document of a status and, where one of ours caused it, an error.
pub fn describe(
    status: StatusCode,
    error: Option<&Error>,
    remark: Option<&Remark>,
    lang: Lang,
) -> ProblemDetails {
    let Plain { word, title, detail: text } = by_status(status);
    let word = match error {
        Some(Error::Conflict(why) | Error::Beaten { why, .. }) if *why != Conflict::Stale => why.word(),
        Some(Error::Blocked { .. }) => "blocked",
        _ => word,
    };
    let detail = match (remark, error) {
        (Some(Remark(say)), _) => say(lang),
        (None, Some(error)) => error.text(lang),
        (None, None) => text.map_or_else(String::new, |text| lang.say(text).into()),
    };
    let fields = match error {
        Some(Error::Invalid(fields)) => fields.as_slice(),
        _ => &[],
    };
    let errors = fields.iter().map(|f| FieldProblem {
        field: f.field.clone(),
        problem: f.problem.word(),
        detail: f.problem.text(lang),
    });
    ProblemDetails {
        r#type: format!("urn:cordee:problem:{word}"),
        title: lang.say(title).into(),
        status: status.as_u16(),
        detail,
        request_id: None,
        errors: errors.collect(),
    }
}

/// What is said of a status by itself.
struct Plain {
    word: &'static str,
    title: Text,
    detail: Option<Text>,
}

/// The word, the title, and what to say where nothing more is known.
fn by_status(status: StatusCode) -> Plain {
    use crate::words::error;
    let plain = |word, title, detail| Plain { word, title, detail };
    match status.as_u16() {
        401 => plain("unauthenticated", say::UNAUTHENTICATED, Some(error::UNAUTHENTICATED)),
        403 => plain("forbidden", say::FORBIDDEN, Some(error::FORBIDDEN)),
        404 => plain("not_found", say::NOT_FOUND, Some(error::NOT_FOUND)),
        405 => plain("method_not_allowed", say::METHOD, Some(say::METHOD_DETAIL)),
        409 => plain("conflict", say::CONFLICT, None),
        412 => plain("precondition_failed", say::PRECONDITION, None),
        413 => plain("too_large", say::TOO_LARGE, Some(say::TOO_LARGE_DETAIL)),
        415 => plain("unsupported_media_type", say::MEDIA_TYPE, Some(say::MEDIA_TYPE_DETAIL)),
        416 => plain("range_not_satisfiable", say::RANGE, Some(say::RANGE_DETAIL)),
        422 => plain("invalid", say::INVALID, Some(error::INVALID)),
        429 => plain("too_many_requests", say::TOO_MANY, None),
        503 => plain("unavailable", say::UNAVAILABLE, Some(error::UNAVAILABLE)),
        500.. => plain("internal", say::INTERNAL, None),
        _ => plain("unreadable", say::UNREADABLE, Some(say::UNREADABLE_DETAIL)),
    }
}

/// No route has this path.
pub async fn no_such_path() -> Response {
    refuse(Error::NotFound, say::NO_SUCH_PATH)
}

/// The room that will answer here is not built yet; clients of the references are told so.
pub fn not_built() -> Response {
    refuse(Error::NotFound, say::NOT_BUILT)
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        (StatusCode::from_u16(self.status).unwrap_or_default(), Json(self)).into_response()
    }
}
