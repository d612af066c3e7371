//! Somebody in a crash run who opens one ticket after another over HTTP, and remembers every number they were
//! given.
use super::{Failure, crash_check::Found};
use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::{collections::HashSet, time::Duration};
use tokio::{net::TcpStream, sync::watch, task::JoinSet};

/// How long somebody waits before the next.
const THINKING: Duration = Duration::from_millis(2);

/// A person, and the tickets they were told to have opened.
pub struct Opener {
    token: String,
    place: usize,
    asked: u64,
    opened: Vec<(i64, String)>,
    refused: Vec<String>,
}

impl Opener {
    /// Somebody who has not been here yet.
    pub fn new(place: usize, token: String) -> Opener {
        Opener { token, place, asked: 0, opened: Vec::new(), refused: Vec::new() }
    }

    /// Opens tickets, and comes back after every kill, until `over`. What was not answered is not asked
    /// again.
    pub async fn run(mut self, address: String, over: watch::Receiver<bool>) -> Opener {
        while !*over.borrow() {
            if self.visit(&address, &over).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        self
    }

    async fn visit(&mut self, address: &str, over: &watch::Receiver<bool>) -> Result<(), Failure> {
        let mut line = Line::open(address, &self.token).await?;
        while !*over.borrow() {
            self.asked += 1;
            let title = format!("Panne {}.{}", self.place, self.asked);
            let (status, ticket) = line
                .call(
                    Method::POST,
                    "/api/tickets/create",
                    json!({"titre": title, "description": "Écran noir"}),
                )
                .await?;
            match ticket["id"].as_i64() {
                Some(number) if status == StatusCode::CREATED => self.opened.push((number, title)),
                _ if status == StatusCode::SERVICE_UNAVAILABLE => {
                    return Err("it cannot serve right now".into());
                }
                _ => self.refused.push(format!("{status} {ticket}")),
            }
            tokio::time::sleep(THINKING).await;
        }
        Ok(())
    }

    /// Is every number there, with the title it was asked for, and was none given twice?
    pub async fn check(
        &self,
        address: &str,
        given: &mut HashSet<i64>,
        found: &mut Found,
    ) -> Result<(), Failure> {
        let mut line = Line::open(address, &self.token).await?;
        for (number, title) in &self.opened {
            let (_, ticket) = line.call(Method::GET, &format!("/api/tickets/{number}/"), Value::Null).await?;
            found.lost += usize::from(ticket["titre"] != title.as_str());
            found.doubled += usize::from(!given.insert(*number));
        }
        found.opened += self.opened.len();
        found.problems.extend(self.refused.iter().map(|why| format!("opening was refused: {why}")));
        Ok(())
    }
}

/// A kept connection.
struct Line {
    requests: SendRequest<Body>,
    token: String,
    _connection: JoinSet<hyper::Result<()>>,
}

impl Line {
    async fn open(address: &str, token: &str) -> Result<Line, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (requests, connection) = handshake(TokioIo::new(stream)).await?;
        let mut kept = JoinSet::new();
        kept.spawn(connection);
        Ok(Line { requests, token: format!("Bearer {token}"), _connection: kept })
    }

    async fn call(
        &mut self,
        method: Method,
        path: &str,
        body: Value,
    ) -> Result<(StatusCode, Value), Failure> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "cordee")
            .header(header::AUTHORIZATION, &self.token);
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.requests.ready().await?;
        let response = self
            .requests
            .send_request(request.header(header::CONTENT_TYPE, "application/json").body(body)?)
            .await?;
        let status = response.status();
        let bytes = to_bytes(Body::new(response.into_body()), 64 * 1024).await?;
        Ok((status, serde_json::from_slice(&bytes)?))
    }
}
