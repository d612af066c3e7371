//! The shapes of an answer that several rooms give.
use super::http::Refusal;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What a handler of the HTTP API answers.
pub type Answer<T> = Result<T, Refusal>;

/// `201`, where the new thing is, and the thing.
pub struct Created<T>(pub String, pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response = (StatusCode::CREATED, Json(self.1)).into_response();
        response.headers_mut().extend(HeaderValue::from_str(&self.0).ok().map(|place| (Some(header::LOCATION), place)));
        response
    }
}

/// A thing with the number of its state, for `If-Match`.
pub struct Tagged<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.1).into_response();
        response.headers_mut().extend(HeaderValue::from_str(&format!("\"{}\"", self.0)).ok().map(|tag| (Some(header::ETAG), tag)));
        response
    }
}

/// A page of a list; `next` is the `after` of the following page, `null` at the end.
#[derive(Serialize, ToSchema)]
pub struct Listed<T> {
    pub items: Vec<T>,
    #[schema(example = "1042")]
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// A page in the shape it has outside.
    pub fn of<U: Into<T>>(page: crate::base::Page<U>) -> Self {
        Listed { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// `204`: done, nothing to say.
pub const DONE: StatusCode = StatusCode::NO_CONTENT;
