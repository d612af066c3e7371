//! The HTTP API as a whole: its routes, and its description (OpenAPI 3.1) derived from them, served with an interactive page of our own.
use super::{House, Room, http::Refusal, problem::ProblemDetails};
use crate::base::Error;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path},
    http::{HeaderMap, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, any, get},
};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi, OpenApiBuilder, Paths, Ref, RefOr,
        Response as Described, ResponseBuilder, Schema, Type,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};
use utoipa_axum::{router::UtoipaMethodRouter, routes};

/// Bodies of requests: enough for the longest text, escaped.
const MAX_BODY: usize = 256 * 1024;

/// Routes with their descriptions.
#[derive(Default)]
pub struct Endpoints {
    router: Router<Arc<House>>,
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Endpoints {
    /// Adds what `routes!` made; the path is known with and without its last slash.
    pub fn with(mut self, (schemas, paths, methods): UtoipaMethodRouter<Arc<House>>) -> Self {
        for path in paths.paths.keys() {
            self.router = both(self.router, path, methods.clone());
        }
        self.paths.merge(paths);
        self.schemas.extend(schemas);
        self
    }
    /// Like [`Endpoints::with`], for what creates: with an idempotency key, a repeated `POST` gets the first answer.
    pub fn creating(self, (schemas, mut paths, methods): UtoipaMethodRouter<Arc<House>>) -> Self {
        for operation in paths.paths.values_mut().filter_map(|item| item.post.as_mut()) {
            operation.parameters.get_or_insert_default().push(once_key());
        }
        self.with((schemas, paths, methods.layer(middleware::from_fn(super::once::once))))
    }
    /// Like [`Endpoints::with`], for a route that is no part of the description (a socket).
    pub fn beside(mut self, path: &str, methods: MethodRouter<Arc<House>>) -> Self {
        self.router = both(self.router, path, methods);
        self
    }
    /// These and those.
    pub fn and(mut self, other: Endpoints) -> Self {
        self.router = self.router.merge(other.router);
        self.paths.merge(other.paths);
        self.schemas.extend(other.schemas);
        self
    }
    /// Names under which two different things are described.
    pub fn clashes(&self) -> Vec<&str> {
        let mut known = std::collections::BTreeMap::new();
        self.schemas
            .iter()
            .filter(|(name, schema)| known.insert(name, schema).is_some_and(|other| other != schema))
            .map(|(name, _)| name.as_str())
            .collect()
    }
    /// Every method and path of the description, as `GET /api/v1/me`.
    pub fn names(&self) -> Vec<String> {
        let operations = self.paths.paths.iter().flat_map(|(path, item)| {
            let methods = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            methods
                .into_iter()
                .filter(|(_, op)| op.is_some())
                .map(move |(method, _)| format!("{method} {path}"))
        });
        operations.collect()
    }
}

fn once_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some("Made by the caller, best a UUID: the same request sent again with it gets the first answer and has no effect"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255)).pattern(Some("^[!-~]+$"))))
        .build()
}

fn both(router: Router<Arc<House>>, path: &str, methods: MethodRouter<Arc<House>>) -> Router<Arc<House>> {
    let bare = path.trim_end_matches('/');
    router.route(bare, methods.clone()).route(&format!("{bare}/"), methods)
}

