//! Who is here: told when they come and go, and to whoever comes later.
use super::lines::Server;
use crate::{
    base::live::{FromClient, FromServer, HintKind},
    features::tickets::server as tickets,
};

fn presence(frame: &FromServer) -> Option<(HintKind, String)> {
    match frame {
        FromServer::Hint { kind: kind @ (HintKind::Here | HintKind::Gone), who: Some(who), .. } => {
            Some((*kind, who.name.clone()))
        }
        _ => None,
    }
}

#[tokio::test]
async fn whoever_comes_later_is_told_who_is_here() {
    let server = Server::start().await;
    let number = server.world.taken_ticket().await;
    let mut ada = server.client(&server.world.ada).await;
    ada.follow(number, 0).await;
    let mut grace = server.client(&server.world.grace).await;
    grace.say(&FromClient::Follow { stream: number, after: 0 }).await;
    let here = grace.hear_where(|frame| presence(frame).is_some()).await;
    assert_eq!(presence(&here), Some((HintKind::Here, "ada".into())));
    let came = ada.hear_where(|frame| presence(frame).is_some()).await;
    assert_eq!(presence(&came), Some((HintKind::Here, "grace".into())));
    drop(grace);
    let gone = ada.hear_where(|frame| presence(frame).is_some()).await;
    assert_eq!(presence(&gone), Some((HintKind::Gone, "grace".into())));
}

/// She stood before it already when she took it.
#[tokio::test]
async fn who_asked_hears_that_whoever_takes_charge_is_here() {
    let server = Server::start().await;
    let world = &server.world;
    let number = world.open_ticket().await;
    let mut ada = server.client(&world.ada).await;
    let mut grace = server.client(&world.grace).await;
    for client in [&mut ada, &mut grace] {
        client.follow(number, 0).await;
    }
    tickets::service::take(&world.grace, number, Default::default()).await.unwrap();
    let here = ada.hear_where(|frame| presence(frame).is_some()).await;
    assert_eq!(presence(&here), Some((HintKind::Here, "grace".into())));
}

#[tokio::test]
async fn who_may_not_see_it_neither_comes_nor_goes() {
    let server = Server::start().await;
    let number = server.world.taken_ticket().await;
    let mut ada = server.client(&server.world.ada).await;
    ada.follow(number, 0).await;
    let mut eve = server.client(&server.world.eve).await;
    eve.say(&FromClient::Follow { stream: number, after: 0 }).await;
    eve.hear_where(|frame| matches!(frame, FromServer::Refused { .. })).await;
    drop(eve);
    let mut grace = server.client(&server.world.grace).await;
    grace.follow(number, 0).await;
    let first = ada.hear_where(|frame| presence(frame).is_some()).await;
    assert_eq!(presence(&first), Some((HintKind::Here, "grace".into())), "and nothing of Eve");
}

#[tokio::test]
async fn who_was_in_charge_and_is_no_longer_of_the_staff_hears_nothing_of_it() {
    let server = Server::start().await;
    let world = &server.world;
    let lead = |number| {
        let who = (&world.radia.actor).into();
        crate::server::bus::Hint { stream: number, kind: HintKind::InCharge, who, seq: 1, at: None }
    };
    let mut ada = server.client(&world.ada).await;
    let mut grace = server.client(&world.grace).await;
    let number = world.guided_ticket().await;
    for (who, client) in [(&world.ada, &mut ada), (&world.grace, &mut grace)] {
        client.follow(number, 0).await;
        world.house.bus.tell(who.actor.id, &lead(number));
    }
    grace.hear_where(|frame| matches!(frame, FromServer::Hint { kind: HintKind::InCharge, .. })).await;
    world.write(number, "Éteignez").await.unwrap();
    let next = |frame: &FromServer| {
        matches!(frame, FromServer::Event { .. } | FromServer::Hint { kind: HintKind::InCharge, .. })
    };
    let heard = ada.hear_where(next).await;
    assert!(matches!(heard, FromServer::Event { .. }), "{heard:?}");
}

/// In a pause Ada's words would be refused; the lead, who writes the next step, may be seen doing so.
#[tokio::test]
async fn whoever_may_not_write_now_is_not_seen_typing() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    let mut ada = server.client(&server.world.ada).await;
    let mut grace = server.client(&server.world.grace).await;
    for client in [&mut ada, &mut grace] {
        client.follow(number, 0).await;
    }
    let kind = |frame: &FromServer| match frame {
        FromServer::Hint { kind: kind @ (HintKind::Typing | HintKind::Seen), .. } => Some(*kind),
        _ => None,
    };
    for (kind, seq) in [(HintKind::Typing, 0), (HintKind::Seen, 1)] {
        ada.say(&FromClient::Hint { stream: number, kind, seq }).await;
    }
    let told = grace.hear_where(|frame| kind(frame).is_some()).await;
    assert_eq!(kind(&told), Some(HintKind::Seen), "what came before it was passed on to nobody");
    grace.say(&FromClient::Hint { stream: number, kind: HintKind::Typing, seq: 0 }).await;
    ada.hear_where(|frame| kind(frame) == Some(HintKind::Typing)).await;
}
