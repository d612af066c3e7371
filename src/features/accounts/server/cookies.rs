//! The cookies that carry a session's tokens, and what a browser is given when its session begins and ends.
use super::session_tokens::{SESSION_DAYS, access_token, refresh_token};
use crate::{
    base::{Actor, AppResult},
    server::{House, Visit, headers},
};
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};

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
            cookie(ACCESS, &self.access, self.secure, SESSION_DAYS),
            cookie(REFRESH, &self.refresh, self.secure, SESSION_DAYS),
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
    let age = Cookie::build((named(name, secure), value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    let mut text = age.secure(secure).build().to_string();
    text.push_str(&format!("; Max-Age={}", days * 86_400));
    text
}

/// Access and refresh token, as the browser sent them.
pub fn read_cookies(headers: &HeaderMap, secure: bool) -> (Option<String>, Option<String>) {
    let jar: Vec<Cookie<'_>> = headers::texts(headers, header::COOKIE)
        .flat_map(|text| Cookie::split_parse(text.into_owned()).flatten())
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
