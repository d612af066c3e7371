//! A program that calls the HTTP API, as it is served.
use super::world::World;
use crate::{
    features::accounts::server::service::people,
    server::{Signed, router::router},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode},
};
use serde_json::{Value, json};
use tower::ServiceExt;

/// The house as it is served, without the network.
pub struct Api {
    pub world: World,
    pub router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        if status >= 400 {
            assert_eq!(self.headers["content-type"], "application/problem+json", "{:#}", self.body);
            assert_eq!(self.body["status"], status);
            assert!(
                ["type", "title", "detail", "request_id"].iter().all(|k| self.body[k].is_string()),
                "{:#}",
                self.body
            );
        }
        self.body
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }
}

/// One call, put together word by word.
pub struct Call<'a> {
    api: &'a Api,
    request: axum::http::request::Builder,
    body: Body,
}

impl Api {
    pub async fn open() -> Api {
        Api::of(World::on_sqlite().await)
    }
    pub fn of(world: World) -> Api {
        Api { router: router(world.house.clone(), crate::app::PAGES), world }
    }
    pub async fn token(&self, who: &Signed) -> String {
        let house = self.world.house.clone();
        let (id, now) = (who.actor.id, house.clock.now());
        let inner = house.clone();
        house
            .db
            .write(move |tx| Box::pin(async move { people::seed_session(tx, &inner, id, now).await }))
            .await
            .unwrap()
    }
    pub fn call(&self, method: &str, path: &str) -> Call<'_> {
        let request = Request::builder()
            .method(method.parse::<Method>().unwrap())
            .uri(path)
            .header("x-request-id", "0f8fad5b-d9cb-469f-a165-70867728950e");
        Call { api: self, request, body: Body::empty() }
    }
    pub fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }
    pub fn post(&self, path: &str, body: Value) -> Call<'_> {
        self.call("POST", path).json(body)
    }
}

impl Call<'_> {
    pub fn by(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }
    pub fn with_bytes(mut self, name: &str, value: HeaderValue) -> Self {
        self.request = self.request.header(name, value);
        self
    }
    pub fn json(self, body: Value) -> Self {
        self.text("application/json", &body.to_string())
    }
    pub fn text(self, media_type: &str, body: &str) -> Self {
        let mut call = self.with("content-type", media_type);
        call.body = Body::from(body.to_owned());
        call
    }
    /// A form of several parts, with the boundary `b`.
    pub fn form(self, bytes: &[u8]) -> Self {
        let mut call = self.with("content-type", "multipart/form-data; boundary=b");
        call.body = Body::from(bytes.to_vec());
        call
    }
    pub async fn send(self) -> Reply {
        let response = self.api.router.clone().oneshot(self.request.body(self.body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(json!(null));
        Reply { status: parts.status, headers: parts.headers, body, bytes }
    }
}
