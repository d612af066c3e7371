//! The HTTP API: errors every program can read, signing in as clients of the references do, people and
//! tokens.
use crate::tests::api_world::Api;
use serde_json::{Value, json};

const PASSWORD: &str = "quatre mules grimpent";

async fn joan(api: &Api) -> Value {
    api.post("/api/register", json!({"nom": "Joan", "email": "joan@cordee.test", "password": PASSWORD}))
        .send()
        .await
        .is(201)
}

#[tokio::test]
async fn every_error_is_a_problem_in_the_callers_language_that_names_the_field() {
    let api = Api::open().await;
    let lost = api.get("/api/nowhere").with("accept-language", "en").send().await.is(404);
    assert_eq!((lost["title"].as_str(), lost["request_id"].is_string()), (Some("Not found"), true));
    let wrong = api.call("DELETE", "/api/login/").send().await;
    assert_eq!(wrong.header("allow"), "POST");
    wrong.is(405);
    let nobody = api.get("/api/profile").send().await;
    assert_eq!(nobody.header("www-authenticate"), "Bearer");
    assert_eq!(nobody.is(401)["title"], "Non connecté");
    for (body, field, problem) in [
        (json!({"username": "a@b.c"}), "password", "missing"),
        (json!({"username": "a@b.c", "password": 7}), "password", "malformed"),
        (json!({"username": "no@", "password": "x"}), "username", "not_an_email"),
        (json!({"username": "x", "password": "x"}), "username", "too_short"),
        (json!([1]), "body", "malformed"),
    ] {
        let refused = api.post("/api/login", body.clone()).send().await.is(422);
        assert_eq!(
            (refused["errors"][0]["field"].as_str(), refused["errors"][0]["problem"].as_str()),
            (Some(field), Some(problem)),
            "{body}"
        );
    }
    let torn =
        api.call("POST", "/api/login").text("application/json", "{nonsense SECRET").send().await.is(400);
    assert_eq!(torn["detail"], "Le corps n’est pas du JSON\u{a0}: ligne 1, colonne 2.");
    api.call("POST", "/api/login").text("text/plain", "a=b").send().await.is(415);
    api.call("POST", "/api/login")
        .text("application/json", &format!("\"{}\"", "x".repeat(300 * 1024)))
        .send()
        .await
        .is(413);
    api.post("/api/login", json!({}))
        .with("origin", "https://evil.example")
        .with("host", "cordee.test")
        .send()
        .await
        .is(403);
}

#[tokio::test]
async fn a_client_of_the_references_signs_in_and_renews_its_token_for_seven_days() {
    let api = Api::open().await;
    joan(&api).await;
    let pair = api
        .post("/api/token/", json!({"username": "joan@cordee.test", "password": PASSWORD}))
        .send()
        .await
        .is(200);
    let refresh = json!({"refresh": pair["refresh"]});
    for day in 0..7 {
        let access = api.post("/api/token/refresh/", refresh.clone()).send().await.is(200)["access"]
            .as_str()
            .unwrap()
            .to_owned();
        for path in ["/api/profile", "/api/profile/"] {
            assert_eq!(api.get(path).by(&access).send().await.is(200)["nom"], "Joan", "day {day}");
        }
        api.world.house.clock.advance(chrono::Duration::hours(23));
        api.get("/api/profile").by(&access).send().await.is(401);
    }
    api.world.house.clock.advance(chrono::Duration::days(1));
    tokio::time::sleep(std::time::Duration::from_millis(950)).await;
    api.post("/api/token/refresh/", refresh).send().await.is(401);
    let wrong = api
        .post("/api/login", json!({"username": "joan@cordee.test", "password": "autre"}))
        .send()
        .await
        .is(401);
    assert_eq!(wrong["errors"][0]["problem"], "wrong_pair");
}

