//! The shapes of an answer that several rooms give.
use super::http::Refusal;
use crate::base::{
    AccountId, Error, Role,
    live::{Audience, Author, Event},
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a handler of the HTTP API answers.
pub type ApiResult<T> = Result<T, Refusal>;

/// `201`, where the new thing is, and the thing.
pub struct Created<T>(pub String, pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response = (StatusCode::CREATED, Json(self.1)).into_response();
        response
            .headers_mut()
            .extend(HeaderValue::from_str(&self.0).ok().map(|place| (Some(header::LOCATION), place)));
        response
    }
}

/// A thing with the number of its state, for `If-Match`.
pub struct Tagged<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.1).into_response();
        response.headers_mut().extend(
            HeaderValue::from_str(&format!("\"{}\"", self.0)).ok().map(|tag| (Some(header::ETAG), tag)),
        );
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

/// A moment in a list. chrono's own way is the same text letter by letter, a tenth of what a list costs.
pub fn write_time<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// A person, as others see them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-000000000001", "nom": "Ada", "role": "employe"}))]
pub struct Who {
    pub id: AccountId,
    pub nom: String,
    pub role: Role,
}

impl From<Author> for Who {
    fn from(Author { id, name: nom, role }: Author) -> Self {
        Who { id, nom, role }
    }
}

/// Something that happened on a stream.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"seq": 5, "kind": "instruction",
    "by": {"id": "0199c1a2-7c11-7000-8000-000000000002", "nom": "Grace", "role": "technicien"},
    "at": "2026-11-21T09:05:00Z", "said_at": null, "audience": "tous",
    "act": "0199c1a2-7c11-7000-8000-0000000000a1", "payload": {"step": {"number": 1, "version": 1},
    "text": "Éteignez l’imprimante", "how": "suite"}}))]
pub struct EventShown {
    /// 1, 2, 3 … without a gap; numbers of events that are not for this reader are missing here.
    pub seq: i64,
    /// `creation`, `assignation`, `changement_statut`, `modification`, `ajout_commentaire`, `piece_jointe`,
    /// `guidage_debut`, `instruction`, …
    pub kind: String,
    /// `null`: the house itself.
    pub by: Option<Who>,
    pub at: DateTime<Utc>,
    /// When the person did it, where that was earlier.
    pub said_at: Option<DateTime<Utc>>,
    pub audience: Audience,
    /// The id its client gave the act it came from.
    pub act: Option<Uuid>,
    /// What happened, by kind.
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    pub payload: Value,
}

impl From<Event> for EventShown {
    fn from(e: Event) -> Self {
        let Event { seq, kind, by, at, said_at, audience, act, payload } = e;
        EventShown { seq, kind, by: by.map(Who::from), at, said_at, audience, act, payload }
    }
}

/// A plain list, and in the header `Link` where its next page is.
pub struct Linked<T>(pub Option<String>, pub Vec<T>);

impl<T: Serialize> IntoResponse for Linked<T> {
    fn into_response(self) -> Response {
        // In one piece: axum's `Json` begins with 128 bytes and grows.
        let mut response = match serde_json::to_vec(&self.1) {
            Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
            Err(error) => {
                Refusal(super::telemetry::internal("an answer could not be written", &error)).into_response()
            }
        };
        let link = self.0.and_then(|place| HeaderValue::from_str(&format!("<{place}>; rel=\"next\"")).ok());
        response.headers_mut().extend(link.map(|link| (Some(header::LINK), link)));
        response
    }
}

/// Fields as the caller called them.
pub fn named(error: Error, names: &[(&str, &str)]) -> Error {
    let Error::Invalid(mut fields) = error else { return error };
    for field in &mut fields {
        if let Some((_, outside)) = names.iter().find(|(inside, _)| *inside == field.field) {
            field.field = (*outside).into();
        }
    }
    Error::Invalid(fields)
}
