//! What a page says on its line, frame by frame.
use super::{LiveAct, line::Line};
use crate::{
    base::{
        Error,
        json::read_value,
        live::{FromClient, FromServer},
    },
    server::unambiguous,
};
use std::sync::atomic::Ordering;

impl Line {
    /// Does what a frame asks for. One that cannot be read is told so; the line goes on.
    pub(super) async fn hear(&mut self, text: &str) -> bool {
        let Ok(frame) = unambiguous::read(text.as_bytes()) else {
            return self.send(&FromServer::Bad).await;
        };
        match read_value(frame) {
            Ok(FromClient::Ping) => self.send(&FromServer::Pong).await,
            Ok(FromClient::Follow { stream: 0, .. }) => self.want_lists(true),
            Ok(FromClient::Leave { stream: 0 }) => self.want_lists(false),
            Ok(FromClient::Follow { stream, after }) => self.follow(stream, after).await,
            Ok(FromClient::Leave { stream }) => self.unfollow(stream),
            Ok(FromClient::Act { id, verb, stream, body, age }) => {
                self.act(&verb, LiveAct { id, stream, body, age: age.max(0) }).await
            }
            Ok(FromClient::Hint { stream, kind, seq }) => self.hint(stream, kind, seq).await,
            Ok(FromClient::Hello { .. }) => true,
            Err(_) => self.send(&FromServer::Bad).await,
        }
    }

    fn want_lists(&mut self, wanted: bool) -> bool {
        self.connection.listener.wants_lists.store(wanted, Ordering::Relaxed);
        true
    }

    async fn act(&mut self, verb: &str, act: LiveAct) -> bool {
        let id = act.id;
        if !self.connection.still_valid().await {
            return self.end().await;
        }
        let known = self
            .connection
            .caller
            .rooms
            .list
            .iter()
            .flat_map(|room| room.verbs)
            .find(|known| known.name == verb);
        let answer = match known {
            Some(verb) => (verb.run)(self.connection.caller.clone(), act).await,
            None => Err(Error::NotFound),
        };
        self.send(&match answer {
            Ok(value) => FromServer::Done { id, value },
            Err(error) => FromServer::Failed { id, error },
        })
        .await
    }
}
