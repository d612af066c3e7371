//! Signing in by user name: the same doors, the same answers and the same delays as by address.
use crate::{
    story,
    tests::{api_world::Api, world::World},
};
use serde_json::{Value, json};

const PASSWORD: &str = "quatre mules grimpent";

/// Joan, who opened her account as clients of the references do.
async fn joan(api: &Api) -> Value {
    let form = json!({"nom": "Joan", "email": "joan@cordee.test", "username": "Léa.J", "password": PASSWORD});
    api.post("/api/register", form).send().await.is(201)
}

async fn enters(api: &Api, name: &str) -> u16 {
    let form = json!({"username": name, "password": PASSWORD});
    api.post("/api/token/", form).send().await.status.as_u16()
}

fn problem(refused: &Value) -> [&str; 2] {
    ["field", "problem"].map(|key| refused["errors"][0][key].as_str().unwrap())
}

story!(a_user_name_opens_the_doors_that_the_address_opens, |world| {
    let api = Api::of(world);
    let joan = joan(&api).await;
    assert_eq!((&joan["username"], &joan["nom"]), (&json!("Léa.J"), &json!("Joan")));
    for name in ["Léa.J", " lea.j ", "LEA.J", "joan@cordee.test"] {
        for (path, field, status) in [
            ("/api/login", "username", 200),
            ("/api/token/", "email", 200),
            ("/api/v1/sessions", "email", 201),
        ] {
            api.post(path, json!({field: name, "password": PASSWORD})).send().await.is(status);
        }
    }
    let nobody =
        api.post("/api/login", json!({"username": "lea.k", "password": PASSWORD})).send().await.is(401);
    let wrong =
        api.post("/api/login", json!({"username": "lea.j", "password": "autre"})).send().await.is(401);
    assert_eq!(nobody, wrong, "nothing tells whether there is such a name");
});

story!(a_user_name_is_its_owners_and_an_admins_to_set_and_nobody_elses, |world| {
    let api = Api::of(world);
    let joan = joan(&api).await;
    let (id, access) = (joan["id"].as_str().unwrap(), joan["access"].as_str().unwrap());
    let linus = api.token(&api.world.linus).await;
    let own = async |username: &str| {
        api.call("PUT", "/api/profile").by(access).json(json!({"username": username})).send().await
    };
    assert_eq!(own("joan").await.is(200)["username"], "joan");
    assert_eq!((enters(&api, "Léa.J").await, enters(&api, "JOAN").await), (401, 200));
    assert_eq!(problem(&own("joan@cordee").await.is(422)), ["username", "not_a_username"]);
    assert_eq!(problem(&own("j").await.is(422)), ["username", "too_short"]);
    assert_eq!(problem(&own(&"j".repeat(41)).await.is(422)), ["username", "too_long"]);
    let telephone = json!({"telephone": "01 44 55"});
    let kept = api.call("PUT", "/api/profile").by(access).json(telephone).send().await.is(200);
    assert_eq!(kept["username"], "joan", "what is left out stays");

    let place = format!("/api/v1/people/{id}");
    let set = async |username: &str| {
        api.call("PATCH", &place).by(&linus).json(json!({"username": username})).send().await.is(200)
    };
    assert_eq!(set("Jo").await["username"], "Jo");
    let ken = json!({"nom": "Ken", "email": "ken@cordee.test", "username": "jô", "password": PASSWORD,
                     "role": "employe"});
    assert_eq!(
        problem(&api.post("/api/v1/people", ken).by(&linus).send().await.is(422)),
        ["username", "taken"]
    );
    let ken = json!({"email": "ken@cordee.test", "username": "JO", "password": PASSWORD});
    assert_eq!(problem(&api.post("/api/register", ken).send().await.is(422)), ["username", "taken"]);
    let twice = json!({"email": "joan@cordee.test", "username": "ken", "password": PASSWORD});
    assert_eq!(problem(&api.post("/api/register", twice).send().await.is(422)), ["email", "taken"]);
    let found = api.get("/api/v1/people?search=jo").by(&linus).send().await.is(200);
    assert_eq!(found["items"][0]["username"], "Jo");
    assert_eq!(set("").await["username"], json!(null));
    assert_eq!((enters(&api, "jo").await, enters(&api, "joan@cordee.test").await), (401, 200));
});

#[tokio::test]
async fn attempts_at_an_account_are_counted_under_all_its_names_and_that_they_are_one_is_not_told() {
    let api = Api::of(World::with(&[("sign_in_per_minute", "3")]).await);
    joan(&api).await;
    let attempt = async |name: &str, password: &str| {
        let form = json!({"username": name, "password": password});
        api.post("/api/login", form).send().await.status.as_u16()
    };
    for name in ["joan@cordee.test", "lea.j", "Léa.J", "JOAN@cordee.test", "LEA.J"] {
        assert_eq!(attempt(name, "deviné").await, 401, "{name}");
    }
    assert_eq!(attempt("joan@cordee.test", PASSWORD).await, 401, "five guesses were more than three");
    assert_eq!(attempt("joan@cordee.test", PASSWORD).await, 429, "of one name it is told");
    assert_eq!(attempt("personne", "deviné").await, 401, "another name is another account");
}

#[tokio::test]
async fn who_guesses_from_many_addresses_waits_and_the_owner_at_theirs_does_not() {
    let settings = [("sign_in_per_minute", "2"), ("trusted_proxies", "127.0.0.1")];
    let api = Api::of(World::with(&settings).await);
    let from = async |place: usize, path: &str, name: &str, password: &str| {
        let form = json!({"nom": "Joan", "email": name, "password": password});
        let address = format!("192.0.2.{place}");
        api.post(path, form).with("x-forwarded-for", &address).send().await.status.as_u16()
    };
    assert_eq!(from(1, "/api/register", "joan@cordee.test", PASSWORD).await, 201);
    for name in ["joan@cordee.test", "nobody@cordee.test"] {
        for place in 2..22 {
            assert_eq!(from(place, "/api/v1/sessions", name, "deviné").await, 422, "{name}");
        }
        assert_eq!(from(22, "/api/v1/sessions", name, "deviné").await, 429, "{name}");
    }
    assert_eq!(from(23, "/api/v1/sessions", "joan@cordee.test", PASSWORD).await, 429);
    assert_eq!(from(1, "/api/v1/sessions", "joan@cordee.test", PASSWORD).await, 201);
}
