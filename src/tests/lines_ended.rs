//! Lines of people whose right to them has ended, and of programs that come from elsewhere.
use super::lines::{Client, Server};
use crate::{
    base::{
        Error, Scope,
        live::{FromClient, FromServer, HintKind},
    },
    features::{
        accounts::{PersonChange, server::service as accounts},
        conversation::server::service as conversation,
        tickets::server::service as tickets,
    },
};
use std::time::Duration;
use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest};

/// After a restore, what a program remembers is of no event here: silence would hide what comes next.
#[tokio::test]
async fn a_number_of_another_database_is_answered_with_a_fresh_start() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    for who in [&server.world.ada, &server.world.grace] {
        let head = server.world.view(who, number).await.seq;
        let mut client = server.client(who).await;
        client.follow(number, head).await;
        client.say(&FromClient::Follow { stream: number, after: head + 1 }).await;
        assert_eq!(client.hear().await, FromServer::Resync { stream: number, fresh: true });
    }
}

/// What is for staff only cannot be counted by asking.
#[tokio::test]
async fn a_requester_learns_no_hidden_number_by_asking_beyond_it() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    for text in ["Éteignez", "Rallumez", "Attendez"] {
        server.world.write(number, text).await.unwrap();
    }
    let seen = server.world.view(&server.world.ada, number).await.seq;
    assert!(server.world.view(&server.world.grace, number).await.seq > seen);
    let mut ada = server.client(&server.world.ada).await;
    ada.say(&FromClient::Follow { stream: number, after: seen + 1 }).await;
    assert_eq!(ada.hear().await, FromServer::Resync { stream: number, fresh: true });
}

#[tokio::test]
async fn a_new_password_closes_the_lines_of_ones_tokens_at_once() {
    let server = Server::start().await;
    let number = server.world.open_ticket().await;
    let (first, second) = ("corde-et-mousqueton".to_owned(), "mousqueton-et-corde".to_owned());
    let id = server.world.grace.actor.id;
    accounts::set_person_password(&server.world.linus, id, first.clone()).await.unwrap();
    let visitor = server.world.visitor();
    let entrance = accounts::sign_in(&visitor, "grace@cordee.test", first.clone()).await.unwrap();
    let grace = visitor.signed_in(entrance.actor);
    let made = accounts::make_token(&grace, "ici".into(), vec![Scope::Read, Scope::Write], 30).await.unwrap();
    let mut line = Client::open(server.address, &made.secret).await;
    line.follow(number, 0).await;
    accounts::change_password(&grace, first, second).await.unwrap();
    assert!(line.is_closed().await);
}

#[tokio::test]
async fn a_token_for_one_way_opens_no_line() {
    let server = Server::start().await;
    let session = server.token(&server.world.grace).await;
    let grace = server.world.visitor().signed_in(
        (server.world.house.rooms.identity.of_token)(&server.world.house, &session).await.unwrap().unwrap(),
    );
    for scope in [Scope::Read, Scope::Write] {
        let made = accounts::make_token(&grace, "ici".into(), vec![scope], 30).await.unwrap();
        let (socket, _) = connect_async(format!("ws://{}/live", server.address)).await.unwrap();
        let mut client = Client(socket);
        client.say(&FromClient::Hello { token: made.secret.clone() }).await;
        assert!(client.is_closed().await, "{scope}");
        for path in ["live", "ws/ticket/1"] {
            let address = format!("ws://{}/{path}", server.address);
            let mut request = address.into_client_request().unwrap();
            let bearer = format!("Bearer {}", made.secret).parse().unwrap();
            request.headers_mut().insert("authorization", bearer);
            let refused = connect_async(request).await.unwrap_err();
            assert!(refused.to_string().contains("403"), "{scope} {path}: {refused}");
        }
    }
}

/// Each frame may take a slow reader half a minute: what is written after their removal is not for them.
#[tokio::test]
async fn a_reader_who_catches_up_slowly_hears_nothing_from_after_their_removal() {
    let server = Server::start().await;
    let number = server.world.taken_ticket().await;
    let say = |text: String| conversation::say(&server.world.ada, number, text.into(), Default::default());
    for _ in 0..1_200 {
        say("x".repeat(4_000)).await.unwrap();
    }
    let mut radia = server.client(&server.world.radia).await;
    radia.say(&FromClient::Follow { stream: number, after: 0 }).await;
    // Until the pipe is full.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let form = PersonChange { active: Some("off".into()), ..Default::default() };
    accounts::change_person(&server.world.linus, server.world.radia.actor.id, form).await.unwrap();
    say("Après".into()).await.unwrap();
    let end = radia.hear_where(|frame| match frame {
        FromServer::Event { event, .. } => event.payload["text"] == "Après",
        frame => matches!(frame, FromServer::Bye),
    });
    assert_eq!(end.await, FromServer::Bye);
}

