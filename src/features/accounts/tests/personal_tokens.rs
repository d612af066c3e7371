//! Personal access tokens as their page shows them: who may make one, what is wrong with a wish, and what is
//! told of each until a month after its end.
use crate::{
    base::Scope,
    features::{
        ROOMS,
        accounts::{OwnTokens, PersonalToken, server::service},
    },
    server::{Signed, endpoints::NO_TOKEN, openapi},
    tests::{api_world::Api, world::World},
};
use chrono::Duration;
use serde_json::{Value, json};

async fn page(who: &Signed) -> OwnTokens {
    service::my_tokens(who).await.unwrap()
}

fn names(tokens: &[PersonalToken]) -> Vec<&str> {
    tokens.iter().map(|token| token.name.as_str()).collect()
}

async fn make(api: &Api, who: &Signed, wish: Value) -> Value {
    let session = api.token(who).await;
    api.post("/api/v1/tokens", wish).by(&session).send().await.is(201)
}

#[tokio::test]
async fn who_may_make_a_token_is_a_setting_and_the_page_follows_it() {
    for (setting, may) in [
        ("nobody", [false, false, false]),
        ("admins", [false, false, true]),
        ("staff", [false, true, true]),
        ("everyone", [true, true, true]),
    ] {
        let api = Api::of(World::with(&[("personal_tokens", setting)]).await);
        for (who, may) in [&api.world.ada, &api.world.grace, &api.world.linus].into_iter().zip(may) {
            assert_eq!(
                (page(who).await.may_make, page(who).await.are_none_of_theirs()),
                (may, !may),
                "{setting}"
            );
            let wish = json!({"name": "x", "scopes": ["lecture"], "days": 1});
            let made = api.post("/api/v1/tokens", wish).by(&api.token(who).await).send().await;
            made.is(if may { 201 } else { 403 });
        }
    }
}

