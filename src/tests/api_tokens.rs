//! Personal access tokens as their page shows them: who may make one, what is wrong with a wish, and what is told of each until a month after its end.
use super::{api_world::Api, world::World};
use crate::{
    features::accounts::{OwnTokens, PersonalToken, server::service},
    server::Ctx,
};
use chrono::Duration;
use serde_json::{Value, json};

async fn page(who: &Ctx) -> OwnTokens {
    service::my_tokens(who).await.unwrap()
}

fn names(tokens: &[PersonalToken]) -> Vec<&str> {
    tokens.iter().map(|token| token.name.as_str()).collect()
}

async fn make(api: &Api, who: &Ctx, wish: Value) -> Value {
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
    let id = grace.actor().unwrap().id;
    api.call("PATCH", &format!("/api/v1/people/{id}"))
        .by(&linus)
        .json(json!({"role": "employe"}))
        .send()
        .await
        .is(200);
    api.get("/api/v1/me").by(&secret).send().await.is(401);
}
