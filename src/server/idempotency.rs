//! `Idempotency-Key`: a request that creates something may be sent again; the repetition gets the first
//! answer and has no effect.
use super::{
    Ctx, House, db::idempotency as answers, digest, http::Refusal, jobs::Sweep, limits::WRITE, problem,
    request::IdempotencyKey, tasks,
};
use crate::{
    base::{AccountId, Actor, AppResult, Conflict, Error},
    words::api as say,
};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// Bodies of requests and answers that are kept are at most this long.
const MAX: usize = 512 * 1024;
/// The headers that belong to an answer.
const HEADERS: [&str; 3] = ["content-type", "location", "etag"];

/// The layer of a route that creates. Without a key, or without a person, it does nothing.
pub async fn first_answer(request: Request, next: Next) -> Response {
    let creates = request.method() == Method::POST;
    let caller = request
        .extensions()
        .get::<Ctx>()
        .filter(|_| creates)
        .and_then(|ctx| Some((ctx.house.clone(), ctx.actor.clone()?)));
    let key = match IdempotencyKey::read(request.headers()) {
        Ok(key) => key,
        Err(error) => return Refusal(error).into_response(),
    };
    match caller.zip(key) {
        Some(((house, actor), key)) => {
            keyed(house, actor, key, request, next).await.unwrap_or_else(|e| Refusal(e).into_response())
        }
        None => next.run(request).await,
    }
}

/// First answers are kept for a day.
pub const SWEEP: Sweep =
    Sweep { name: "idempotency answers", every: Duration::from_secs(60), run: forget_old };

/// Forgets those that are older.
pub fn forget_old(house: Arc<House>) -> BoxFuture<'static, AppResult<()>> {
    Box::pin(async move {
        let now = house.clock.now();
        if !answers::is_any_old(&mut house.db.glance().await?, now).await? {
            return Ok(());
        }
        house.db.write(move |tx| Box::pin(async move { Ok(answers::forget_old(tx, now).await?) })).await
    })
}

async fn keyed(
    house: Arc<House>,
    actor: Actor,
    key: String,
    request: Request,
    next: Next,
) -> AppResult<Response> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX).await else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let account = actor.id;
    // With the role: what an admin was answered is not told again to who no longer is one.
    let mark = digest(&[
        actor.role.word().as_bytes(),
        b" ",
        parts.method.as_str().as_bytes(),
        b" ",
        parts.uri.path().trim_end_matches('/').as_bytes(),
        b" ",
        &body,
    ]);
    let request = Request::from_parts(parts, Body::from(body));
    house.limits.check(&WRITE, account.to_string())?;
    // To its end even when the caller has gone: what was done and not kept would be done a second time.
    tasks::finish("a request with a key", async move {
        first(house, Asked { account, key, mark }, request, next).await
    })
    .await
}

/// Whose request it is, under which key, and a digest of what it asks.
struct Asked {
    account: AccountId,
    key: String,
    mark: i64,
}

async fn first(house: Arc<House>, asked: Asked, request: Request, next: Next) -> AppResult<Response> {
    let Asked { account, key, mark } = asked;
    let (now, name) = (house.clock.now(), key.clone());
    let kept = house
        .db
        .write(move |tx| Box::pin(async move { Ok(answers::reserve(tx, account, &name, mark, now).await?) }))
        .await?;
    match kept {
        Some(kept) => Ok(again(kept, mark)),
        None => settle(&house, account, key, next.run(request).await).await,
    }
}

/// The first answer; or why there is none.
fn again(kept: answers::Kept, mark: i64) -> Response {
    if kept.digest != mark {
        return problem::refuse(Error::Conflict(Conflict::IdReused), say::KEY_REUSED);
    }
    let Some(status) = kept.status.and_then(|s| StatusCode::from_u16(s as u16).ok()) else {
        return problem::refuse(Error::Conflict(Conflict::IdReused), say::KEY_BUSY);
    };
    let mut response = (status, kept.body.unwrap_or_default()).into_response();
    let headers = kept.headers.and_then(|h| h.0.as_object().cloned()).unwrap_or_default();
    for (name, value) in headers {
        let pair =
            name.parse::<HeaderName>().ok().zip(value.as_str().and_then(|v| HeaderValue::from_str(v).ok()));
        response.headers_mut().extend(pair.map(|(name, value)| (Some(name), value)));
    }
    response
}

/// A success is kept before it is told; a refusal frees the key.
async fn settle(house: &House, account: AccountId, key: String, response: Response) -> AppResult<Response> {
    if !response.status().is_success() {
        house
            .db
            .write(move |tx| Box::pin(async move { Ok(answers::release(tx, account, &key).await?) }))
            .await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body: Bytes = to_bytes(body, MAX).await.map_err(|_| Error::Unavailable)?;
    let headers = HEADERS
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), Value::from(parts.headers.get(*name)?.to_str().ok()?))));
    let answer = answers::Answer {
        status: parts.status.as_u16().into(),
        headers: Value::Object(headers.collect()),
        body: body.to_vec(),
    };
    house
        .db
        .write(move |tx| Box::pin(async move { Ok(answers::keep(tx, account, &key, answer).await?) }))
        .await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}
