//! Conditional requests: what a caller has is not sent again, and what was decided on an old state is
//! refused. Behind a proxy that compresses, our tags come back weak.
use super::api_world::Api;
use serde_json::json;

#[tokio::test]
async fn what_the_caller_has_already_is_not_sent_again() {
    let api = Api::open().await;
    let number = api.world.open_ticket().await;
    let (ada, eve) = (api.token(&api.world.ada).await, api.token(&api.world.eve).await);
    let path = format!("/api/v1/tickets/{number}");
    let tag = api.get(&path).by(&ada).send().await.header("etag").to_owned();
    for known in [tag.clone(), format!("W/{tag}"), "*".into(), format!("\"other\", {tag}")] {
        let again = api.get(&path).by(&ada).with("if-none-match", &known).send().await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{known}");
        assert_eq!(again.header("etag"), tag);
    }
    for other in ["\"other\"", "zzz", &tag.replace('"', "")] {
        assert_eq!(api.get(&path).by(&ada).with("if-none-match", other).send().await.status, 200, "{other}");
    }
    api.get(&path).by(&eve).with("if-none-match", &tag).send().await.is(404);
}

#[tokio::test]
async fn a_change_is_made_on_the_state_it_was_decided_on_however_its_tag_is_written() {
    let api = Api::open().await;
    let number = api.world.open_ticket().await;
    let ada = api.token(&api.world.ada).await;
    let path = format!("/api/v1/tickets/{number}");
    let change =
        |tag: &str| api.call("PATCH", &path).by(&ada).with("if-match", tag).json(json!({"titre": "Écran"}));
    let now = || async { api.get(&path).by(&ada).send().await.header("etag").to_owned() };

    let first = now().await;
    change(&format!("W/{first}")).send().await.is(200);
    change(&format!("\"x\", {}", now().await)).send().await.is(200);
    change("*").send().await.is(200);
    let rev = now().await;
    for stale in
        [first.clone(), format!("W/{first}"), "\"x\"".into(), rev.replacen('"', "\"0", 1), "\"\"".into()]
    {
        change(&stale).send().await.is(412);
    }
    for unreadable in ["zzz", "1", "W/", "\"1", &format!("{rev}x")] {
        change(unreadable).send().await.is(412);
    }
    assert_eq!(now().await, rev, "nothing changed");
}

#[tokio::test]
async fn what_is_not_sent_stays_and_what_changes_nothing_is_no_event() {
    let api = Api::open().await;
    let number = api.world.open_ticket().await;
    let ada = api.token(&api.world.ada).await;
    let path = format!("/api/v1/tickets/{number}");
    let before = api.get(&path).by(&ada).send().await.is(200);
    let change = |body: serde_json::Value| api.call("PATCH", &path).by(&ada).json(body);
    for same in [json!({}), json!({"titre": before["titre"]}), json!({"statut": "ferme"})] {
        assert_eq!(change(same).send().await.is(200), before);
    }
    for round in 0..10 {
        let title = format!("Écran {round}");
        let urgency = if round % 2 == 0 { "urgent" } else { "normal" };
        let (one, other) =
            tokio::join!(change(json!({"titre": title})).send(), change(json!({"priorite": urgency})).send());
        assert_eq!((one.status.as_u16(), other.status.as_u16()), (200, 200));
        let after = api.get(&path).by(&ada).send().await.is(200);
        assert_eq!((after["titre"].as_str(), after["priorite"].as_str()), (Some(&*title), Some(urgency)));
    }
}
