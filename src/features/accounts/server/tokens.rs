//! Access tokens (JWT, 15 minutes), refresh tokens (7 days, a new one at each use) and the cookies that carry them.
use crate::{
    base::{AccountId, Actor, AppResult, SessionId, Time},
    server::{House, Visit, telemetry},
};
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::Duration;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// An access token lives this long, in minutes.
pub const ACCESS_MINUTES: i64 = 15;
/// A refresh token lives this long, in days.
pub const REFRESH_DAYS: i64 = 7;
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

/// The refresh token of a generation: it follows from the session, the generation and the house's key, so a lost reply can be given again.
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

/// The refresh token of a program (`/api/token/`, `/api/login`): the same for as long as its session lives, and not fit for a cookie.
pub fn lasting_token(house: &House, session: SessionId) -> String {
    let seal = house.keys.seal(&[b"lasting", session.0.as_bytes()]);
    format!("{}.api.{seal}", session.0.simple())
}

/// The session a program's refresh token names, if we made it.
pub fn read_lasting_token(house: &House, token: &str) -> Option<SessionId> {
    let session: SessionId = token.split('.').next()?.parse().ok()?;
    bool::from(lasting_token(house, session).as_bytes().ct_eq(token.as_bytes())).then_some(session)
}

/// What a session's browser is given.
pub struct Entrance {
    pub actor: Actor,
    pub access: String,
    pub refresh: String,
    secure: bool,
}

impl Entrance {
    /// For a session at a generation.
    pub fn new(house: &House, visit: &Visit, actor: Actor, generation: i64) -> AppResult<Entrance> {
        let access = access_token(house, actor.id, actor.session, house.clock.now())?;
        let refresh = refresh_token(house, actor.session, generation);
        Ok(Entrance { actor, access, refresh, secure: visit.secure })
    }
    /// The cookies, as header values.
    pub fn cookies(&self) -> Vec<String> {
        vec![
            cookie(ACCESS, &self.access, self.secure, REFRESH_DAYS),
            cookie(REFRESH, &self.refresh, self.secure, REFRESH_DAYS),
        ]
    }
    /// Inside a server function: sets the cookies and goes to `next`, a path of this house, or home.
    pub fn enter(&self, next: &str) {
        set_cookies(&self.cookies());
        // A path of this house only: "//host" and "/\host" lead elsewhere.
        let ours = next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains('\\')
            && !next.chars().any(char::is_control);
        leptos_axum::redirect(if ours { next } else { "/" });
    }
}

/// What a browser is told when its session is over.
pub struct Farewell {
    pub secure: bool,
}

impl Farewell {
    /// The cookies that remove the cookies.
    pub fn cookies(&self) -> Vec<String> {
        vec![cookie(ACCESS, "", self.secure, 0), cookie(REFRESH, "", self.secure, 0)]
    }
    /// Inside a server function: removes the cookies and goes to the door.
    pub fn leave(&self) {
        set_cookies(&self.cookies());
        leptos_axum::redirect("/sign-in");
    }
}

const ACCESS: &str = "cordee_access";
const REFRESH: &str = "cordee_refresh";

fn named(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

fn cookie(name: &str, value: &str, secure: bool, days: i64) -> String {
    let age = axum_extra::extract::cookie::Cookie::build((named(name, secure), value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    let mut text = age.secure(secure).build().to_string();
    text.push_str(&format!("; Max-Age={}", days * 86_400));
    text
}

/// Access and refresh token, as the browser sent them.
pub fn read_cookies(headers: &HeaderMap, secure: bool) -> (Option<String>, Option<String>) {
    let jar: Vec<Cookie<'_>> = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|text| Cookie::split_parse(text).flatten())
        .collect();
    let value = |name: &str| {
        jar.iter()
            .find(|c| c.name() == named(name, secure))
            .map(|c| c.value().to_owned())
            .filter(|v| !v.is_empty())
    };
    (value(ACCESS), value(REFRESH))
}

fn set_cookies(cookies: &[String]) {
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        for value in cookies.iter().filter_map(|c| HeaderValue::from_str(c).ok()) {
            response.append_header(header::SET_COOKIE, value);
        }
    }
}

/// A bearer token of a program.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
