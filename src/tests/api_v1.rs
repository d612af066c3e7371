//! Our own resources over HTTP: states, keys, events, replays, pictures, and the same rules as on the pages.
use super::{api_world::Api, world::World};
use crate::{
    features::{
        conversation::server::service as conversation,
        guidance::{Act, Instruction, server::service as guidance},
        tickets::server::service as tickets,
    },
    server::{Signed, idempotency, live::LiveAct},
    sql, story,
};
use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn a_ticket_is_opened_once_changed_on_the_state_one_saw_and_read_by_event() {
    let api = Api::open().await;
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    let form = json!({"description": "Écran noir"});
    let first = api
        .post("/api/v1/tickets", form.clone())
        .by(&ada)
        .with("idempotency-key", "abc")
        .send()
        .await
        .is(201);
    assert_eq!(
        api.post("/api/v1/tickets/", form).by(&ada).with("idempotency-key", "abc").send().await.is(201),
        first
    );
    assert_eq!(
        api.get("/api/v1/tickets").by(&ada).send().await.is(200)["items"].as_array().unwrap().len(),
        1
    );
    let seen = api.get("/api/v1/tickets/1").by(&ada).send().await;
    let tag = seen.header("etag").to_owned();
    let edit = |by: &str, tag: &str| {
        api.call("PATCH", "/api/v1/tickets/1").by(by).with("if-match", tag).json(json!({"titre": "Écran"}))
    };
    let changed = edit(&ada, &tag).send().await;
    let newer = changed.header("etag").to_owned();
    assert_eq!((changed.is(200)["titre"].as_str(), newer != tag), (Some("Écran"), true));
    let stale = edit(&ada, &tag).send().await.is(412);
    assert_eq!(stale["type"], "urn:cordee:problem:precondition_failed");
    edit(&ada, "nonsense").send().await.is(412);
    assert_eq!(api.get("/api/v1/tickets/1").by(&ada).send().await.header("etag"), newer, "nothing changed");
    api.call("PUT", "/api/v1/tickets/1/lead").by(&grace).with("if-match", &newer).send().await.is(200);
    api.call("PUT", "/api/v1/tickets/1/status")
        .by(&ada)
        .json(json!({"statut": "resolu"}))
        .send()
        .await
        .is(403);
    api.call("PUT", "/api/v1/tickets/1/status").by(&ada).json(json!({"statut": "x"})).send().await.is(422);
    let events = api.get("/api/v1/tickets/1/events?after=1").by(&ada).send().await.is(200);
    let kinds: Vec<&str> =
        events["items"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["modification", "assignation", "changement_statut"]);
    let earlier = api.get("/api/v1/tickets/1/events?before=3").by(&ada).send().await.is(200);
    assert_eq!(earlier["items"].as_array().unwrap().len(), 2);
    api.get("/api/v1/tickets/1/events?after=x").by(&ada).send().await.is(422);
    assert_eq!(api.get("/api/v1/tickets/counts").by(&grace).send().await.is(200)["mine"], 1);
    assert_eq!(
        api.get("/api/v1/tickets?statut=x").by(&grace).send().await.is(422)["errors"][0]["field"],
        "statut"
    );
    assert_eq!(api.get("/api/v1/tickets?tab=mine").by(&grace).send().await.is(200)["items"][0]["id"], 1);
    assert_eq!(api.get("/api/v1/queue").by(&grace).send().await.is(200)["items"][0]["id"], 1);
    api.call("PUT", "/api/v1/tickets/1/reading").by(&grace).json(json!({"seq": 99})).send().await.is(204);
    let context = api.get("/api/v1/tickets/1/context").by(&grace).send().await.is(200);
    assert_eq!((&context["relation"], &context["lectures"][0]["seq"]), (&json!("en_charge"), &json!(4)));
}

/// The server dies between the commit and the keeping of the answer; a minute later the request comes again.
async fn die_before_answering(world: &World) {
    let text = "update answers set status = null";
    world
        .house
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(sql!(tx, |c| sqlx::query(text).execute(c).await.map(drop))?) })
        })
        .await
        .unwrap();
    world.house.clock.advance(Duration::seconds(61));
}

