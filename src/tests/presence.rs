//! Who is here: told when they come and go, and to whoever comes later.
use super::lines::Server;
use crate::base::live::{FromClient, FromServer, HintKind};

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
