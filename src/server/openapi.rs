//! The HTTP API as a whole: its routes, and its description (OpenAPI 3.1) derived from them, served with an
//! interactive page of our own.
use super::{
    Room,
    endpoints::{Endpoints, operations},
    http::Refusal,
    problem::ProblemDetails,
    request::QueryParams,
};
use crate::base::{Error, Problem, Scope};
use axum::{
    Extension,
    body::Bytes,
    extract::{DefaultBodyLimit, Path},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Redirect, Response},
    routing::{any, get},
};
use serde::Deserialize;
use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Response as Described,
        ResponseBuilder,
        path::Operation,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};
use utoipa_axum::routes;

/// Bodies of requests: enough for the longest text, escaped.
const MAX_BODY: usize = 256 * 1024;

/// What describes the others.
const ROOM: Room = Room {
    name: "documentation",
    about: "This description",
    endpoints: || Endpoints::default().with(Scope::Read, routes!(schema)),
    ..Room::NONE
};

/// The rooms' endpoints and our own.
pub fn whole(rooms: &[Room]) -> Endpoints {
    rooms
        .iter()
        .chain([&super::operations::ROOM, &ROOM])
        .map(Endpoints::of)
        .fold(Endpoints::default(), Endpoints::and)
}

/// The whole API, with the pages that describe it.
pub fn served(rooms: &'static [Room]) -> Endpoints {
    let mut whole = whole(rooms);
    whole.router = whole
        .router
        .route("/api/docs", get(|| async { Redirect::permanent("/api/docs/") }))
        .route("/api/docs/", get(|headers: HeaderMap| docs_file(headers, String::new())))
        .route(
            "/api/docs/{*file}",
            get(|headers: HeaderMap, Path(file): Path<String>| docs_file(headers, file)),
        )
        .route("/api/{*path}", any(super::problem::no_such_path))
        .route("/depannage/{*path}", any(super::problem::no_such_path))
        .layer(Extension(Description { rooms, written: Arc::default() }))
        .layer(DefaultBodyLimit::max(MAX_BODY));
    whole
}

/// The description of what these rooms serve, made when it is first asked for (17 ms): few servers are ever
/// asked, and made at the start it cost each of them 3 MB at rest.
#[derive(Clone)]
struct Description {
    rooms: &'static [Room],
    written: Arc<OnceLock<Written>>,
}

impl Description {
    fn written(&self) -> &Written {
        self.written.get_or_init(|| Written::of(&describe(&whole(self.rooms))))
    }
}

/// It in both spellings.
struct Written {
    json: Bytes,
    yaml: Bytes,
}

impl Written {
    fn of(document: &OpenApi) -> Written {
        Written {
            json: document.to_pretty_json().unwrap_or_default().into(),
            yaml: document.to_yaml().unwrap_or_default().into(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Spelling {
    /// `json` or `yaml`; without it, the header `Accept` decides.
    #[param(pattern = "^(json|yaml)$", example = "yaml")]
    format: Option<String>,
}

/// This description (OpenAPI 3.1)
///
/// JSON, or YAML where `format=yaml` or the header `Accept` asks for it.
#[utoipa::path(get, path = "/api/schema/", params(Spelling), security(()), responses((status = 200,
    description = "The description", content((Object = "application/json"), (Object = "application/yaml")))))]
async fn schema(
    headers: HeaderMap,
    Extension(description): Extension<Description>,
    QueryParams(spelling): QueryParams<Spelling>,
) -> Response {
    let written = description.written();
    let accepts_yaml =
        headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.contains("yaml"));
    let (content_type, text) = match spelling.format.as_deref() {
        Some("json") => ("application/json", &written.json),
        Some("yaml") => ("application/yaml", &written.yaml),
        None if accepts_yaml => ("application/yaml", &written.yaml),
        None => ("application/json", &written.json),
        Some(_) => return Refusal(Error::field("format", Problem::Unknown)).into_response(),
    };
    ([(header::CONTENT_TYPE, content_type)], text.clone()).into_response()
}

