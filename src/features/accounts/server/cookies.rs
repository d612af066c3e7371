//! The cookies that carry a session's tokens, and what a browser is given when its session begins and ends.
use super::session_tokens::{SESSION_DAYS, access_token, refresh_token};
use crate::{
    base::{Actor, AppResult},
    server::{
        House, Visit,
        cookies::{self, cookie},
    },
};
use axum::http::{HeaderMap, HeaderValue, header};
use std::time::Duration;

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
            cookie(ACCESS, &self.access, self.secure, KEPT),
            cookie(REFRESH, &self.refresh, self.secure, KEPT),
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
        [ACCESS, REFRESH].map(|name| cookie(name, "", self.secure, Duration::ZERO)).into()
    }
    /// Inside a server function: removes the cookies and goes to the door.
    pub fn leave(&self) {
        set_cookies(&self.cookies());
        leptos_axum::redirect("/sign-in");
    }
}

const ACCESS: &str = "cordee_access";
const REFRESH: &str = "cordee_refresh";
/// So long a browser keeps them.
const KEPT: Duration = Duration::from_secs(SESSION_DAYS.unsigned_abs() * 86_400);

/// Access and refresh token, as the browser sent them.
pub fn read_cookies(headers: &HeaderMap, secure: bool) -> (Option<String>, Option<String>) {
    (cookies::value(headers, ACCESS, secure), cookies::value(headers, REFRESH, secure))
}

fn set_cookies(cookies: &[String]) {
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        for value in cookies.iter().filter_map(|c| HeaderValue::from_str(c).ok()) {
            response.append_header(header::SET_COOKIE, value);
        }
    }
}
