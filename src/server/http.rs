//! What holds for every request: where it may come from, and how a refusal looks.
use super::{
    House,
    ctx::Visit,
    headers, kept_forms,
    limits::READ,
    state::Identified,
    token_access::{self, Scopes},
};
use crate::{
    base::{Actor, Error, Lang, PAGE_OWNER, text::escape_markup},
    words,
};
use axum::{
    Json,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use moka::sync::Cache;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// An error on its way out over HTTP.
pub struct Refusal(pub Error);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self.0)).into_response();
        response.extensions_mut().insert(self.0.clone());
        if let Error::TooMany { seconds } = self.0 {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// A page of another site may neither change anything nor open a socket: `Sec-Fetch-Site` decides, `Origin`
/// where it is missing.
/// A program that sends neither is no browser, and carries no cookie it did not choose to send.
pub fn check_origin(house: &House, headers: &HeaderMap, visit: &Visit) -> Result<(), Error> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    // A page of an allowed site that carries a token is known by the token alone: its cookies are not read.
    let carries_token = text("authorization").is_some_and(|word| word.starts_with("Bearer "));
    if carries_token && text("origin").is_some_and(|o| house.config.cors_origins.iter().any(|ours| ours == o))
    {
        return Ok(());
    }
    let is_ours = match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin" | "none"), _) | (None, None) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text("host") || house.config.public_url.as_deref() == Some(origin)
        }
    };
    if is_ours {
        return Ok(());
    }
    // Behind a proxy that sends its own name on, this house is another site to itself.
    if house.origins_told.is_due(visit) {
        let short = |name| text(name).map(|told| told.chars().take(TOLD).collect::<String>());
        tracing::warn!(
            origin = short("origin"),
            host = short("host"),
            "what a page of another site sent was refused; if that is this house, say so in public_url"
        );
    }
    Err(Error::Forbidden)
}

/// So much of what a stranger sends is told in the log.
const TOLD: usize = 200;

/// Of which networks a refused page was told in the last minute: strangers do not fill the log.
pub struct OriginsTold(Cache<String, ()>);

impl Default for OriginsTold {
    fn default() -> Self {
        let told = Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(60));
        OriginsTold(told.build())
    }
}

impl OriginsTold {
    fn is_due(&self, visit: &Visit) -> bool {
        self.0.entry(visit.network()).or_insert(()).is_fresh()
    }
}

/// Names the caller, refuses mutations from other sites, and sets the cookies of a session that was renewed
/// on the way.
pub async fn identify(State(house): State<Arc<House>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(Ipv4Addr::LOCALHOST.into(), |info| info.0.ip());
    let visit = Visit::read(&house, request.headers(), peer);
    tell_unkept_cookies(&house, request.headers(), &visit);
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && let Err(error) = check_origin(&house, request.headers(), &visit) {
        return refuse(error, request.headers(), visit.lang);
    }
    let Identified { actor, cookies, token } =
        match (house.rooms.identity.of_request)(&house, request.headers(), &visit).await {
            Ok(identified) => identified,
            Err(error) => return refuse(error, request.headers(), visit.lang),
        };
    let ctx = super::Ctx { house, actor, visit };
    if let Err(error) = may_go_on(&ctx, request.uri(), safe) {
        return refuse(error, request.headers(), ctx.visit.lang);
    }
    let pace = match &token {
        Some(token) => match token_access::admit(&ctx.house, token, Scopes::needed(&request)) {
            Ok(pace) => Some(pace),
            Err(refused) => return refused,
        },
        None => None,
    };
    let lang = ctx.lang();
    request.extensions_mut().insert(ctx);
    let mut response = next.run(request).await;
    response.extensions_mut().insert(lang);
    if let Some(pace) = pace {
        token_access::tell(response.headers_mut(), &pace);
    }
    // A verb that sets the session's cookies itself (sign-in, sign-out) has the last word.
    if !sets_session(&response) {
        for cookie in cookies.iter().filter_map(|c| HeaderValue::from_str(c).ok()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

fn sets_session(response: &Response) -> bool {
    response.headers().get_all(header::SET_COOKIE).iter().any(|cookie| !kept_forms::is_own(cookie))
}

/// Where people come by https and nothing says so to us, cookies go by http as well. Said once.
fn tell_unkept_cookies(house: &House, headers: &HeaderMap, visit: &Visit) {
    let by_https = headers::text(headers, "x-forwarded-proto") == "https"
        || headers::text(headers, header::ORIGIN).starts_with("https://");
    if by_https && !visit.secure {
        house.unkept_cookies_told.call_once(|| {
            tracing::warn!(
                "people come by https, but cookies are not kept to it: set public_url, or trusted_proxies"
            );
        });
    }
}

/// Who reads keeps a pace; what changes something comes from a page of whoever is signed in.
fn may_go_on(ctx: &super::Ctx, address: &Uri, safe: bool) -> Result<(), Error> {
    match (&ctx.actor, safe) {
        (Some(actor), true) => ctx.limits.check(&READ, actor.id.to_string()),
        (_, true) => Ok(()),
        (actor, false) => of_other(address, actor.as_ref()).map_or(Ok(()), Err),
    }
}

/// What is sent from a page of somebody who is no longer signed in in this browser, while somebody else is.
fn of_other(address: &Uri, now: Option<&Actor>) -> Option<Error> {
    let owner =
        address.query()?.split('&').find_map(|pair| pair.strip_prefix(PAGE_OWNER)?.strip_prefix('='))?;
    let other = now.filter(|actor| actor.id.to_string() != owner)?;
    Some(Error::OtherAccount { name: other.name.clone() })
}

/// A program gets the error; a person whose page it was to be gets a sentence and the way back.
fn refuse(error: Error, headers: &HeaderMap, lang: Lang) -> Response {
    let text = error.text(lang);
    refuse_saying(error, &text, headers, lang)
}

/// The same, in words of its own.
pub fn refuse_saying(error: Error, text: &str, headers: &HeaderMap, lang: Lang) -> Response {
    let is_page = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    // A name may stand in it.
    let text = escape_markup(text);
    let home = lang.say(words::ui::HOME);
    let mut response = Refusal(error).into_response();
    if is_page {
        let page = format!(
            "<!doctype html><html lang={}><meta charset=utf-8>\
             <meta name=viewport content=width=device-width><title>{text}</title>\
             <p>{text}</p><p><a href=/>{home}</a></p></html>",
            lang.word()
        );
        *response.body_mut() = page.into();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    response
}

/// One panic ends one request.
pub fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response<Body> {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(panic.downcast_ref::<&str>().copied())
        .unwrap_or("panic");
    Refusal(super::telemetry::internal("a handler panicked", &text)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_told_of_once_a_minute() {
        let told = OriginsTold::default();
        let from = |address: &str| Visit {
            address: address.parse().unwrap(),
            agent: String::new(),
            lang: Lang::Fr,
            secure: false,
        };
        let due = ["2001:db8::1", "2001:db8::2", "192.0.2.1"].map(|address| told.is_due(&from(address)));
        assert_eq!(due, [true, false, true]);
    }

    #[tokio::test]
    async fn a_name_in_a_refusal_is_a_text() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("text/html"));
        let page = refuse(Error::OtherAccount { name: "<b>Eve & co".into() }, &headers, Lang::Fr);
        let page = axum::body::to_bytes(page.into_body(), 10_000).await.unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        assert!(page.contains("&lt;b>Eve &amp; co") && !page.contains("<b>"), "{page}");
    }
}