story!(a_ticket_asked_for_across_the_death_of_the_server_is_opened_once, |world| {
    let api = Api::of(world);
    let ada = api.token(&api.world.ada).await;
    for (place, path) in ["/api/v1/tickets", "/api/tickets/create", "/api/ticket/"].into_iter().enumerate() {
        let ask = |text: &str| {
            api.post(path, json!({"description": text}))
                .by(&ada)
                .with("idempotency-key", &format!("key-{place}"))
        };
        let first = ask("Écran noir").send().await.is(201);
        die_before_answering(&api.world).await;
        assert_eq!(ask("Écran noir").send().await.is(201), first);
        die_before_answering(&api.world).await;
        ask("Souris morte").send().await.is(409);
    }
    assert_eq!(
        api.get("/api/v1/tickets").by(&ada).send().await.is(200)["items"].as_array().unwrap().len(),
        3
    );
    api.post("/api/v1/tickets", json!({"description": "Autre chose"})).by(&ada).send().await.is(201);
    assert_eq!(
        api.get("/api/v1/tickets/4").by(&ada).send().await.is(200)["titre"],
        "Autre chose",
        "no number was spent on what was refused"
    );
});

story!(first_answers_are_kept_for_a_day_and_no_longer, |world| {
    let api = Api::of(world);
    for (hours, name, answer) in [(0, "Réseau", 201), (23, "Écran", 409), (2, "Écran", 201)] {
        api.world.house.clock.advance(Duration::hours(hours));
        idempotency::forget_old(api.world.house.clone()).await.unwrap();
        let linus = api.token(&api.world.linus).await;
        api.post("/api/v1/categories", json!({"nom": name}))
            .by(&linus)
            .with("idempotency-key", "k")
            .send()
            .await
            .is(answer);
    }
});

#[tokio::test]
async fn what_only_staff_see_moves_nothing_for_the_requester() {
    let api = Api::open().await;
    let number = api.world.guided_ticket().await;
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    let (ticket, status) = (format!("/api/v1/tickets/{number}"), format!("/api/v1/tickets/{number}/status"));
    assert_eq!(api.get("/api/v1/tickets/guided").by(&ada).send().await.is(200)["ticket"], number);
    for text in ["Éteignez", "Rallumez"] {
        api.world.write(number, text).await.unwrap();
    }
    api.world
        .act(&api.world.grace, number, Act::End { solved: true, message: None, call: None, asked: None })
        .await
        .unwrap();
    assert_eq!(api.get("/api/v1/tickets/guided").by(&ada).send().await.is(200)["ticket"], Value::Null);
    api.call("PUT", &format!("{ticket}/reading")).by(&ada).json(json!({"seq": 99})).send().await.is(204);
    let tag = async |by: &str| api.get(&ticket).by(by).send().await.header("etag").to_owned();
    let (seen, known) = (tag(&ada).await, tag(&grace).await);
    let draft = api.world.view(&api.world.grace, number).await.rooms.guidance.queue[0].id;
    let instruction = Instruction { text: "SECRET".into(), picture: None };
    api.world.act(&api.world.grace, number, Act::EditDraft { draft, instruction }).await.unwrap();
    assert!(tag(&ada).await == seen && tag(&grace).await != known);
    let stats =
        api.get(&format!("/depannage/api/chat/stats/?request_id={number}")).by(&ada).send().await.is(200);
    assert_eq!(stats["messages_non_lus"], 0);
    let close = |by: &str, tag: &str| {
        api.call("PUT", &status).by(by).with("if-match", tag).json(json!({"statut": "ferme"}))
    };
    close(&grace, &known).send().await.is(412);
    close(&ada, &seen).send().await.is(200);
}

