//! One person's socket, and what they have been told on their ticket.
use super::{
    Failure,
    frame::{Frame, What},
};
use cordee::{
    base::live::FromClient,
    features::guidance::{Act, GuidanceId, Step},
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};
use uuid::Uuid;

/// What a reader has been told so far. A number that comes twice or out of its place is counted.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// The last number told.
    pub last: i64,
    pub duplicated: u64,
    /// Events whose `prev` was not the last number told.
    pub out_of_order: u64,
    /// The session that runs, as the events tell it.
    pub session: Option<GuidanceId>,
    /// The step that waits for its answer.
    pub open: Option<Step>,
}

impl Reader {
    /// Takes an event in; false if it was known already.
    pub fn take(&mut self, seq: i64, prev: i64, what: &What) -> bool {
        if seq <= self.last {
            self.duplicated += 1;
            return false;
        }
        self.out_of_order += u64::from(prev != self.last);
        self.last = seq;
        match what {
            What::Started(session) => (self.session, self.open) = (Some(*session), None),
            What::Instruction { step, .. } => self.open = Some(*step),
            What::Answered(_) => self.open = None,
            What::Ended => (self.session, self.open) = (None, None),
            What::Other => {}
        }
        true
    }
}

/// A person's line.
pub struct Side {
    socket: WebSocketStream<TcpStream>,
    number: i64,
    pub reader: Reader,
}

impl Side {
    /// Opens a line, says who one is, and follows the ticket from the reader's last number on.
    pub async fn open(address: &str, token: &str, number: i64, reader: Reader) -> Result<Side, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
        let (socket, _) =
            client_async_with_config(["ws://", address, "/live"].concat(), stream, Some(config)).await?;
        let mut side = Side { socket, number, reader };
        side.send(&FromClient::Hello { token: token.to_owned() }).await?;
        // It shows no list: nobody need tell it that one has changed.
        side.send(&FromClient::Leave { stream: 0 }).await?;
        side.follow().await?;
        Ok(side)
    }

    async fn follow(&mut self) -> Result<(), Failure> {
        self.send(&FromClient::Follow { stream: self.number, after: self.reader.last }).await
    }

    /// Goes on until all that was missed is told.
    pub async fn catch_up(&mut self) -> Result<(), Failure> {
        loop {
            match self.next().await? {
                Frame::Caught { .. } => return Ok(()),
                Frame::Turned(why) => return Err(why.into()),
                _ => {}
            }
        }
    }

    /// Does something in guidance under this id.
    pub async fn act(&mut self, id: Uuid, act: &Act) -> Result<(), Failure> {
        let body = serde_json::to_value(act)?;
        self.send(&FromClient::Act { id, verb: "guidance.act".into(), stream: self.number, body, age: 0 })
            .await
    }

    async fn send(&mut self, frame: &FromClient) -> Result<(), Failure> {
        Ok(self.socket.send(Message::text(serde_json::to_string(frame)?)).await?)
    }

    /// The next frame; events that were known already are counted and passed over. May be dropped while
    /// waiting.
    pub async fn next(&mut self) -> Result<Frame, Failure> {
        loop {
            let message = self.socket.next().await.ok_or("the server closed the line")??;
            let Message::Text(text) = message else {
                if let Message::Close(frame) = message {
                    return Err(format!("the server closed the line: {frame:?}").into());
                }
                continue;
            };
            let frame = Frame::read(&text)?;
            match &frame {
                Frame::Event { seq, prev, what, .. } if !self.reader.take(*seq, *prev, what) => {}
                Frame::Resync => self.follow().await?,
                _ => return Ok(frame),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_counts_what_comes_twice_and_what_is_missing() {
        let mut reader = Reader::default();
        for (seq, prev) in [(1, 0), (2, 1), (2, 1), (4, 3)] {
            reader.take(seq, prev, &What::Other);
        }
        assert_eq!((reader.last, reader.duplicated, reader.out_of_order), (4, 1, 1));
    }
}
