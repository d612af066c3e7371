//! The faces of the references on people: `/api/login`, `/api/register`, `/api/profile`, `/api/token/`. Thin,
//! on the same verbs.
use crate::{
    base::{Error, Problem, Scope},
    features::accounts::{
        RegisterForm,
        server::{
            service::{self, Entrance},
            shapes::{Person, ProfileChange},
        },
    },
    server::{
        Ctx, Signed,
        endpoints::{Endpoints, NO_TOKEN},
        http::Refusal,
        request::JsonBody,
        response::{ApiResult, Created, named},
    },
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The faces on people.
pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(NO_TOKEN, routes!(login))
        .with(NO_TOKEN, routes!(token))
        .with(NO_TOKEN, routes!(refresh))
        .with(NO_TOKEN, routes!(register))
        .with(Scope::Read, routes!(profile))
        .with(NO_TOKEN, routes!(change_profile))
}

/// User name or address, and password. Either may stand in either field.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"username": "ada@cordee.test", "password": "quatre mules grimpent"}))]
struct Identifiers {
    username: Option<String>,
    email: Option<String>,
    password: String,
}

/// An access token (15 minutes) and a refresh token (7 days, may be used again).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"access": "eyJhbGciOiJIUzI1NiJ9.…", "refresh": "0199…a1.api.Zm9v"}))]
struct TokenPair {
    access: String,
    refresh: String,
}

impl TokenPair {
    fn of(ctx: &Ctx, entrance: Entrance) -> TokenPair {
        TokenPair { refresh: service::lasting_token(ctx, entrance.actor.session), access: entrance.access }
    }
}

async fn enter(ctx: Ctx, with: Identifiers) -> Result<Json<TokenPair>, Response> {
    let called = if with.email.is_some() { "email" } else { "username" };
    let login =
        with.email.or(with.username).ok_or(Error::field(called, Problem::Missing)).map_err(refused)?;
    match service::sign_in(&ctx, &login, with.password).await {
        Ok(entrance) => Ok(Json(TokenPair::of(&ctx, entrance))),
        Err(error) => Err(refused(named(error, &[("login", called)]))),
    }
}

/// No such pair: nobody, as clients of the references expect.
fn refused(error: Error) -> Response {
    let wrong = error.problem_of("password") == Some(Problem::WrongPair);
    let response = Refusal(error).into_response();
    if wrong { (StatusCode::UNAUTHORIZED, response).into_response() } else { response }
}

/// Sign in
#[utoipa::path(post, path = "/api/login", request_body = Identifiers, security(()),
    responses((status = 200, description = "Tokens", body = TokenPair), (status = 401,
        description = "No such pair", body = crate::server::problem::ProblemDetails,
        content_type = "application/problem+json")))]
async fn login(ctx: Ctx, JsonBody(with): JsonBody<Identifiers>) -> Result<Json<TokenPair>, Response> {
    enter(ctx, with).await
}

/// Get an access and a refresh token
#[utoipa::path(post, path = "/api/token/", request_body = Identifiers, security(()),
    responses((status = 200, description = "Tokens", body = TokenPair), (status = 401,
        description = "No such pair", body = crate::server::problem::ProblemDetails,
        content_type = "application/problem+json")))]
async fn token(ctx: Ctx, JsonBody(with): JsonBody<Identifiers>) -> Result<Json<TokenPair>, Response> {
    enter(ctx, with).await
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"refresh": "0199…a1.api.Zm9v"}))]
struct RefreshToken {
    refresh: String,
}

/// A fresh access token.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"access": "eyJhbGciOiJIUzI1NiJ9.…"}))]
struct AccessToken {
    access: String,
}

/// Renew an access token
///
/// The refresh token stays as it is and may be used again until its session ends.
#[utoipa::path(post, path = "/api/token/refresh/", request_body = RefreshToken, security(()),
    responses((status = 200, description = "A fresh access token", body = AccessToken), (status = 401,
        description = "The session has ended", body = crate::server::problem::ProblemDetails,
        content_type = "application/problem+json")))]
async fn refresh(ctx: Ctx, JsonBody(with): JsonBody<RefreshToken>) -> ApiResult<Json<AccessToken>> {
    let access = service::access_again(&ctx, &with.refresh).await?;
    Ok(Json(AccessToken { access }))
}

/// What a visitor gives to open an account.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"nom": "Ada", "email": "ada@cordee.test", "password": "quatre mules grimpent"}))]
struct Enrolment {
    /// Name; `username` is taken where it is missing.
    nom: Option<String>,
    /// Signs in as well as the address; two that read alike are the same.
    #[schema(min_length = 2, max_length = 40, pattern = "^[^@]*$")]
    username: Option<String>,
    email: String,
    #[schema(min_length = 8, max_length = 128)]
    password: String,
}

/// A new account, signed in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-000000000001", "email": "ada@cordee.test",
    "username": "ada", "nom": "Ada", "role": "employe", "departement": null, "telephone": null,
    "langue": "fr", "actif": true, "access": "eyJhbGciOiJIUzI1NiJ9.e30.x", "refresh": "0199c1a2.api.Zm9v"}))]
struct Enrolled {
    #[serde(flatten)]
    person: Person,
    #[serde(flatten)]
    tokens: TokenPair,
}

/// Open an account
///
/// Where the setting `registration` allows it. The account is an employee's.
#[utoipa::path(post, path = "/api/register", request_body = Enrolment, security(()),
    responses((status = 201, description = "The account, signed in", body = Enrolled)))]
async fn register(ctx: Ctx, JsonBody(with): JsonBody<Enrolment>) -> ApiResult<Created<Enrolled>> {
    let form = RegisterForm {
        name: with.nom.or(with.username.clone()).unwrap_or_default(),
        email: with.email,
        username: with.username.unwrap_or_default(),
        password: with.password,
    };
    let entrance = service::register(&ctx, form).await.map_err(|e| named(e, &[("name", "nom")]))?;
    let signed_in = ctx.signed_in(entrance.actor.clone());
    let person = service::my_account(&signed_in).await?.into();
    Ok(Created("/api/profile".into(), Enrolled { person, tokens: TokenPair::of(&signed_in, entrance) }))
}

/// One's own account
#[utoipa::path(get, path = "/api/profile",
    responses((status = 200, description = "The caller", body = Person)))]
async fn profile(ctx: Signed) -> ApiResult<Json<Person>> {
    Ok(Json(service::my_account(&ctx).await?.into()))
}

/// Change one's own account
#[utoipa::path(put, path = "/api/profile", request_body = Option<ProfileChange>,
    responses((status = 200, description = "The caller, changed", body = Person)))]
async fn change_profile(ctx: Signed, JsonBody(change): JsonBody<ProfileChange>) -> ApiResult<Json<Person>> {
    Ok(Json(change.apply(&ctx).await?))
}