#[tokio::test]
async fn one_changes_oneself_and_an_admin_changes_people() {
    let api = Api::open().await;
    let (ada, linus) = (api.token(&api.world.ada).await, api.token(&api.world.linus).await);
    let changed =
        api.call("PUT", "/api/profile").by(&ada).json(json!({"telephone": "+33 1 23"})).send().await.is(200);
    assert_eq!((changed["nom"].as_str(), changed["telephone"].as_str()), (Some("ada"), Some("+33 1 23")));
    let wrong = api
        .call("PATCH", "/api/v1/me")
        .by(&ada)
        .json(json!({"telephone": "x", "langue": "de"}))
        .send()
        .await
        .is(422);
    assert_eq!(wrong["errors"].as_array().unwrap().len(), 2);
    api.get("/api/v1/people").by(&ada).send().await.is(403);
    let body =
        json!({"nom": "Joan", "email": "joan@cordee.test", "password": PASSWORD, "role": "technicien"});
    let added =
        api.post("/api/v1/people", body.clone()).by(&linus).with("idempotency-key", "k1").send().await;
    let place = added.header("location").to_owned();
    let first = added.is(201);
    let again =
        api.post("/api/v1/people", body.clone()).by(&linus).with("idempotency-key", "k1").send().await;
    assert_eq!(
        (again.header("location"), &again.body),
        (place.as_str(), &first),
        "the repetition gets the first answer"
    );
    let other = api
        .post("/api/v1/people", json!({"nom": "X"}))
        .by(&linus)
        .with("idempotency-key", "k1")
        .send()
        .await
        .is(409);
    assert_eq!(other["type"], "urn:cordee:problem:id_reused");
    api.post("/api/v1/people", body).by(&linus).with("idempotency-key", "k2").send().await.is(422);
    let off = api.call("PATCH", &place).by(&linus).json(json!({"actif": false})).send().await.is(200);
    assert_eq!((off["actif"].as_bool(), off["nom"].as_str()), (Some(false), Some("Joan")));
    api.get("/api/v1/people/0").by(&linus).send().await.is(404);
}

#[tokio::test]
async fn a_personal_access_token_does_what_its_scopes_say_until_it_is_revoked() {
    let api = Api::open().await;
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    let wish = json!({"name": "Tableau de bord", "scopes": ["lecture"], "days": 30});
    api.post("/api/v1/tokens", wish.clone()).by(&ada).send().await.is(403);
    let made = api.post("/api/v1/tokens", wish.clone()).by(&grace).send().await.is(201);
    let (secret, id) = (made["secret"].as_str().unwrap(), made["token"]["id"].as_str().unwrap());
    let reply = api.get("/api/v1/me").by(secret).send().await;
    assert_eq!((reply.header("ratelimit-limit"), reply.header("ratelimit-remaining")), ("600", "599"));
    assert_eq!(reply.is(200)["nom"], "grace");
    let refused = api.post("/api/v1/tickets", json!({"description": "x"})).by(secret).send().await.is(403);
    assert!(refused["detail"].as_str().unwrap().contains("ecriture"));
    api.post("/api/v1/tokens", wish).by(secret).send().await.is(403);
    let listed = api.get("/api/v1/tokens").by(&grace).send().await;
    assert!(!String::from_utf8_lossy(&listed.bytes).contains(secret));
    assert!(listed.is(200)["items"][0]["used_at"].is_string());
    api.call("DELETE", &format!("/api/v1/tokens/{id}")).by(&ada).send().await.is(404);
    api.call("DELETE", &format!("/api/v1/tokens/{id}")).by(&grace).send().await.is(204);
    api.get("/api/v1/me").by(secret).send().await.is(401);
}

#[tokio::test]
async fn a_personal_access_token_keeps_its_pace() {
    let api = Api::open().await;
    let grace = api.token(&api.world.grace).await;
    let made = api
        .post("/api/v1/tokens", json!({"name": "x", "scopes": ["lecture"], "days": 1}))
        .by(&grace)
        .send()
        .await
        .is(201);
    let secret = made["secret"].as_str().unwrap();
    let mut last = api.get("/api/v1/me").by(secret).send().await;
    for _ in 0..700 {
        last = api.get("/api/v1/me").by(secret).send().await;
        if last.status == 429 {
            break;
        }
    }
    assert!(last.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(last.header("ratelimit-remaining"), "0");
    last.is(429);
    api.get("/api/v1/me").by(&grace).send().await.is(200);
}
