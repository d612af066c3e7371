//! Every URL of the house: pages, server functions, the socket, the rooms' own routes, health, and what lies
//! in the site folder.
use super::{
    Ctx, House, Room, digest, endpoints::Endpoints, etag, headers, http, kept_forms, live, metrics, openapi,
    plain_files::Doors, plain_forms, problem, response_budget, security_headers,
};
use crate::base::{
    Error, FormDone, Scope,
    drawing::{AssetRoot, WallClock},
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use std::{path::Path, sync::Arc, time::Duration};
use tower::{ServiceBuilder, util::option_layer};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
    cors::CorsLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    services::ServeDir,
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

/// Bodies of server functions and forms: enough for the longest text, escaped.
pub(super) const MAX_BODY: usize = 256 * 1024;

/// The router's state: the house, and what Leptos wants to know.
#[derive(Clone)]
struct Site {
    house: Arc<House>,
    options: LeptosOptions,
}

impl FromRef<Site> for Arc<House> {
    fn from_ref(site: &Site) -> Self {
        site.house.clone()
    }
}

impl FromRef<Site> for LeptosOptions {
    fn from_ref(site: &Site) -> Self {
        site.options.clone()
    }
}

/// What the machine room draws without knowing it.
#[derive(Clone, Copy)]
pub struct Pages {
    /// The app, asked for its routes.
    pub app: fn() -> AnyView,
    /// The document around it.
    pub shell: fn(LeptosOptions) -> AnyView,
}

/// The whole of it.
pub fn router(house: Arc<House>, drawn: Pages) -> Router {
    let root = house.config.site_root.clone();
    let options = LeptosOptions::builder()
        .output_name("cordee")
        .site_root(root.display().to_string())
        .site_pkg_dir("pkg")
        .build();
    let assets = AssetRoot(format!("/a/{}", fingerprint(&root.join("pkg"))));
    let pkg = ServeDir::new(root.join("pkg")).precompressed_br().precompressed_gzip();
    let forever = SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    let site = Site { house: house.clone(), options };
    let identify = middleware::from_fn_with_state(house.clone(), http::identify);
    let beside = identified(&house, beside(house.rooms.list));
    let doors = Doors { router: beside.clone(), rooms: house.rooms.list };
    let pages = pages(site.clone(), assets.clone(), drawn, doors);
    let api = identified(&house, openapi::served(house.rooms.list)).layer(option_layer(cors(&house)));
    Router::new()
        .nest_service(&format!("{}/pkg", assets.0), ServiceBuilder::new().layer(forever).service(pkg))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready).with_state(house.clone()))
        .route("/metrics", get(metrics::serve).with_state(house.clone()))
        .merge(pages.with_state(site).layer(identify))
        .merge(beside)
        .merge(api)
        .layer(middleware::from_fn_with_state(house, security_headers::add))
        .layer(CatchPanicLayer::custom(http::panicked))
        .layer(middleware::from_fn(problem::speak))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::new(HeaderName::from_static("x-request-id"), MakeRequestUuid))
        .layer(middleware::map_request(keep_request_id))
}

/// The socket, and what the rooms serve beside their pages and the API.
fn beside(rooms: &[Room]) -> Endpoints {
    let socket = Endpoints::default().beside(Scope::Write, "/live", get(live::upgrade));
    rooms.iter().fold(socket, |all, room| all.and((room.routes)()))
}

/// Endpoints whose callers are named, and whose tokens must have their scopes.
fn identified(house: &Arc<House>, endpoints: Endpoints) -> Router {
    let identify = middleware::from_fn_with_state(house.clone(), http::identify);
    let bound = middleware::from_fn_with_state(house.clone(), response_budget::bound);
    let scopes = Extension(Arc::new(endpoints.scopes));
    let known = middleware::from_fn(etag::answer_known);
    endpoints.router.with_state(house.clone()).layer(known).layer(bound).layer(identify).layer(scopes)
}

/// Pages of the sites on the list may call the API with a token; of no others, and never with cookies.
/// Without a list, nothing is said at all.
fn cors(house: &House) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = house.config.cors_origins.iter().filter_map(|o| o.parse().ok()).collect();
    let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let names = ["authorization", "content-type", "accept-language", "if-match", "idempotency-key", "range"];
    let exposed = [
        "etag",
        "location",
        "link",
        "retry-after",
        "x-request-id",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
    ];
    let allowed = CorsLayer::new()
        .allow_methods(methods)
        .allow_headers(names.map(HeaderName::from_static))
        .expose_headers(exposed.map(HeaderName::from_static))
        .max_age(Duration::from_secs(600));
    (!origins.is_empty()).then(|| allowed.allow_origin(origins))
}

