//! An e-mail address is one, however it is spelt and at whatever door.
use crate::{
    features::accounts::server::service::people,
    sql, story,
    tests::api_world::{Api, Reply},
};
use serde_json::{Value, json};

const PASSWORD: &str = "quatre mules grimpent";

async fn register(api: &Api, email: &str) -> Reply {
    api.post("/api/register", json!({"nom": "Zoé", "email": email, "password": PASSWORD})).send().await
}

async fn enters(api: &Api, email: &str) -> u16 {
    api.post("/api/v1/sessions", json!({"email": email, "password": PASSWORD})).send().await.status.as_u16()
}

story!(a_domain_with_accents_is_the_one_the_network_knows, |world| {
    let api = Api::of(world);
    let zoe: Value = register(&api, "Zoe@Exämple.test").await.is(201);
    assert_eq!(zoe["email"], "zoe@exämple.test", "shown as people read it");
    for same in ["zoe@exämple.test", "zoe@xn--exmple-cua.test", "ZOE@EXA\u{308}MPLE.TEST"] {
        assert_eq!(enters(&api, same).await, 201, "{same}");
        let taken = register(&api, same).await.is(422);
        assert_eq!(taken["errors"][0]["problem"], "taken", "{same}");
    }
    let linus = api.token(&api.world.linus).await;
    let found = api.get("/api/v1/people?search=ex%C3%A4mple").by(&linus).send().await.is(200);
    assert_eq!(found["items"][0]["email"], "zoe@exämple.test");
    for wrong in ["zoé@cordee.test", "a@b..c", "a@-b.fr", "İpek@cordee.test"] {
        let refused = register(&api, wrong).await.is(422);
        assert_eq!(refused["errors"][0]["problem"], "not_an_email", "{wrong}");
    }
});

story!(who_has_an_address_of_the_old_spelling_still_signs_in, |world| {
    let api = Api::of(world);
    for (email, kept) in [("one@cordee.test", "zoé@exämple.test"), ("two@cordee.test", "ada@exämple.test")]
    {
        register(&api, email).await.is(201);
        let unit = api.world.house.db.write(move |tx| {
            Box::pin(async move {
                sql!(tx, |c| {
                    let mut query = sqlx::QueryBuilder::<Driver>::new("update accounts set email = ");
                    query.push_bind(kept).push(" where email = ").push_bind(email);
                    query.build().execute(c).await.map(drop)
                })?;
                Ok(())
            })
        });
        unit.await.unwrap();
        assert_eq!(enters(&api, kept).await, 201, "{kept}");
    }
    assert_eq!(enters(&api, "ada@xn--exmple-cua.test").await, 201);
    assert_eq!(register(&api, "ada@exämple.test").await.is(422)["errors"][0]["problem"], "taken");
    let people = people::list_people(&api.world.linus, "").await.unwrap();
    assert!(people.iter().any(|person| person.email == "ada@exämple.test"));
});