#[tokio::test]
async fn every_wrong_field_of_a_wish_is_told_at_once() {
    let api = Api::open().await;
    let grace = api.token(&api.world.grace).await;
    for (wish, fields) in [
        (json!({"name": " ", "scopes": [], "days": 0}), vec!["name", "days", "scopes"]),
        (json!({"name": "x".repeat(81), "scopes": ["lecture"], "days": 366}), vec!["name", "days"]),
    ] {
        let told = api.post("/api/v1/tokens", wish).by(&grace).send().await.is(422);
        let named: Vec<_> =
            told["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
        assert_eq!(named, fields);
    }
    assert_eq!(names(&page(&api.world.grace).await.living), Vec::<&str>::new());
}

#[tokio::test]
async fn an_expired_token_stays_in_sight_for_a_month_and_lets_nobody_in() {
    let api = Api::open().await;
    let (grace, clock) = (&api.world.grace, &api.world.house.clock);
    let short = make(&api, grace, json!({"name": "un jour", "scopes": ["lecture"], "days": 1})).await;
    clock.advance(Duration::seconds(1));
    make(&api, grace, json!({"name": "un mois", "scopes": ["lecture"], "days": 30})).await;
    let before = page(grace).await;
    assert_eq!((names(&before.living), names(&before.expired)), (vec!["un mois", "un jour"], vec![]));
    clock.advance(Duration::days(2));
    let after = page(grace).await;
    assert_eq!((names(&after.living), names(&after.expired)), (vec!["un mois"], vec!["un jour"]));
    api.get("/api/v1/me").by(short["secret"].as_str().unwrap()).send().await.is(401);
    let listed = api.get("/api/v1/tokens").by(&api.token(grace).await).send().await.is(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "a program is told of those that live");
    clock.advance(Duration::days(30));
    let later = page(grace).await;
    assert_eq!((names(&later.living), names(&later.expired)), (vec![], vec!["un mois"]));
    assert_eq!(page(&api.world.radia).await.expired, vec![], "others see nothing of them");
}

#[tokio::test]
async fn a_personal_token_in_a_cookies_place_is_nobodys() {
    let api = Api::open().await;
    let made = make(&api, &api.world.grace, json!({"name": "x", "scopes": ["ecriture"], "days": 1})).await;
    let secret = made["secret"].as_str().unwrap();
    api.post("/api/v1/tickets", json!({"description": "Bruit"})).by(secret).send().await.is(201);
    api.get("/api/v1/me").with("cookie", &format!("cordee_access={secret}")).send().await.is(401);
}

#[tokio::test]
async fn another_role_ends_personal_tokens() {
    let api = Api::open().await;
    let (linus, grace) = (api.token(&api.world.linus).await, &api.world.grace);
    let secret = make(&api, grace, json!({"name": "x", "scopes": ["lecture"], "days": 1})).await["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    api.get("/api/v1/me").by(&secret).send().await.is(200);
    let id = grace.actor.id;
    api.call("PATCH", &format!("/api/v1/people/{id}"))
        .by(&linus)
        .json(json!({"role": "employe"}))
        .send()
        .await
        .is(200);
    api.get("/api/v1/me").by(&secret).send().await.is(401);
}

#[test]
fn reading_asks_for_lecture_and_changing_for_ecriture_where_nothing_more_is_at_stake() {
    let manages = ["/api/v1/people", "POST /api/v1/departments", "PATCH /api/v1/departments"];
    let manages_too = [
        "POST /api/v1/categories",
        "PATCH /api/v1/categories",
        "PUT /api/v1/departments",
        "DELETE /api/v1/deleted-tickets",
        "/api/v1/jobs/",
        "/api/v1/followers",
    ];
    // Who somebody is and how they sign in.
    let closed = [
        "/api/v1/tokens",
        "/api/v1/sessions",
        "/people/{id}/sessions",
        "/password",
        "/api/login",
        "/api/register",
        "PATCH /api/v1/me",
        "PUT /api/profile",
    ];
    let is_among = |name: &str, of: &[&str]| of.iter().any(|part| name.contains(part));
    let scopes = openapi::whole(ROOMS.list).scopes();
    for (name, scope) in &scopes {
        let right = if is_among(name, &closed) || name.ends_with("/api/token") || name.contains("/api/token/")
        {
            NO_TOKEN
        } else if is_among(name, &manages) || is_among(name, &manages_too) {
            Some(Scope::Manage)
        } else if name.starts_with("GET ") && !name.contains(" /ws/") {
            Some(Scope::Read)
        } else {
            Some(Scope::Write)
        };
        assert_eq!(*scope, right, "{name}");
    }
    assert!(scopes.len() > 70 && scopes.iter().any(|(_, scope)| *scope == NO_TOKEN));
}

#[tokio::test]
async fn a_token_reaches_no_further_than_its_scope() {
    let api = Api::open().await;
    let wish = |scopes: Value| json!({"name": "x", "scopes": scopes, "days": 1});
    let reads = make(&api, &api.world.linus, wish(json!(["lecture"]))).await;
    let all = make(&api, &api.world.linus, wish(json!(["lecture", "ecriture", "administration"]))).await;
    let (reads, all) = (reads["secret"].as_str().unwrap(), all["secret"].as_str().unwrap());
    for (method, path, by_reading, by_all) in [
        ("GET", "/api/v1/departments", 200, 200),
        ("HEAD", "/api/v1/departments/", 200, 200),
        ("GET", "/api/v1/people", 403, 200),
        ("POST", "/api/v1/departments", 403, 422),
        ("POST", "/api/nowhere", 403, 404),
        ("GET", "/api/nowhere", 404, 404),
        ("GET", "/files/nothing", 404, 404),
        ("POST", "/files/tickets/1", 403, 400),
        ("GET", "/ws/ticket/1/", 403, 400),
        ("GET", "/live", 403, 400),
        ("GET", "/api/v1/sessions", 403, 403),
        ("PUT", "/api/v1/me/password", 403, 403),
        ("PUT", "/api/v1/people/01a21998-0995-7240-8000-000000000000/password", 403, 403),
        ("GET", "/api/v1/people/01a21998-0995-7240-8000-000000000000/sessions", 403, 403),
        ("PATCH", "/api/v1/me", 403, 403),
        ("PUT", "/api/profile", 403, 403),
        ("POST", "/fn/change_password", 403, 403),
        ("GET", "/tickets/1", 403, 403),
        ("GET", "/apiary", 403, 403),
    ] {
        for (token, status) in [(reads, by_reading), (all, by_all)] {
            let reply = api.call(method, path).by(token).send().await;
            assert_eq!(reply.status.as_u16(), status, "{method} {path}: {}", reply.body);
        }
    }
}
