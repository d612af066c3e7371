//! Pages of other sites: closed by default; those on the list may call the API with a token, never with
//! cookies.
use super::{
    api_world::{Api, Call, Reply},
    world::World,
};
use serde_json::json;

const LISTED: &str = "https://app.example.org";
const STRANGE: &str = "https://evil.example";

async fn open_to_listed() -> Api {
    Api::of(World::with(&[("cors_origins", &format!("https://intranet.example.org, {LISTED}"))]).await)
}

/// What a browser says of a page of another site.
fn from<'a>(call: Call<'a>, origin: &str) -> Call<'a> {
    call.with("host", "aide.example.org")
        .with("origin", origin)
        .with("sec-fetch-site", "cross-site")
        .with("sec-fetch-mode", "cors")
}

/// What a browser asks before it sends a page's request to another site.
async fn preflight(api: &Api, path: &str, origin: &str, method: &str, headers: &str) -> Reply {
    let call = from(api.call("OPTIONS", path), origin);
    call.with("access-control-request-method", method)
        .with("access-control-request-headers", headers)
        .send()
        .await
}

/// The words of the answer's CORS headers, by what they say.
fn said(reply: &Reply) -> Vec<&str> {
    reply.headers.keys().filter_map(|name| name.as_str().strip_prefix("access-control-")).collect()
}

fn names<'a>(reply: &'a Reply, header: &str) -> Vec<&'a str> {
    reply.header(header).split(',').map(str::trim).collect()
}

#[tokio::test]
async fn without_a_list_no_page_of_another_site_hears_anything() {
    let api = Api::open().await;
    let grace = api.token(&api.world.grace).await;
    let asked = preflight(&api, "/api/v1/tickets", LISTED, "POST", "authorization").await;
    assert_eq!((asked.status.as_u16(), said(&asked)), (405, vec![]), "a preflight is refused");
    let read = from(api.get("/api/v1/me"), LISTED).by(&grace).send().await;
    assert_eq!(
        (read.status.as_u16(), said(&read)),
        (200, vec![]),
        "the browser keeps the answer from the page"
    );
    let written =
        from(api.post("/api/v1/tickets", json!({"description": "x"})), LISTED).by(&grace).send().await;
    assert_eq!(said(&written), Vec::<&str>::new());
    written.is(403);
}

#[tokio::test]
async fn a_page_of_a_listed_site_may_call_with_a_token_and_read_what_a_client_needs() {
    let api = open_to_listed().await;
    let grace = api.token(&api.world.grace).await;
    for (method, headers) in [
        ("POST", "authorization,content-type,idempotency-key"),
        ("PATCH", "authorization,content-type,if-match"),
    ] {
        let asked = preflight(&api, "/api/v1/tickets", LISTED, method, headers).await;
        assert!(asked.status.is_success());
        assert_eq!(asked.header("access-control-allow-origin"), LISTED);
        assert!(names(&asked, "access-control-allow-methods").contains(&method), "{method}");
        let allowed = names(&asked, "access-control-allow-headers");
        assert!(headers.split(',').all(|header| allowed.contains(&header)), "{headers} in {allowed:?}");
    }
    let wish = json!({"name": "Intranet", "scopes": ["lecture", "ecriture"], "days": 1});
    let made = api.post("/api/v1/tokens", wish).by(&grace).send().await.is(201);
    let open = api.post("/api/v1/tickets", json!({"description": "L’imprimante P-12 n’imprime plus"}));
    let reply =
        from(open, LISTED).by(made["secret"].as_str().unwrap()).with("idempotency-key", "k1").send().await;
    assert_eq!(reply.header("access-control-allow-origin"), LISTED);
    let exposed = names(&reply, "access-control-expose-headers");
    for header in [
        "etag",
        "location",
        "retry-after",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
        "x-request-id",
    ] {
        assert!(exposed.contains(&header), "{header} in {exposed:?}");
    }
    assert!(reply.headers.contains_key("ratelimit-remaining"));
    reply.is(201);
    let refused = from(api.get("/api/v1/me"), LISTED).by("cordee_pat_unknown").send().await;
    assert_eq!(refused.header("access-control-allow-origin"), LISTED, "a page reads why it was refused");
    refused.is(401);
}

#[tokio::test]
async fn a_page_of_any_other_site_may_not_nor_may_a_listed_one_beyond_the_api() {
    let api = open_to_listed().await;
    let grace = api.token(&api.world.grace).await;
    for origin in [STRANGE, "https://app.example.org.evil.example", "http://app.example.org", "null"] {
        let asked = preflight(&api, "/api/v1/tickets", origin, "POST", "authorization").await;
        assert!(!asked.headers.contains_key("access-control-allow-origin"), "{origin}");
        let read = from(api.get("/api/v1/me"), origin).by(&grace).send().await;
        assert!(!read.headers.contains_key("access-control-allow-origin"), "{origin}");
        from(api.post("/api/v1/tickets", json!({"description": "x"})), origin)
            .by(&grace)
            .send()
            .await
            .is(403);
    }
    for path in ["/sign-in", "/tickets", "/live", "/healthz", "/fn/whoami"] {
        assert_eq!(
            said(&preflight(&api, path, LISTED, "GET", "authorization").await),
            Vec::<&str>::new(),
            "{path}"
        );
        assert_eq!(said(&from(api.get(path), LISTED).send().await), Vec::<&str>::new(), "{path}");
    }
}

#[tokio::test]
async fn cookies_never_count_for_a_page_of_another_site() {
    let api = open_to_listed().await;
    let cookie = format!("cordee_access={}", api.token(&api.world.grace).await);
    assert_eq!(
        api.get("/api/v1/me").with("cookie", &cookie).send().await.is(200)["nom"],
        "grace",
        "for our own pages they do"
    );
    let asked = preflight(&api, "/api/v1/tickets", LISTED, "POST", "content-type").await;
    assert!(
        !asked.headers.contains_key("access-control-allow-credentials"),
        "so a browser keeps its cookies"
    );
    let open =
        || from(api.post("/api/v1/tickets", json!({"description": "x"})), LISTED).with("cookie", &cookie);
    let reply = open().send().await;
    assert!(!reply.headers.contains_key("access-control-allow-credentials"));
    reply.is(403);
    open().with("authorization", "Basic Z3JhY2U6eA==").send().await.is(403);
    open().by("x").send().await.is(401);
}
