//! One's own personal access tokens over HTTP.
use super::service;
use crate::{
    base::Scope,
    features::accounts::*,
    server::{
        Signed,
        endpoints::{Endpoints, NO_TOKEN},
        request::{JsonBody, PathId},
        response::{ApiResult, Created, DONE, Listed},
    },
};
use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

pub fn endpoints() -> Endpoints {
    Endpoints::default().with(NO_TOKEN, routes!(tokens, make_token)).with(NO_TOKEN, routes!(revoke_token))
}

/// A personal access token, without its secret.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000f1", "name": "Tableau de bord",
    "scopes": ["lecture"], "created_at": "2026-11-21T09:00:00Z", "expires_at": "2027-02-19T09:00:00Z",
    "used_at": null}))]
struct TokenShown {
    id: TokenId,
    name: String,
    scopes: Vec<Scope>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// To the minute; `null` before the first use.
    used_at: Option<DateTime<Utc>>,
}

impl From<PersonalToken> for TokenShown {
    fn from(t: PersonalToken) -> Self {
        let PersonalToken { id, name, scopes, created_at, expires_at, used_at } = t;
        TokenShown { id, name, scopes, created_at, expires_at, used_at }
    }
}

/// One's own personal access tokens, the newest first
#[utoipa::path(get, path = "/api/v1/tokens",
    responses((status = 200, description = "Tokens", body = Listed<TokenShown>)))]
async fn tokens(ctx: Signed) -> ApiResult<Json<Listed<TokenShown>>> {
    let items = service::my_tokens(&ctx).await?.living.into_iter().map(TokenShown::from).collect();
    Ok(Json(Listed { items, next: None }))
}

#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"name": "Tableau de bord", "scopes": ["lecture"], "days": 90}))]
struct NewToken {
    /// What it is for.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    #[schema(min_items = 1)]
    scopes: Vec<Scope>,
    /// It expires after so many days, 1 to 365.
    #[schema(minimum = 1, maximum = 365)]
    days: i64,
}

/// A token that was just made. The secret is never shown again.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"secret": "cordee_pat_Zm9vYmFy",
    "token": {"id": "0199c1a2-7c11-7000-8000-0000000000f1", "name": "Tableau de bord", "scopes": ["lecture"],
        "created_at": "2026-11-21T09:00:00Z", "expires_at": "2027-02-19T09:00:00Z", "used_at": null}}))]
struct TokenMade {
    #[schema(example = "cordee_pat_Zm9vYmFy…")]
    secret: String,
    token: TokenShown,
}

/// Make a personal access token
///
/// Who may is the setting `personal_tokens`. Not possible with a personal access token itself.
#[utoipa::path(post, path = "/api/v1/tokens", request_body = NewToken,
    responses((status = 201, description = "Made; the secret is shown this once", body = TokenMade)))]
async fn make_token(ctx: Signed, JsonBody(new): JsonBody<NewToken>) -> ApiResult<Created<TokenMade>> {
    let FreshToken { secret, token } = service::make_token(&ctx, new.name, new.scopes, new.days).await?;
    Ok(Created(format!("/api/v1/tokens/{}", token.id), TokenMade { secret, token: token.into() }))
}

/// Revoke a personal access token
#[utoipa::path(delete, path = "/api/v1/tokens/{id}",
    params(("id" = TokenId, Path, description = "The token")),
    responses((status = 204, description = "Revoked; its open lines are closed")))]
async fn revoke_token(PathId(id): PathId<TokenId>, ctx: Signed) -> ApiResult<StatusCode> {
    service::revoke_token(&ctx, id).await?;
    Ok(DONE)
}