/// A number that a caller gives its request is kept where it is one: it stands in the log and in answers.
async fn keep_request_id(mut request: Request) -> Request {
    let id = request.headers().get("x-request-id").map(|id| id.to_str().ok().and_then(|id| id.parse().ok()));
    if let Some(None::<uuid::Uuid>) = id {
        request.headers_mut().remove("x-request-id");
    }
    request
}

fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default();
    // The path only: queries may carry what people search for, or a token of clients of the references.
    tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
}

fn pages(site: Site, assets: AssetRoot, Pages { app, shell }: Pages, doors: Doors) -> Router<Site> {
    let routes = generate_route_list(app);
    let options = site.options.clone();
    let files = ServeDir::new(&*site.options.site_root)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    let revalidated =
        SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let page = {
        let (assets, options) = (assets.clone(), options.clone());
        leptos_axum::render_app_async_with_context(move || provide(&assets), move || shell(options.clone()))
    };
    // Whoever is signed in is named on it: it is kept by nobody, as every page.
    let unkept =
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let lost = Router::new().fallback(page).layer(unkept).layer(middleware::from_fn(no_page_for_a_file));
    let policy = SetResponseHeaderLayer::if_not_present(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(security_headers::FILE_POLICY),
    );
    let files = ServiceBuilder::new().layer(revalidated).layer(policy).service(files.fallback(lost));
    Router::<Site>::new()
        .leptos_routes_with_context(&site, routes, move || provide(&assets), move || shell(options.clone()))
        .fallback_service(files)
        .layer(middleware::from_fn_with_state(doors, plain_forms::serve))
        .layer(middleware::map_request_with_state(site.house.clone(), keep_own_referer))
        .layer(middleware::from_fn_with_state(site.house.clone(), response_budget::bound))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// Whoever asks for a file, or for a piece of another build, has no use for a page that says it is not there.
async fn no_page_for_a_file(request: Request, next: middleware::Next) -> Response {
    let path = request.uri().path();
    let is_file = path.starts_with("/a/") || path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file {
        return (StatusCode::NOT_FOUND, "there is no such file").into_response();
    }
    next.run(request).await
}

/// What pages and server functions find in their context; a page's policy carries the nonce of its scripts.
fn provide(assets: &AssetRoot) {
    let parts = use_context::<axum::http::request::Parts>();
    if let Some((parts, ctx)) =
        parts.and_then(|parts| parts.extensions.get::<Ctx>().cloned().map(|ctx| (parts, ctx)))
    {
        if let Some(kept) = kept_forms::of_page(&ctx, &parts) {
            provide_context(kept);
        }
        if let Some(done) = parts.extensions.get::<FormDone>() {
            provide_context(*done);
        }
        provide_context(ctx.lang());
        let american = WallClock::is_american(&headers::text(&parts.headers, header::ACCEPT_LANGUAGE));
        provide_context(WallClock { zone: ctx.config.timezone, now: ctx.clock.now(), american });
        provide_context(ctx);
    }
    provide_context(assets.clone());
    let policy =
        leptos::nonce::use_nonce().map(|nonce| HeaderValue::from_str(&security_headers::page_policy(&nonce)));
    if let Some((Ok(policy), response)) = policy.zip(use_context::<ResponseOptions>()) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// A form without scripts goes back to the page it came from, where that is one of ours.
async fn keep_own_referer(State(house): State<Arc<House>>, mut request: Request) -> Request {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let host = text(header::HOST);
    let home = house.config.public_url.clone().unwrap_or_else(|| ["http://", host].concat());
    let page: Option<Uri> = text(header::REFERER).parse().ok();
    let authority = page.as_ref().and_then(|page| page.authority()).map_or("", |site| site.as_str());
    let is_ours = !authority.is_empty()
        && (authority == host || home.split_once("//").map(|(_, h)| h) == Some(authority));
    if !is_ours && let Ok(home) = HeaderValue::from_str(&[&home, "/"].concat()) {
        request.headers_mut().insert(header::REFERER, home);
    }
    request
}

/// Ready: the database reads and, where the last commit failed, writes again.
async fn ready(State(house): State<Arc<House>>) -> Response {
    let probe = async {
        house.db.glance().await?;
        if !house.db.is_sound() {
            house.db.write(|tx| Box::pin(async move { Ok(super::db::dialect::probe(tx).await?) })).await?;
        }
        Ok::<_, Error>(())
    };
    match probe.await {
        Ok(()) => "ready".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response(),
    }
}

/// A mark of the build: the scripts and styles may be cached for ever under it.
fn fingerprint(pkg: &Path) -> String {
    let mut files: Vec<_> =
        std::fs::read_dir(pkg).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let bytes: Vec<Vec<u8>> = files
        .iter()
        .filter(|f| f.extension().is_none_or(|e| e != "br" && e != "gz"))
        .filter_map(|f| std::fs::read(f).ok())
        .collect();
    let parts: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
    format!("{:016x}", digest(&parts))
}
