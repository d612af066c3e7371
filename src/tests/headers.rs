//! What a request says in its headers: read part by part, and believed as far as it is ours.
use super::{api_world::Api, lines::Server};
use crate::server::Visit;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Request},
};
use tower::ServiceExt;

/// Another program on the same host name may set a cookie of any bytes.
#[tokio::test]
async fn a_foreign_cookie_signs_nobody_out() {
    let api = Api::open().await;
    let token = api.token(&api.world.ada).await;
    let cookies = [
        [b"autre=caf\xe9; cordee_access=".as_slice(), token.as_bytes()].concat(),
        ["autre=café; cordee_access=", &token].concat().into_bytes(),
        [b"cordee_access=", token.as_bytes(), b"; autre=caf\xe9"].concat(),
    ];
    for cookie in cookies {
        let value = HeaderValue::from_bytes(&cookie).unwrap();
        assert_eq!(api.get("/api/v1/me").with_bytes("cookie", value).send().await.status, 200);
    }
}

#[tokio::test]
async fn a_language_that_can_be_read_is_used_beside_one_that_cannot() {
    let api = Api::open().await;
    let value = HeaderValue::from_bytes(b"en-GB,fr\xe9").unwrap();
    let refused = api.get("/api/v1/me").with_bytes("accept-language", value).send().await.is(401);
    assert_eq!(refused["title"], "Not signed in");
}

#[test]
fn a_proxy_may_write_the_port_after_the_address() {
    let proxy = "10.0.0.1".parse().unwrap();
    let seen = |text: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", text.parse().unwrap());
        Visit::client(&headers, proxy, &[proxy]).to_string()
    };
    for (text, client) in [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:567", "192.0.2.7"),
        ("[2001:db8::7]:567", "2001:db8::7"),
        ("198.51.100.9, 192.0.2.7:567, 10.0.0.1", "192.0.2.7"),
        ("nonsense", "10.0.0.1"),
    ] {
        assert_eq!(seen(text), client, "{text}");
    }
}

#[tokio::test]
async fn the_number_of_a_request_is_its_callers_only_where_it_is_one() {
    let api = Api::open().await;
    let own = "0f8fad5b-d9cb-469f-a165-70867728950e";
    for (sent, kept) in [(own, true), ("r1", false), (&"x".repeat(30_000), false)] {
        let request = Request::builder().uri("/api/").header("x-request-id", sent).body(Body::empty());
        let answer = api.router.clone().oneshot(request.unwrap()).await.unwrap();
        let told = answer.headers()["x-request-id"].to_str().unwrap();
        assert_eq!((told == sent, told.len()), (kept, own.len()));
    }
}

#[tokio::test]
async fn a_refused_form_leads_back_to_a_page_of_ours_only() {
    let server = Server::start().await;
    for (from, back) in [
        ("http://desk/sign-in", "http://desk/sign-in?"),
        ("http://evil.test/x", "http://desk/?"),
        ("http://desk.evil.test/x", "http://desk/?"),
        ("nonsense", "http://desk/?"),
    ] {
        let answer = server.ask_from("POST /fn/sign_in", "text/html", "login=x&password=y&next=", from).await;
        let place = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        assert!(place.starts_with(back), "{from}: {place}");
    }
}

/// The page that says that there is none names who is signed in.
#[tokio::test]
async fn the_page_of_what_is_not_there_is_kept_by_nobody() {
    let api = Api::open().await;
    let page = api.get("/nowhere").with("accept", "text/html").send().await;
    assert_eq!((page.status.as_u16(), page.header("cache-control")), (404, "no-store"));
}

/// One number, one address.
#[tokio::test]
async fn a_ticket_has_one_address() {
    let api = Api::open().await;
    let number = api.world.open_ticket().await;
    let ada = api.token(&api.world.ada).await;
    api.get(&format!("/api/v1/tickets/{number}")).by(&ada).send().await.is(200);
    for other in [format!("00{number}"), format!("+{number}"), format!("%2B{number}"), format!("-{number}")] {
        api.get(&format!("/api/v1/tickets/{other}")).by(&ada).send().await.is(404);
        let page = api.get(&format!("/tickets/{other}")).by(&ada).with("accept", "text/html").send().await;
        assert_eq!(page.status, 404, "{other}");
    }
    for after in ["-1", "+1", "01", "abc"] {
        let listed = api.get(&format!("/api/v1/tickets?after={}", after.replace('+', "%2B"))).by(&ada);
        assert_eq!(listed.send().await.is(422)["errors"][0]["field"], "after");
    }
    let twice = api.get("/api/v1/tickets?statut=ouvert&statut=ferme").by(&ada).send().await.is(422);
    assert_eq!(twice["errors"][0]["field"], "statut");
}

/// What other people's tools send.
#[tokio::test]
async fn a_body_is_read_as_it_says_or_not_at_all() {
    let api = Api::open().await;
    let ada = api.token(&api.world.ada).await;
    let open = |body: &str| api.call("POST", "/api/v1/tickets").by(&ada).text("application/json", body);
    open("\u{feff}{\"description\": \"Avec un BOM\"}").send().await.is(201);
    let twice = open(r#"{"description": "un", "description": "deux"}"#).send().await.is(422);
    assert_eq!(twice["errors"][0]["field"], "description");
    for packing in ["gzip", "br"] {
        open(r#"{"description": "x"}"#).with("content-encoding", packing).send().await.is(415);
    }
    open(r#"{"description": "x"}"#).with("content-encoding", "identity").send().await.is(201);
    let listed = api.get("/api/v1/tickets").by(&ada).send().await.is(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2, "nothing else was opened");
}
