//! The socket, with a real server and real clients: nothing is lost, doubled or told to the wrong person.
use super::world::{World, write};
use crate::{
    base::{
        AppResult,
        live::{FromClient, FromServer, HintKind},
    },
    features::{
        accounts::server::service::{self as accounts, people},
        conversation::server::service as conversation,
        guidance::Act,
        tickets::server::service as tickets,
    },
    server::{
        self, House, Signed,
        bus::{Hint, Note},
    },
};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};
use uuid::Uuid;

pub(super) struct Client(pub(super) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    pub(super) async fn open(address: SocketAddr, token: &str) -> Client {
        let (socket, _) = connect_async(format!("ws://{address}/live")).await.unwrap();
        let mut client = Client(socket);
        client.say(&FromClient::Hello { token: token.into() }).await;
        assert!(matches!(client.hear().await, FromServer::Welcome { .. }));
        client
    }
    pub(super) async fn say(&mut self, frame: &FromClient) {
        self.0.send(Message::text(serde_json::to_string(frame).unwrap())).await.unwrap();
    }
    async fn raw(&mut self, text: impl Into<String>) {
        self.0.send(Message::text(text.into())).await.ok();
    }
    /// The next frame that is no hint.
    pub(super) async fn hear(&mut self) -> FromServer {
        self.hear_where(|frame| !matches!(frame, FromServer::Hint { .. })).await
    }
    pub(super) async fn hear_where(&mut self, is_wanted: impl Fn(&FromServer) -> bool) -> FromServer {
        loop {
            let message = timeout(Duration::from_secs(10), self.0.next())
                .await
                .expect("a frame in time")
                .expect("the line open")
                .unwrap();
            if let Ok(text) = message.to_text()
                && let Some(frame) = FromServer::read(text)
                && is_wanted(&frame)
            {
                return frame;
            }
        }
    }
    /// Follows a stream and returns the numbers told until all is caught up, checking that each comes right
    /// after the one before.
    pub(super) async fn follow(&mut self, stream: i64, after: i64) -> Vec<i64> {
        self.say(&FromClient::Follow { stream, after }).await;
        let (mut numbers, mut last) = (Vec::new(), after);
        loop {
            match self.hear().await {
                FromServer::Event { prev, event, .. } => {
                    assert_eq!(prev, last);
                    last = event.seq;
                    numbers.push(event.seq);
                }
                FromServer::Caught { seq, .. } => {
                    assert_eq!(seq, last);
                    return numbers;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    pub(super) async fn is_closed(&mut self) -> bool {
        let end = async {
            while let Some(Ok(message)) = self.0.next().await {
                if message.is_close() {
                    break;
                }
            }
        };
        timeout(Duration::from_secs(2), end).await.is_ok()
    }
}

pub(super) struct Server {
    pub(super) world: World,
    pub(super) address: SocketAddr,
}

impl Server {
    pub(super) async fn start() -> Server {
        let world = World::on_sqlite().await;
        let (tell, told) = tokio::sync::oneshot::channel();
        let house = with_free_port(&world.house);
        crate::server::tasks::spawn("server of a test", async move {
            server::serve(house, crate::app::PAGES, |address| tell.send(address).unwrap()).await.unwrap();
        });
        Server { address: told.await.unwrap(), world }
    }
    pub(super) async fn token(&self, who: &Signed) -> String {
        let house = self.world.house.clone();
        let (id, now) = (who.actor.id, house.clock.now());
        let inner = house.clone();
        house
            .db
            .write(move |tx| Box::pin(async move { people::seed_session(tx, &inner, id, now).await }))
            .await
            .unwrap()
    }
    pub(super) async fn client(&self, who: &Signed) -> Client {
        Client::open(self.address, &self.token(who).await).await
    }
}

/// The tests' house listens where there is room.
fn with_free_port(house: &Arc<House>) -> Arc<House> {
    assert_eq!(house.config.address.port(), 0);
    house.clone()
}

fn act(stream: i64, verb: &str, body: serde_json::Value) -> (Uuid, FromClient) {
    let id = Uuid::now_v7();
    (id, FromClient::Act { id, verb: verb.into(), stream, body, age: 0 })
}

#[tokio::test]
async fn a_reader_is_told_everything_after_its_number_and_then_what_comes() -> AppResult<()> {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    let mut ada = server.client(&server.world.ada).await;
    assert_eq!(ada.follow(number, 0).await, [1, 2, 3, 4]);
    assert_eq!(ada.follow(number, 2).await, [3, 4]);
    server.world.write(number, "Éteignez").await?;
    server.world.write(number, "Rallumez").await?; // 6, for staff only
    server.world.answer(number, 1, 1, crate::features::guidance::Outcome::Done).await?;
    let mut told = Vec::new();
    for _ in 0..3 {
        let FromServer::Event { prev, event, .. } = ada.hear().await else { panic!("an event") };
        told.push((prev, event.seq));
    }
    assert_eq!(told, [(4, 5), (5, 7), (7, 8)], "the number of what she may not see is passed over");
    Ok(())
}

#[tokio::test]
async fn nonsense_gets_a_general_error_and_the_line_stays() {
    let server = Server::start().await;
    let mut ada = server.client(&server.world.ada).await;
    let deep = "[".repeat(5000);
    for nonsense in [
        "no json",
        "{}",
        r#"{"t":"unknown"}"#,
        r#"{"t":"act","id":7}"#,
        r#"{"t":"follow","stream":"x"}"#,
        r#"{"t":"follow","stream":1,"after":0,"stream":2}"#,
        r#"{"t":"act","id":"0199c1a2-7c11-7000-8000-0000000000a1","verb":"no.such.verb","stream":1,
            "body":{"text":"un","text":"deux"},"age":0}"#,
        &deep,
    ] {
        ada.raw(nonsense).await;
        assert_eq!(ada.hear().await, FromServer::Bad, "{}", &nonsense[..nonsense.len().min(20)]);
    }
    let (id, unknown) = act(1, "no.such.verb", json!({}));
    ada.say(&unknown).await;
    assert_eq!(ada.hear().await, FromServer::Failed { id, error: crate::base::Error::NotFound });
    ada.say(&FromClient::Ping).await;
    assert_eq!(ada.hear().await, FromServer::Pong);
    ada.raw("x".repeat(1024 * 1024)).await;
    assert!(ada.is_closed().await, "a message of 1 MB ends its own line");
    server.client(&server.world.ada).await;
}

#[tokio::test]
async fn a_stranger_follows_nothing() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    let mut eve = server.client(&server.world.eve).await;
    for stream in [number, 999] {
        eve.say(&FromClient::Follow { stream, after: 0 }).await;
        assert_eq!(eve.hear().await, FromServer::Refused { stream, error: crate::base::Error::NotFound });
    }
}

#[tokio::test]
async fn two_hundred_reconnects_lose_and_double_nothing() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    let token = server.token(&server.world.ada).await;
    let (mut told, mut last) = (Vec::new(), 0);
    for turn in 0..200 {
        if turn % 4 == 0 {
            server.world.write(number, "Éteignez").await.ok();
            server
                .world
                .act(
                    &server.world.grace,
                    number,
                    Act::GoBack {
                        to: 1,
                        instruction: crate::features::guidance::Instruction {
                            text: "Encore".into(),
                            picture: None,
                        },
                    },
                )
                .await
                .unwrap();
        }
        let mut ada = Client::open(server.address, &token).await;
        let fresh = ada.follow(number, last).await;
        last = fresh.last().copied().unwrap_or(last);
        told.extend(fresh);
    }
    let all: Vec<i64> =
        server.world.view(&server.world.ada, number).await.events.iter().map(|e| e.seq).collect();
    assert!(told.ends_with(&all), "what a reload shows is the end of what was told");
    assert!(told.is_sorted_by(|a, b| a < b));
}

#[tokio::test]
async fn a_slow_reader_delays_nobody_and_catches_up() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    let (mut slow, mut quick) =
        (server.client(&server.world.radia).await, server.client(&server.world.linus).await);
    slow.follow(number, 0).await;
    quick.follow(number, 0).await;
    let long = "Lisez bien. ".repeat(150);
    for _ in 0..400 {
        server
            .world
            .act(
                &server.world.grace,
                number,
                Act::Rephrase {
                    instruction: crate::features::guidance::Instruction { text: long.clone(), picture: None },
                },
            )
            .await
            .ok();
        server.world.act(&server.world.grace, number, write(&long)).await.ok();
    }
    let last = server.world.view(&server.world.grace, number).await.ticket.rev;
    for client in [&mut quick, &mut slow] {
        let mut before = 4;
        while before < last {
            match client.hear().await {
                FromServer::Event { prev, event, .. } => {
                    assert_eq!(prev, before);
                    before = event.seq;
                }
                FromServer::Caught { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_session_revoked_while_guiding_closes_its_line_and_refuses_its_acts() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    let token = server.token(&server.world.grace).await;
    let mut grace = Client::open(server.address, &token).await;
    grace.follow(number, 0).await;
    let session = accounts::my_sessions(&server.world.grace, None).await.unwrap().items[0].id;
    accounts::revoke_session(&server.world.linus, session).await.unwrap();
    let (_, late) = act(number, "guidance.act", serde_json::to_value(write("Éteignez")).unwrap());
    grace.raw(serde_json::to_string(&late).unwrap()).await;
    assert!(grace.is_closed().await);
    assert!(
        !server.world.view(&server.world.linus, number).await.events.iter().any(|e| e.kind == "instruction")
    );
}

#[tokio::test]
async fn what_a_person_who_left_has_done_is_told_to_the_others() {
    let world = World::on_sqlite().await;
    let number = world.taken_ticket().await;
    let grace = world.grace.actor.clone();
    let (listener, mut inbox) = world.house.bus.join((&grace).into(), grace.session);
    world.house.bus.follow(number, &listener);
    // Nothing else runs here until the writer is awaited: the act is handed in, and whoever sent it is gone.
    let (ada, text) = (world.ada.clone(), "Bonjour".to_owned());
    let saying = Box::pin(conversation::say(&ada, number, text.into(), Default::default()));
    assert!(matches!(
        futures_util::future::select(saying, std::future::ready(())).await,
        futures_util::future::Either::Right(_)
    ));
    let note = timeout(Duration::from_secs(5), inbox.recv()).await.expect("a note in time").unwrap();
    assert!(matches!(note, Note::Event { event, .. } if event.kind == "ajout_commentaire"));
}

#[tokio::test]
async fn when_somebody_has_read_is_told_by_the_clock_of_the_house() {
    let server = Server::start().await;
    let number = server.world.taken_ticket().await;
    let mut ada = server.client(&server.world.ada).await;
    let mut grace = server.client(&server.world.grace).await;
    for client in [&mut ada, &mut grace] {
        client.follow(number, 0).await;
    }
    ada.say(&FromClient::Hint { stream: number, kind: HintKind::Seen, seq: 1 }).await;
    let is_seen = |frame: &FromServer| matches!(frame, FromServer::Hint { kind: HintKind::Seen, .. });
    let told = timeout(Duration::from_secs(10), grace.hear_where(is_seen)).await.unwrap();
    let now = server.world.house.clock.now();
    assert!(matches!(told, FromServer::Hint { seq: 1, at: Some(at), .. } if at == now), "{told:?}");
}

/// Between the drawing of a page and its line nobody repeats a hint.
#[tokio::test]
async fn whoever_follows_is_told_how_far_others_have_read() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    tickets::mark_read(&server.world.ada, number, 2).await.unwrap();
    let mut grace = server.client(&server.world.grace).await;
    grace.say(&FromClient::Follow { stream: number, after: 4 }).await;
    let told = grace.hear_where(|_| true).await;
    let FromServer::Hint { kind, who, seq, .. } = told else { panic!("{told:?}") };
    let ada = server.world.ada.actor.id;
    assert_eq!((kind, who.map(|who| who.id), seq), (HintKind::Seen, Some(ada), 2));
    assert!(matches!(grace.hear().await, FromServer::Caught { .. }));
}

#[tokio::test]
async fn an_end_is_heard_even_by_a_line_with_a_full_queue() {
    let world = World::on_sqlite().await;
    let grace = world.grace.actor.clone();
    let (listener, _inbox) = world.house.bus.join((&grace).into(), grace.session);
    let (other, _) = world.house.bus.join((&world.ada.actor).into(), grace.session);
    world.house.bus.follow(1, &listener);
    let hint = Hint { stream: 1, kind: HintKind::Here, who: (&grace).into(), seq: 0, at: None };
    (0..500).for_each(|_| world.house.bus.hint(&other, &hint));
    world.house.bus.end(grace.id, None);
    assert!(listener.ended.is_cancelled());
}

#[tokio::test]
async fn a_flood_of_frames_of_any_kind_ends_its_own_line() {
    let server = Server::start().await;
    for frame in [Message::binary(vec![0]), Message::Ping(Default::default())] {
        let mut eve = server.client(&server.world.eve).await;
        for _ in 0..5_000 {
            if eve.0.feed(frame.clone()).await.is_err() {
                break;
            }
        }
        eve.0.flush().await.ok();
        assert!(eve.is_closed().await);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_is_simply_not_there() {
    let server = Server::start().await;
    let answer = get(server.address, "/files/abc", "*/*").await;
    assert!(answer.starts_with("HTTP/1.1 404") && answer.ends_with("\"NotFound\""), "{answer}");
}

#[tokio::test]
async fn a_page_that_cannot_be_served_says_so_in_a_sentence() {
    let server = Server::start().await;
    let request = "POST /sign-in HTTP/1.1\r\nhost: x\r\nsec-fetch-site: cross-site\r\n\
        content-length: 0\r\nconnection: close\r\n";
    let page =
        raw(server.address, &format!("{request}accept: text/html\r\naccept-language: en\r\n\r\n")).await;
    assert!(page.starts_with("HTTP/1.1 403") && page.contains("You are not allowed to do this"), "{page}");
    let answer = raw(server.address, &format!("{request}accept: application/json\r\n\r\n")).await;
    assert!(answer.ends_with("\"Forbidden\""), "{answer}");
}

async fn get(address: SocketAddr, path: &str, accept: &str) -> String {
    raw(address, &format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept: {accept}\r\nconnection: close\r\n\r\n"))
        .await
}

async fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(Duration::from_secs(10), stream.read_to_string(&mut answer))
        .await
        .expect("an answer in time")
        .unwrap();
    answer
}