#[tokio::test]
async fn following_again_and_again_has_a_pace() {
    let server = Server::start().await;
    let number = server.world.open_ticket().await;
    let mut ada = server.client(&server.world.ada).await;
    for _ in 0..100 {
        ada.say(&FromClient::Follow { stream: number, after: 0 }).await;
    }
    let (mut caught, mut refused) = (0, 0);
    while caught + refused < 100 {
        match ada.hear().await {
            FromServer::Caught { .. } => caught += 1,
            FromServer::Refused { error: Error::TooMany { .. }, .. } => refused += 1,
            _ => {}
        }
    }
    assert!(caught >= 64 && refused > 0, "{caught} {refused}");
}

/// A technician who only looks in is nobody's business.
#[tokio::test]
async fn whoever_asked_hears_of_whoever_helps_and_not_of_who_else_looks_in() {
    let server = Server::start().await;
    let number = server.world.taken_ticket().await;
    let head = server.world.view(&server.world.ada, number).await.seq;
    let mut clients = Vec::new();
    let world = &server.world;
    for who in [&world.ada, &*world.radia, &*world.grace] {
        let mut client = server.client(who).await;
        client.follow(number, head).await;
        clients.push(client);
    }
    let [ada, radia, grace] = clients.as_mut_slice() else { panic!("three lines") };
    for client in [&mut *radia, &mut *grace] {
        client.say(&FromClient::Hint { stream: number, kind: HintKind::Typing, seq: 0 }).await;
    }
    let is_hint = |frame: &FromServer| matches!(frame, FromServer::Hint { stream, .. } if *stream != 0);
    loop {
        let FromServer::Hint { kind, who, .. } = ada.hear_where(is_hint).await else { panic!("a hint") };
        assert_eq!(who.map(|who| who.id), Some(world.grace.actor.id), "{kind:?}");
        if kind == HintKind::Typing {
            break;
        }
    }
    let told =
        radia.hear_where(|frame| matches!(frame, FromServer::Hint { kind: HintKind::Typing, .. })).await;
    assert!(matches!(told, FromServer::Hint { who: Some(who), .. } if who.id == world.grace.actor.id));
}

/// A token's frames are its requests; a page may say as much in a moment.
#[tokio::test]
async fn what_a_token_says_on_a_socket_counts_on_its_pace() {
    let server = Server::start().await;
    let session = server.token(&server.world.grace).await;
    let of_token = server.world.house.rooms.identity.of_token;
    let known = of_token(&server.world.house, &session).await.unwrap().unwrap();
    let (grace, both) = (server.world.visitor().signed_in(known), vec![Scope::Read, Scope::Write]);
    let token = accounts::make_token(&grace, "Robot".into(), both, 7).await.unwrap();
    let mut robot = Client::open(server.address, &token.secret).await;
    let mut page = server.client(&server.world.grace).await;
    for client in [&mut robot, &mut page] {
        for _ in 0..650 {
            client.say(&FromClient::Hint { stream: 7, kind: HintKind::Typing, seq: 0 }).await;
        }
    }
    assert!(robot.is_closed().await);
    assert!(!page.is_closed().await, "within its own rate");
}

#[tokio::test]
async fn one_person_has_two_hundred_lines_and_takes_nobody_elses() {
    let server = Server::start().await;
    let ada = &server.world.ada.actor;
    let token = server.token(&server.world.ada).await;
    let bus = &server.world.house.bus;
    let mut lines: Vec<_> = (0..199).map(|_| bus.join(ada.into(), ada.session)).collect();
    let last = Client::open(server.address, &token).await;
    let (socket, _) = connect_async(format!("ws://{}/live", server.address)).await.unwrap();
    let mut refused = Client(socket);
    refused.say(&FromClient::Hello { token: token.clone() }).await;
    assert!(refused.is_closed().await, "the two hundred and first");
    server.client(&server.world.grace).await;
    drop(last);
    let (gone, _) = lines.pop().unwrap();
    bus.leave(&gone, std::iter::empty());
    Client::open(server.address, &token).await;
}

/// Who no longer leads a confidential ticket hears nothing more of it, on either socket.
#[tokio::test]
async fn a_former_lead_hears_nothing_more_of_a_confidential_ticket() {
    let server = Server::start().await;
    let world = &server.world;
    let number = world.taken_ticket().await;
    let mut grace = server.client(&world.grace).await;
    grace.follow(number, 0).await;
    tickets::set_confidential(&world.ada, number, true, Default::default()).await.unwrap();
    assert!(matches!(grace.hear().await, FromServer::Event { .. }), "she leads it still");
    tickets::assign(&world.linus, number, world.radia.actor.id, Default::default()).await.unwrap();
    assert_eq!(grace.hear().await, FromServer::Refused { stream: number, error: Error::NotFound });
}