/// The interactive page: Swagger UI from the crate, its own scripts and styles only. Without its bar, whose
/// logo brings an inline style; for the files it does not use, empty ones stand in (`.cargo/config.toml`).
async fn docs_file(_: HeaderMap, file: String) -> Response {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let config = utoipa_swagger_ui::Config::from("/api/schema/")
        .use_base_layout()
        .validator_url("none")
        .persist_authorization(false)
        .filter(true);
    match utoipa_swagger_ui::serve(&file, Arc::new(config)) {
        Ok(Some(found)) => {
            let headers = [
                (header::CONTENT_TYPE, found.content_type.as_str()),
                (header::CONTENT_SECURITY_POLICY, POLICY),
            ];
            // As they stand in the program: a copy for each slow reader would add up.
            let body = match found.bytes {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => bytes.into(),
            };
            (headers, body).into_response()
        }
        _ => Refusal(Error::NotFound).into_response(),
    }
}

const ABOUT: &str = "Everything the pages of Cordée do, for programs. The paths under `/api/v1/` are ours; \
    the others are those of the reference documents, kept for the programs written for them. Errors are \
    problem details (RFC 9457) in the caller's language. Get a token at `/api/token/` (or make a personal \
    access token) and give it to *Authorize*. How it all fits together: docs/API.md.";

/// The whole description.
pub fn describe(endpoints: &Endpoints) -> OpenApi {
    let mut components = Components::new();
    components.schemas.extend(endpoints.schemas.iter().cloned());
    let mut own = Vec::new();
    ProblemDetails::schemas(&mut own);
    components.schemas.extend(own);
    components.schemas.insert(ProblemDetails::name().into_owned(), ProblemDetails::schema());
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("An access token of `/api/token/` (15 minutes), or a personal access token."));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    components.add_security_scheme(
        "cookie",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("cordee_access"))),
    );
    let mut paths = endpoints.paths.clone();
    for (path, item) in &mut paths.paths {
        operations(item).for_each(|(method, operation)| complete(&method, path, operation));
    }
    let info = InfoBuilder::new().title("Cordée").version(env!("CARGO_PKG_VERSION")).description(Some(ABOUT));
    let tag = |(name, about): &(&str, &str)| TagBuilder::new().name(*name).description(Some(*about)).build();
    let none: [String; 0] = [];
    OpenApiBuilder::new()
        .info(info.build())
        .tags(Some(endpoints.tags.iter().map(tag)))
        .paths(paths)
        .components(Some(components))
        .security(Some([
            SecurityRequirement::new("bearer", none.clone()),
            SecurityRequirement::new("cookie", none),
        ]))
        .build()
}

/// Adds every refusal an operation can meet, so that handlers describe what is theirs only.
fn complete(method: &Method, path: &str, operation: &mut Operation) {
    operation.operation_id = Some(name(&method.as_str().to_lowercase(), path));
    let is_public = operation.security.as_ref().is_some_and(|s| *s == [SecurityRequirement::default()]);
    let changes = method != Method::GET;
    let mut codes = vec![
        (500, "Something broke; the log has the story"),
        (503, "Nothing can be kept right now; try again"),
    ];
    let mut when = |holds: bool, code: u16, text: &'static str| codes.extend(holds.then_some((code, text)));
    when(true, 429, "Too many; `Retry-After` says when to try again");
    when(true, 422, "Fields or parameters to correct, each named");
    when(changes || operation.parameters.is_some(), 400, "The request cannot be read");
    when(!is_public, 401, "Nobody is signed in");
    when(changes || !is_public, 403, "Not allowed, or from another site");
    when(path.contains('{') || path.starts_with("/depannage"), 404, "Not there, or not for the caller");
    when(changes, 409, "The present state does not allow it");
    when(takes(operation, "If-Match"), 412, "It has changed meanwhile");
    when(takes(operation, "Range"), 416, "The range lies outside");
    when(operation.request_body.is_some(), 413, "The body is too large");
    when(operation.request_body.is_some(), 415, "The body is not of the right type");
    for (code, text) in codes {
        operation.responses.responses.entry(code.to_string()).or_insert_with(|| RefOr::T(refusal(text)));
    }
}

/// Does it read this header?
fn takes(operation: &Operation, header: &str) -> bool {
    operation.parameters.iter().flatten().any(|parameter| parameter.name == header)
}

/// What generated clients call it: `get_v1_tickets_id`.
fn name(method: &str, path: &str) -> String {
    let words = path
        .split(['/', '{', '}', '-'])
        .filter(|word| !word.is_empty() && (*word != "api" || path == "/api/"));
    [method].into_iter().chain(words).collect::<Vec<_>>().join("_")
}

fn refusal(text: &str) -> Described {
    let schema = Ref::from_schema_name(ProblemDetails::name());
    ResponseBuilder::new()
        .description(text)
        .content("application/problem+json", ContentBuilder::new().schema(Some(schema)).build())
        .build()
}
