//! A client written for the reference documents opens, guides and closes a ticket; its sockets say what is
//! written there.
use crate::{
    features::{
        conversation::server::service as conversation,
        guidance::Act,
        tickets::{NewTicketForm, Status, server::service as tickets},
    },
    server::{Signed, serve},
    tests::api_world::Api,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

const PAUSED: &str = "Vous ne pouvez pas envoyer de messages pendant le mode guidage";

#[tokio::test]
async fn the_story_of_the_references_is_told_from_the_first_word_to_the_last() {
    let api = Api::open().await;
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    let form = json!({"titre": "Imprimante", "description": "P-12 n’imprime plus", "priorite": "urgent"});
    let opened = api.post("/api/tickets/create", form).by(&ada).send().await;
    assert_eq!(opened.header("location"), "/api/tickets/1/");
    let opened = opened.is(201);
    assert_eq!(
        (&opened["id"], &opened["statut"], &opened["priorite"]),
        (&json!(1), &json!("ouvert"), &json!("urgent"))
    );
    assert_eq!(api.get("/api/tickets/my").by(&ada).send().await.is(200)[0]["titre"], "Imprimante");
    assert_eq!(api.get("/api/technician/tickets/").by(&grace).send().await.is(200)[0]["id"], 1);
    let taken = api.call("POST", "/api/technician/tickets/1/assign/").by(&grace).send().await.is(200);
    assert_eq!(
        (&taken["technicien_assigne"]["nom"], &taken["statut"]),
        (&json!("grace"), &json!("en cours"))
    );

    let begun = api.call("POST", "/api/tickets/1/guidance/start/").by(&grace).send().await.is(201);
    assert_eq!(begun["type_action"], "guidage_debut");
    let first = api
        .post("/api/tickets/1/guidance/instruction/", json!({"message": "Éteignez"}))
        .by(&grace)
        .send()
        .await
        .is(201);
    assert_eq!(
        (&first["numero_etape"], &first["statut"], &first["type_action"]),
        (&json!(1), &json!("publiee"), &json!("instruction"))
    );
    let waiting =
        api.post("/api/tickets/1/comments/", json!({"message": "Rallumez"})).by(&grace).send().await.is(201);
    assert_eq!(waiting["statut"], "en_attente", "what a technician writes in guidance is an instruction");
    let refused =
        api.post("/api/tickets/1/comments/", json!({"message": "Bonjour"})).by(&ada).send().await.is(409);
    assert_eq!(
        (refused["type"].as_str(), refused["detail"].as_str()),
        (Some("urn:cordee:problem:typing_paused"), Some(PAUSED))
    );
    let seen = api.get("/api/tickets/1/comments/").by(&ada).send().await;
    assert!(!String::from_utf8_lossy(&seen.bytes).contains("Rallumez"), "the queue is for technicians only");
    let seen = api.get("/api/tickets/1/comments/").by(&grace).send().await;
    assert!(String::from_utf8_lossy(&seen.bytes).contains("Rallumez"));

    let confirm = format!("/api/comments/{}/confirm/", first["id"]);
    api.post(&confirm, json!({"resultat": "peut-être"})).by(&ada).send().await.is(422);
    let done = api.post(&confirm, json!({"message": "Étape terminée ✅"})).by(&ada).send().await.is(200);
    assert_eq!((&done["est_confirmee"], &done["resultat"]), (&json!(true), &json!("fait")));
    let list = api.get("/api/tickets/1/comments/").by(&ada).send().await.is(200);
    let second =
        list.as_array().unwrap().iter().rfind(|e| e["type_action"] == "instruction").unwrap().clone();
    assert_eq!((&second["message"], &second["numero_etape"]), (&json!("Rallumez"), &json!(2)));
    let confirmation =
        list.as_array().unwrap().iter().find(|e| e["type_action"] == "confirmation_etape").unwrap();
    assert_eq!(confirmation["instruction_id"], first["id"]);
    api.call("POST", &format!("/api/comments/{}/confirm", second["id"])).by(&ada).send().await.is(200);
    let ended = json!({"message": "Problème résolu !", "resolu": true});
    assert_eq!(
        api.post("/api/tickets/1/guidance/end/", ended).by(&grace).send().await.is(200)["message"],
        "Problème résolu !"
    );
    assert_eq!(api.get("/api/tickets/1/").by(&ada).send().await.is(200)["statut"], "resolu");
    let closed = api
        .call("PATCH", "/api/technician/tickets/1/status/")
        .by(&grace)
        .json(json!({"statut": "ferme"}))
        .send()
        .await
        .is(200);
    assert_eq!(closed["statut"], "ferme");
    let stats = api.get("/api/tickets/stats/").by(&ada).send().await.is(200);
    assert_eq!(
        (&stats["total"], &stats["ferme"], &stats["par_priorite"]["urgent"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(api.get("/api/tickets/stats/").by(&grace).send().await.is(200), stats, "there is no other");
}

#[tokio::test]
async fn the_routing_reference_creates_lists_and_reassigns() {
    let api = Api::open().await;
    let (ada, grace, linus, eve) = tokio::join!(
        api.token(&api.world.ada),
        api.token(&api.world.grace),
        api.token(&api.world.linus),
        api.token(&api.world.eve)
    );
    let welcome = json!({"message": "Bienvenue sur l'API de Routage de Tickets",
        "documentation": "/api/docs/", "endpoints_principaux": "/api/ticket/"});
    assert_eq!(api.get("/api/").send().await.is(200), welcome);
    let made = api
        .post("/api/ticket/", json!({"subject": "Facture", "description": "Erreur"}))
        .by(&ada)
        .send()
        .await
        .is(201);
    assert_eq!((&made["subject"], &made["id"]), (&json!("Facture"), &json!(1)));
    let wrong = api
        .post("/api/ticket/", json!({"subject": "x".repeat(200), "description": " ", "categorie": "?"}))
        .by(&ada)
        .send()
        .await
        .is(422);
    let fields: Vec<&str> =
        wrong["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["description", "subject", "categorie"]);
    let beside = json!({"titre": "Facture", "subject": "x".repeat(200), "description": "Erreur"});
    assert_eq!(
        api.post("/api/ticket/", beside).by(&ada).send().await.is(422)["errors"][0]["field"],
        "subject"
    );
    api.get("/api/ticket/1/").by(&eve).send().await.is(404);
    api.get("/api/ticket/x/").by(&ada).send().await.is(404);
    assert_eq!(api.get("/api/ticket/").by(&eve).send().await.is(200), json!([]));
    let agents = api.get("/api/agent/").by(&linus).send().await.is(200);
    let id = agents.as_array().unwrap().iter().find(|a| a["nom"] == "grace").unwrap()["id"].clone();
    api.post("/api/ticket/1/reassign/", json!({})).by(&linus).send().await.is(422);
    let given = api.post("/api/ticket/1/reassign/", json!({"agent": id})).by(&linus).send().await.is(200);
    assert_eq!(given["technicien_assigne"]["nom"], "grace");
    let agents = api.get("/api/agent/").by(&grace).send().await.is(200);
    assert_eq!(agents.as_array().unwrap().iter().find(|a| a["id"] == id).unwrap()["charge"], 1);
    api.get("/api/agent/").by(&ada).send().await.is(403);
}

#[tokio::test]
async fn the_communication_reference_counts_and_lists_and_says_what_is_not_built() {
    let api = Api::open().await;
    let number = api.world.guided_ticket().await;
    let (ada, eve) = (api.token(&api.world.ada).await, api.token(&api.world.eve).await);
    api.world.write(number, "Éteignez").await.unwrap();
    api.world.house.clock.advance(chrono::Duration::seconds(10));
    api.world.answer(number, 1, 1, crate::features::guidance::Outcome::Done).await.unwrap();
    let stats = api.get("/depannage/api/chat/stats/?request_id=1").by(&ada).send().await.is(200);
    assert_eq!(
        (&stats["messages_totaux"], &stats["temps_reponse_moyen"], &stats["conversations_actives"]),
        (&json!(2), &json!(10.0), &json!(1))
    );
    let list = api
        .get("/depannage/api/chat/messages/conversation_messages/?conversation_id=1")
        .by(&ada)
        .send()
        .await
        .is(200);
    assert!(list.as_array().unwrap().iter().any(|e| e["message"] == "Éteignez"));
    api.get("/depannage/api/chat/stats/?request_id=1").by(&eve).send().await.is(404);
    let wrong = api.get("/depannage/api/chat/stats/").by(&ada).send().await.is(422);
    assert_eq!(
        (&wrong["errors"][0]["field"], &wrong["errors"][0]["problem"]),
        (&json!("request_id"), &json!("missing"))
    );
    let wrong = api.get("/depannage/api/chat/stats/?request_id=x").by(&ada).send().await.is(422);
    assert_eq!(
        (&wrong["errors"][0]["field"], &wrong["errors"][0]["problem"]),
        (&json!("request_id"), &json!("malformed"))
    );
    assert_eq!(
        api.get("/depannage/api/chat/dashboard/").by(&ada).send().await.is(200)["conversations"][0]["id"],
        1
    );
    for path in ["send_location", "send_voice"] {
        let told = api
            .post(&format!("/depannage/api/chat/messages/{path}/"), json!({}))
            .by(&ada)
            .send()
            .await
            .is(404);
        assert!(told["detail"].as_str().unwrap().contains("pas encore"));
    }
}

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn open(address: SocketAddr, path: &str) -> Result<Socket, tokio_tungstenite::tungstenite::Error> {
        connect_async(format!("ws://{address}{path}")).await.map(|(socket, _)| Socket(socket))
    }
    async fn say(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }
    async fn hear(&mut self) -> Value {
        loop {
            let message = timeout(Duration::from_secs(10), self.0.next())
                .await
                .expect("a frame in time")
                .expect("open")
                .unwrap();
            if let Ok(frame) = serde_json::from_str(message.to_text().unwrap_or_default()) {
                return frame;
            }
        }
    }
}

async fn served(api: &Api) -> SocketAddr {
    let (tell, told) = tokio::sync::oneshot::channel();
    let house = api.world.house.clone();
    crate::server::tasks::spawn("server of a test", async move {
        serve(house, crate::app::PAGES, |address| tell.send(address).unwrap()).await.unwrap();
    });
    told.await.unwrap()
}

#[tokio::test]
async fn the_sockets_of_the_references_carry_comments_instructions_and_errors() {
    let api = Api::open().await;
    let number = api.world.guided_ticket().await;
    let address = served(&api).await;
    let token = async |who: &Signed| api.token(who).await;
    let path = |root: &str, token: &str| format!("/ws/{root}/{number}/?token={token}");
    let mut ada = Socket::open(address, &path("ticket", &token(&api.world.ada).await)).await.unwrap();
    let mut grace = Socket::open(address, &path("chat", &token(&api.world.grace).await)).await.unwrap();
    assert!(
        Socket::open(address, &path("ticket", &token(&api.world.eve).await)).await.is_err(),
        "a stranger"
    );
    assert!(Socket::open(address, &path("ticket", "made-up")).await.is_err(), "nobody");

    grace.say(json!({"message": "Éteignez"})).await;
    let told = ada.hear().await;
    assert_eq!(
        (&told["type"], &told["comment"]["type_action"], &told["comment"]["numero_etape"]),
        (&json!("comment"), &json!("instruction"), &json!(1))
    );
    assert_eq!(grace.hear().await["comment"]["message"], "Éteignez");
    ada.say(json!({"message": "Bonjour"})).await;
    assert_eq!(ada.hear().await, json!({"type": "error", "message": PAUSED}));
    ada.0.send(Message::text("no json")).await.unwrap();
    assert_eq!(ada.hear().await["type"], "error");
    ada.say(json!({"type": "typing"})).await;
    assert_eq!(ada.hear().await["message"], "type : Choix inconnu.", "no empty message");
    ada.0.send(Message::text(r#"{"message": "un", "message": "deux"}"#)).await.unwrap();
    let twice = ada.hear().await["message"].as_str().unwrap().to_owned();
    assert!(twice.starts_with("message : "), "which of the two is meant? {twice}");
    grace.say(json!({"message": "Rallumez"})).await;
    assert_eq!(grace.hear().await["comment"]["statut"], "en_attente", "shown to technicians only");
    let id = &told["comment"]["id"];
    ada.say(json!({"type": "confirm", "instruction_id": id, "message": "✅", "resultat": "fait"})).await;
    assert_eq!(ada.hear().await["comment"]["type_action"], "confirmation_etape");
    let updated = ada.hear().await;
    assert_eq!(
        (&updated["type"], &updated["instruction"]["est_confirmee"]),
        (&json!("instruction_updated"), &json!(true))
    );
    assert_eq!(updated["instruction"]["id"], told["comment"]["id"]);
    assert_eq!(ada.hear().await["comment"]["message"], "Rallumez", "what waited is released");
    grace.say(json!({"message": " "})).await;
    while grace.hear().await["type"] != "error" {}
}

#[tokio::test]
async fn a_socket_of_the_references_ends_with_its_session_and_from_another_site_it_does_not_open_by_cookie() {
    let api = Api::open().await;
    let number = api.world.guided_ticket().await;
    let token = api.token(&api.world.ada).await;
    let address = served(&api).await;
    let mut ada = Socket::open(address, &format!("/ws/ticket/{number}/?token={token}")).await.unwrap();
    let id = api.get("/api/v1/sessions").by(&token).send().await.is(200)["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    api.call("DELETE", &format!("/api/v1/sessions/{id}")).by(&token).send().await.is(204);
    let closed = timeout(Duration::from_secs(2), async {
        while let Some(Ok(m)) = ada.0.next().await {
            if m.is_close() {
                break;
            }
        }
    })
    .await;
    assert!(closed.is_ok());
    let fresh = api.token(&api.world.ada).await;
    let mut request = tokio_tungstenite::tungstenite::client::IntoClientRequest::into_client_request(
        format!("ws://{address}/ws/ticket/{number}/"),
    )
    .unwrap();
    request.headers_mut().insert("cookie", format!("cordee_access={fresh}").parse().unwrap());
    request.headers_mut().insert("origin", "https://evil.example".parse().unwrap());
    assert!(connect_async(request).await.is_err());
}

#[tokio::test]
async fn figures_of_talk_are_of_all_of_it_and_of_every_active_conversation() {
    let api = Api::open().await;
    let world = &api.world;
    let (ada, grace) = (api.token(&world.ada).await, api.token(&world.grace).await);
    let stats = async |by: &str, number: i64| {
        let path = format!("/depannage/api/chat/stats/?request_id={number}");
        api.get(&path).by(by).send().await.is(200)
    };
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    world.write(number, "Rallumez").await.unwrap();
    assert_eq!(stats(&grace, number).await["messages_totaux"], 1, "what waits was not said yet");
    assert_eq!(stats(&ada, number).await["messages_non_lus"], 1, "messages, not every entry");
    world
        .act(&world.grace, number, Act::End { solved: false, message: None, call: None, asked: None })
        .await
        .unwrap();
    for place in 0..1_050 {
        conversation::say(&world.ada, number, place.to_string().into(), Default::default()).await.unwrap();
    }
    assert_eq!(stats(&grace, number).await["messages_totaux"], 1_051);

    let mut active = vec![number];
    for place in 0..60 {
        let form = NewTicketForm { problem: format!("Panne {place}"), ..Default::default() };
        active.push(tickets::open(&world.ada, form).await.unwrap());
    }
    for number in &active[3..5] {
        tickets::take(&world.grace, *number, Default::default()).await.unwrap();
    }
    for (number, to) in [(active[3], Status::Resolved), (active[10], Status::Cancelled)] {
        let who = if to == Status::Resolved { &world.grace } else { &world.ada };
        tickets::change_status(who, number, to, Default::default()).await.unwrap();
    }
    let board = api.get("/depannage/api/chat/dashboard/").by(&ada).send().await.is(200);
    assert_eq!((&board["conversations_actives"], &board["messages_non_lus"]), (&json!(59), &json!(1)));
    assert_eq!(board["conversations"].as_array().unwrap().len(), 59);
    let board = api.get("/depannage/api/chat/dashboard/").by(&grace).send().await.is(200);
    let of_grace: Vec<_> = board["conversations"].as_array().unwrap().iter().map(|c| &c["id"]).collect();
    assert_eq!(of_grace, [&json!(active[4]), &json!(number)], "those in her charge, newest first");
    assert_eq!(board["messages_non_lus"], 1_050);
    assert!(board["temps_reponse_moyen"].is_number());
}
