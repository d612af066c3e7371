//! Signing in by cookies, and sessions: one's own, and for an admin anybody's.
use super::{Person, service};
use crate::{
    base::{AccountId, Page, SessionId},
    features::accounts::*,
    server::{
        Admin, Ctx, Signed,
        endpoints::{Endpoints, NO_TOKEN},
        request::{JsonBody, PathId, QueryParams},
        response::{ApiResult, Created, DONE, Listed, named},
    },
};
use axum::{
    Json,
    http::{HeaderName, StatusCode, header::SET_COOKIE},
    response::AppendHeaders,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(NO_TOKEN, routes!(sign_in, sessions, end_other_sessions))
        .with(NO_TOKEN, routes!(sign_out))
        .with(NO_TOKEN, routes!(end_session))
        .with(NO_TOKEN, routes!(person_sessions, end_person_sessions))
}

/// Address or user name, and password, of a browser.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"email": "ada@cordee.test", "password": "quatre mules grimpent"}))]
struct SignIn {
    /// An address or a user name.
    email: String,
    password: String,
}

/// Sign in with cookies
///
/// For pages: sets the cookies of a session. Programs use `/api/token/`.
#[utoipa::path(post, path = "/api/v1/sessions", request_body = SignIn, security(()),
    responses((status = 201, description = "Signed in; the cookies are set", body = Person)))]
async fn sign_in(
    ctx: Ctx,
    JsonBody(with): JsonBody<SignIn>,
) -> ApiResult<(AppendHeaders<Vec<(HeaderName, String)>>, Created<Person>)> {
    let entrance = service::sign_in(&ctx, &with.email, with.password)
        .await
        .map_err(|e| named(e, &[("login", "email")]))?;
    let entrance = service::enter_instead(&ctx, entrance).await?;
    let cookies = entrance.cookies().into_iter().map(|cookie| (SET_COOKIE, cookie)).collect();
    let account = service::my_account(&ctx.signed_in(entrance.actor)).await?;
    Ok((AppendHeaders(cookies), Created("/api/v1/sessions/current".into(), account.into())))
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/sessions/current",
    responses((status = 204, description = "Signed out; cookies are removed")))]
async fn sign_out(ctx: Signed) -> ApiResult<(AppendHeaders<Vec<(HeaderName, String)>>, StatusCode)> {
    let farewell = service::sign_out(&ctx).await?;
    Ok((AppendHeaders(farewell.cookies().into_iter().map(|cookie| (SET_COOKIE, cookie)).collect()), DONE))
}

/// A sign-in on one device.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000e1", "agent": "Mozilla/5.0",
    "address": "192.0.2.7", "created_at": "2026-11-21T09:00:00Z", "used_at": "2026-11-21T09:05:00Z",
    "current": true}))]
struct SignedIn {
    id: SessionId,
    /// What the browser or program called itself.
    agent: String,
    address: String,
    created_at: DateTime<Utc>,
    used_at: DateTime<Utc>,
    /// The session of this very request.
    current: bool,
}

fn listed(ctx: &Signed, page: Page<Session>) -> Json<Listed<SignedIn>> {
    let shown = |s: Session| SignedIn {
        id: s.id,
        agent: s.agent,
        address: s.address,
        created_at: s.created_at,
        used_at: s.used_at,
        current: ctx.actor.session == s.id,
    };
    Json(Listed { items: page.items.into_iter().map(shown).collect(), next: page.next })
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// The next page: the `next` of the page before.
    after: Option<SessionId>,
}

/// One's own sessions, the latest used first
#[utoipa::path(get, path = "/api/v1/sessions", params(After),
    responses((status = 200, description = "At most 100 sessions", body = Listed<SignedIn>)))]
async fn sessions(ctx: Signed, QueryParams(page): QueryParams<After>) -> ApiResult<Json<Listed<SignedIn>>> {
    Ok(listed(&ctx, service::my_sessions(&ctx, page.after).await?))
}

/// Sign out everywhere else
///
/// Ends every session of the caller but this one; their tokens and open lines end within a second.
#[utoipa::path(delete, path = "/api/v1/sessions", responses((status = 204, description = "Ended")))]
async fn end_other_sessions(ctx: Signed) -> ApiResult<StatusCode> {
    service::revoke_other_sessions(&ctx).await?;
    Ok(DONE)
}

/// End a session
///
/// One's own, or for an admin anybody's. Its tokens and open lines end within a second.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 204, description = "Ended")))]
async fn end_session(PathId(id): PathId<SessionId>, ctx: Signed) -> ApiResult<StatusCode> {
    service::revoke_session(&ctx, id).await?;
    Ok(DONE)
}

/// The sessions of a person, the latest used first (admin)
#[utoipa::path(get, path = "/api/v1/people/{id}/sessions", params(After,
    ("id" = AccountId, Path, description = "The person")),
    responses((status = 200, description = "At most 100 sessions", body = Listed<SignedIn>)))]
async fn person_sessions(
    PathId(id): PathId<AccountId>,
    ctx: Admin,
    QueryParams(page): QueryParams<After>,
) -> ApiResult<Json<Listed<SignedIn>>> {
    service::find_person(&ctx, id).await?;
    Ok(listed(&ctx, service::list_person_sessions(&ctx, id, page.after).await?))
}

/// Sign a person out everywhere (admin)
///
/// Their tokens and open lines end within a second; of an admin's own sessions the one that asks goes on.
#[utoipa::path(delete, path = "/api/v1/people/{id}/sessions",
    params(("id" = AccountId, Path, description = "The person")),
    responses((status = 204, description = "Ended")))]
async fn end_person_sessions(PathId(id): PathId<AccountId>, ctx: Admin) -> ApiResult<StatusCode> {
    service::revoke_person_sessions(&ctx, id).await?;
    Ok(DONE)
}
