//! The tokens of a session: access tokens (JWT, 15 minutes), refresh tokens (7 days, a new one at each use),
//! and lasting tokens for programs.
use crate::{
    base::{AccountId, AppResult, SessionId, Time},
    server::{House, telemetry},
};
use axum::http::{HeaderMap, header};
use chrono::Duration;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// An access token lives this long, in minutes.
pub const ACCESS_MINUTES: i64 = 15;
/// A refresh token lives this long, in days.
pub const SESSION_DAYS: i64 = 7;
const HOUSE: &str = "cordee";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: AccountId,
    sid: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// An access token for a session.
pub fn access_token(house: &House, account: AccountId, session: SessionId, now: Time) -> AppResult<String> {
    let (at, exp) = (now.timestamp(), (now + Duration::minutes(ACCESS_MINUTES)).timestamp());
    let claims =
        Claims { iss: HOUSE.into(), aud: HOUSE.into(), sub: account, sid: session, iat: at, nbf: at, exp };
    let token =
        encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(&house.keys.access));
    token.map_err(|e| telemetry::internal("an access token could not be made", &e))
}

/// Whose session an access token names, if it is ours and of now.
pub fn read_access_token(house: &House, token: &str, now: Time) -> Option<(AccountId, SessionId)> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&[HOUSE]);
    rules.set_issuer(&[HOUSE]);
    // The house's own clock decides, not the machine's.
    (rules.validate_exp, rules.validate_nbf) = (false, false);
    let claims = decode::<Claims>(token, &DecodingKey::from_secret(&house.keys.access), &rules).ok()?.claims;
    let of_now = (claims.nbf - 60..claims.exp).contains(&now.timestamp());
    of_now.then_some((claims.sub, claims.sid))
}

/// The refresh token of a generation: it follows from the session, the generation and the house's key, so a
/// lost reply can be given again.
pub fn refresh_token(house: &House, session: SessionId, generation: i64) -> String {
    let seal = house.keys.seal(&[b"refresh", session.0.as_bytes(), &generation.to_be_bytes()]);
    format!("{}.{generation}.{seal}", session.0.simple())
}

/// The session and generation a refresh token names, if we made it.
pub fn read_refresh_token(house: &House, token: &str) -> Option<(SessionId, i64)> {
    let mut parts = token.split('.');
    let session: SessionId = parts.next()?.parse().ok()?;
    let generation: i64 = parts.next()?.parse().ok()?;
    let made = refresh_token(house, session, generation);
    bool::from(made.as_bytes().ct_eq(token.as_bytes())).then_some((session, generation))
}

/// The lasting token of a program, which it calls its refresh token (`/api/token/`, `/api/login`): the same
/// for as long as its session lives, and not fit for a cookie.
pub fn lasting_token(house: &House, session: SessionId) -> String {
    let seal = house.keys.seal(&[b"lasting", session.0.as_bytes()]);
    format!("{}.api.{seal}", session.0.simple())
}

/// The session a program's lasting token names, if we made it.
pub fn read_lasting_token(house: &House, token: &str) -> Option<SessionId> {
    let session: SessionId = token.split('.').next()?.parse().ok()?;
    bool::from(lasting_token(house, session).as_bytes().ct_eq(token.as_bytes())).then_some(session)
}

/// A bearer token of a program.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