/// The router of the whole API, with the pages that describe it.
pub fn router(rooms: &[Room]) -> Router<Arc<House>> {
    let Endpoints { router, .. } = whole(rooms);
    router
        .route("/api/docs", get(|| async { Redirect::permanent("/api/docs/") }))
        .route("/api/docs/", get(|headers: HeaderMap| docs_file(headers, String::new())))
        .route(
            "/api/docs/{*file}",
            get(|headers: HeaderMap, Path(file): Path<String>| docs_file(headers, file)),
        )
        .route("/api/{*path}", any(super::problem::no_such_path))
        .route("/depannage/{*path}", any(super::problem::no_such_path))
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// The rooms' endpoints and our own.
pub fn whole(rooms: &[Room]) -> Endpoints {
    let own = Endpoints::default().with(routes!(schema));
    let whole = rooms.iter().fold(own, |whole, room| whole.and((room.endpoints)()));
    WRITTEN.get_or_init(|| Written::of(&describe(&whole)));
    whole
}

/// The description in both spellings, made once.
struct Written {
    json: String,
    yaml: String,
}

static WRITTEN: OnceLock<Written> = OnceLock::new();

impl Written {
    fn of(document: &OpenApi) -> Written {
        Written {
            json: document.to_pretty_json().unwrap_or_default(),
            yaml: document.to_yaml().unwrap_or_default(),
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
#[utoipa::path(get, path = "/api/schema/", tag = "documentation", params(Spelling), security(()),
    responses((status = 200, description = "The description", content((Object = "application/json"), (Object = "application/yaml")))))]
async fn schema(
    headers: HeaderMap,
    super::extract::Params(spelling): super::extract::Params<Spelling>,
) -> Response {
    let accepts_yaml =
        headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.contains("yaml"));
    let Some(written) = WRITTEN.get() else { return Refusal(Error::Unavailable).into_response() };
    match spelling.format.as_deref() {
        Some("yaml") => ([(header::CONTENT_TYPE, "application/yaml")], written.yaml.as_str()).into_response(),
        None if accepts_yaml => {
            ([(header::CONTENT_TYPE, "application/yaml")], written.yaml.as_str()).into_response()
        }
        Some("json") | None => {
            ([(header::CONTENT_TYPE, "application/json")], written.json.as_str()).into_response()
        }
        Some(_) => Refusal(Error::field("format", crate::base::Problem::Unknown)).into_response(),
    }
}

/// The interactive page: Swagger UI from the crate, its own scripts and styles only. Without its bar, whose logo brings an inline style.
async fn docs_file(_: HeaderMap, file: String) -> Response {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
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
            (headers, found.bytes.into_owned()).into_response()
        }
        _ => Refusal(Error::NotFound).into_response(),
    }
}

const ABOUT: &str = "Everything the pages of Cordée do, for programs. The paths under `/api/v1/` are ours; the others are those of the \
reference documents, kept for the programs written for them. Errors are problem details (RFC 9457) in the caller's language. Get a token at \
`/api/token/` (or make a personal access token) and give it to *Authorize*. How it all fits together: docs/API.md.";

const TAGS: [(&str, &str); 9] = [
    ("authentication", "Signing in, tokens, sessions, one's own account"),
    ("tickets", "Requests for help and their life"),
    ("conversation", "What is said on a ticket, pictures, events"),
    ("guidance", "Live guidance, step by step"),
    ("people", "People, for administrators"),
    ("departments", "Departments and categories"),
    ("references", "The paths of the reference documents"),
    ("communication", "The paths of the reference on communication"),
    ("documentation", "This description"),
];

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
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
        ];
        for (method, operation) in operations.into_iter().chain([("delete", &mut item.delete)]) {
            operation.iter_mut().for_each(|operation| complete(method, path, operation));
        }
    }
    let info = InfoBuilder::new().title("Cordée").version(env!("CARGO_PKG_VERSION")).description(Some(ABOUT));
    let tags = TAGS.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build());
    let none: [String; 0] = [];
    OpenApiBuilder::new()
        .info(info.build())
        .tags(Some(tags))
        .paths(paths)
        .components(Some(components))
        .security(Some([
            SecurityRequirement::new("bearer", none.clone()),
            SecurityRequirement::new("cookie", none),
        ]))
        .build()
}

/// Adds every refusal an operation can meet, so that handlers describe what is theirs only.
fn complete(method: &str, path: &str, operation: &mut Operation) {
    operation.operation_id = Some(name(method, path));
    let is_public = operation.security.as_ref().is_some_and(|s| *s == [SecurityRequirement::default()]);
    let changes = method != "get";
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
    when(operation.request_body.is_some(), 413, "The body is too large");
    when(operation.request_body.is_some(), 415, "The body is not of the right type");
    for (code, text) in codes {
        operation.responses.responses.entry(code.to_string()).or_insert_with(|| RefOr::T(refusal(text)));
    }
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