#[tokio::test]
async fn guidance_is_led_by_acts_and_replayed() {
    let api = Api::open().await;
    let number = api.world.taken_ticket().await;
    let ada = api.token(&api.world.ada).await;
    let grace = api.token(&api.world.grace).await;
    let radia = api.token(&api.world.radia).await;
    let acts = format!("/api/v1/tickets/{number}/guidance/acts");
    let act = |by: &str, body: Value| api.post(&acts, body).by(by);
    act(&grace, json!({"do": "start"})).send().await.is(201);
    let write = json!({"do": "write", "instruction": {"text": "Éteignez"}});
    let first = act(&grace, write.clone()).with("idempotency-key", "k").send().await.is(201);
    assert_eq!(
        act(&grace, write).with("idempotency-key", "k").send().await.is(201),
        first,
        "twice has the effect of once"
    );
    act(&grace, json!({"do": "write"})).send().await.is(422);
    act(&grace, json!({"do": "dance"})).send().await.is(422);
    act(&grace, json!({"do": 0})).send().await.is(422);
    act(&radia, json!({"do": "lift"})).send().await.is(403);
    act(&grace, json!({"do": "write", "instruction": {"text": "Rallumez"}})).send().await.is(201);
    let state = api.get(&format!("/api/v1/tickets/{number}/guidance")).by(&ada).send().await.is(200);
    assert_eq!((&state["session"]["open"]["number"], &state["queue"]), (&json!(1), &json!([])));
    let (session, step) = (state["session"]["id"].clone(), state["session"]["open"].clone());
    api.world.house.clock.advance(chrono::Duration::seconds(30));
    let answer = json!({"do": "answer", "session": session, "step": step, "outcome": "fait", "age": 5000});
    act(&ada, answer).send().await.is(201);
    act(&ada, json!({"do": "stop"})).send().await.is(201);
    let sessions =
        api.get(&format!("/api/v1/tickets/{number}/guidance/sessions")).by(&ada).send().await.is(200);
    assert_eq!((&sessions["items"][0]["id"], &sessions["items"][0]["ending"]), (&session, &json!("arrete")));
    let replay = api
        .get(&format!("/api/v1/tickets/{number}/guidance/sessions/{}", session.as_str().unwrap()))
        .by(&ada)
        .send()
        .await
        .is(200);
    let told: Vec<(&str, i64)> = replay["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["kind"].as_str().unwrap(), e["offset_ms"].as_i64().unwrap()))
        .collect();
    let expected = [
        ("guidage_debut", 0),
        ("instruction", 0),
        ("confirmation_etape", 25_000),
        ("instruction", 30_000),
        ("guidage_fin", 30_000),
    ];
    assert_eq!(told, expected, "without the queue, and the answer when it was given");
    api.call("PUT", &format!("/api/v1/tickets/{number}/guidance/lead")).by(&radia).send().await.is(409);
}

#[tokio::test]
async fn messages_and_pictures_come_once_and_a_picture_in_parts() {
    let api = Api::open().await;
    let number = api.world.taken_ticket().await;
    let (ada, eve) = (api.token(&api.world.ada).await, api.token(&api.world.eve).await);
    let say = |key: &str, text: &str| {
        api.post(&format!("/api/v1/tickets/{number}/messages"), json!({"message": text}))
            .by(&ada)
            .with("idempotency-key", key)
    };
    let first = say("m", "Bonjour").send().await.is(201);
    assert_eq!(say("m", "Bonjour").send().await.is(201), first);
    say("m", "Bonsoir").send().await.is(409);
    assert_eq!(say("n", " ").send().await.is(422)["errors"][0]["field"], "message");
    say("k x", "x").send().await.is(422);

    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let form: Vec<u8> = [
        &b"--b\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"voyant.png\"\r\n\r\n"[..],
        png.get_ref(),
        b"\r\n--b--\r\n",
    ]
    .concat();
    let upload = |by: &str| {
        api.call("POST", &format!("/api/v1/tickets/{number}/attachments"))
            .by(by)
            .with("idempotency-key", "p")
            .form(&form)
    };
    let kept = upload(&ada).send().await.is(201);
    assert_eq!(upload(&ada).send().await.is(201), kept);
    upload(&eve).send().await.is(404);
    let href = kept["href"].as_str().unwrap();
    let whole = api.get(href).by(&ada).send().await;
    let tag = whole.header("etag").to_owned();
    let part = api.get(href).by(&ada).with("range", "bytes=0-3").send().await;
    assert_eq!((part.status.as_u16(), &part.bytes[..]), (206, &whole.bytes[..4]));
    assert_eq!(part.header("content-range"), format!("bytes 0-3/{}", whole.bytes.len()));
    api.get(href).by(&ada).with("range", "bytes=99999-").send().await.is(416);
    api.get(href).by(&ada).with("if-none-match", &tag).send().await.is(304);
    api.get(href).by(&eve).send().await.is(404);
    api.get(&format!("{href}/thumbnail")).by(&ada).send().await.is(200);
}

#[tokio::test]
async fn departments_and_categories_are_kept_by_admins() {
    let api = Api::open().await;
    let (ada, linus) = (api.token(&api.world.ada).await, api.token(&api.world.linus).await);
    api.post("/api/v1/departments", json!({"nom": "Achats"})).by(&ada).send().await.is(403);
    let made = api.post("/api/v1/departments", json!({"nom": " Achats "})).by(&linus).send().await;
    let place = made.header("location").to_owned();
    assert_eq!(made.is(201)["nom"], "Achats");
    let taken = api.post("/api/v1/departments", json!({"nom": "ACHATS"})).by(&linus).send().await.is(422);
    assert_eq!(
        (&taken["errors"][0]["field"], &taken["errors"][0]["problem"]),
        (&json!("nom"), &json!("taken"))
    );
    assert_eq!(
        api.call("PATCH", &place).by(&linus).json(json!({"nom": "Logistique"})).send().await.is(200)["nom"],
        "Logistique"
    );
    assert_eq!(api.get("/api/v1/departments").by(&ada).send().await.is(200)["items"][0]["nom"], "Logistique");
    api.post("/api/v1/categories", json!({"nom": "Réseau"})).by(&linus).send().await.is(201);
    let second = api.post("/api/v1/categories", json!({"nom": "Écran"})).by(&linus).send().await;
    let changed = api
        .call("PATCH", second.header("location"))
        .by(&linus)
        .json(json!({"par_defaut": true}))
        .send()
        .await
        .is(200);
    assert_eq!(changed["par_defaut"], true);
    let called = json!({"nom": "Écrans"});
    let renamed = api.call("PATCH", second.header("location")).by(&linus).json(called).send().await;
    assert_eq!(renamed.is(200)["nom"], "Écrans");
    let opened = api
        .post(
            "/api/v1/tickets",
            json!({"description": "x y", "categorie": "reseau", "departement": "logistique"}),
        )
        .by(&ada)
        .send()
        .await
        .is(201);
    assert_eq!(opened["categorie"]["nom"], "Réseau");
}

/// A program that got no answer one way may ask again the other.
#[tokio::test]
async fn an_act_under_one_key_is_one_over_http_and_the_socket() {
    let api = Api::open().await;
    let number = api.world.taken_ticket().await;
    let grace = api.token(&api.world.grace).await;
    let (messages, acts) = ("messages", "guidance/acts");
    let write = json!({"do": "write", "instruction": {"text": "Éteignez"}});
    for (path, verb, http, socket) in [
        (messages, &conversation::SAY, json!({"message": "Bonjour"}), json!({"text": "Bonjour"})),
        (acts, &guidance::ACT, json!({"do": "start"}), json!({"do": "start"})),
        (acts, &guidance::ACT, write.clone(), write),
    ] {
        let (path, key) = (format!("/api/v1/tickets/{number}/{path}"), Uuid::now_v7());
        let over_http = async || {
            let call = api.post(&path, http.clone()).by(&grace);
            call.with("idempotency-key", &key.to_string()).send().await.is(201)["seq"].clone()
        };
        let act = LiveAct { id: key, stream: number, body: socket.clone(), age: 0 };
        let by_socket = (verb.run)(Signed::clone(&api.world.grace), act).await.unwrap()["seq"].clone();
        assert_eq!(over_http().await, by_socket, "{path}");
    }
    assert_eq!(tickets::find(&api.world.grace, number).await.unwrap().rev, 6);
}
