//! What the browser itself posts to a server function: the form of a page without scripts, or of one that is
//! not awake yet. Refused, it comes back as it was typed; done, its page says so.
use super::{
    Ctx, headers, http, kept_forms,
    plain_files::{self, Doors},
};
use crate::{
    base::{Error, FormDone, Lang, Problem},
    words,
};
use axum::{
    Form,
    body::Body,
    extract::{FromRequest, Request, State},
    http::{HeaderValue, Method, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use percent_encoding::percent_decode_str;

/// The layer around pages and server functions; `doors` take the files that come with a form.
pub async fn serve(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.uri().path().starts_with("/fn/") {
        return next.run(take_mark(request)).await;
    }
    let (parts, body) = request.into_parts();
    if plain_files::are_in(&parts) {
        return plain_files::serve(parts, body, next, doors).await;
    }
    match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(form) => answer(parts, form, next).await,
        Err(refused) => refused.into_response().status().into_response(),
    }
}

/// What the server function says to this form, and where a page without scripts is led.
pub(super) async fn answer(parts: Parts, form: Bytes, next: Next) -> Response {
    if let Some(field) = unreadable_field(&form) {
        return refuse(&parts, &field);
    }
    let request = Request::from_parts(parts.clone(), Body::from(form.clone()));
    let answer = next.run(request).await;
    if headers::text(&parts.headers, header::ACCEPT).contains("text/html") {
        return lead_back(parts, form, answer).await;
    }
    answer
}

/// The page is drawn as if nothing stood in its address, and says that its form has been done.
fn take_mark(mut request: Request) -> Request {
    let address = request.uri().to_string();
    if let Some((done, bare)) = FormDone::take(&address)
        && let Ok(bare) = bare.parse()
    {
        *request.uri_mut() = bare;
        request.extensions_mut().insert(done);
    }
    request
}

/// The first field that is no text: a form of another encoding is not guessed at.
fn unreadable_field(form: &[u8]) -> Option<String> {
    let Ok(form) = std::str::from_utf8(form) else { return Some(String::new()) };
    let is_text = |part: &str| percent_decode_str(part).decode_utf8().is_ok();
    let pair = form.split('&').find(|pair| !is_text(pair))?;
    let name = percent_decode_str(pair.split('=').next().unwrap_or_default()).decode_utf8_lossy();
    Some(name.into_owned())
}

fn refuse(parts: &Parts, field: &str) -> Response {
    let lang = parts.extensions.get::<Ctx>().map_or(Lang::Fr, |ctx| ctx.lang());
    let said = lang.say(words::ui::FORM_UNREADABLE);
    http::refuse_saying(Error::field(field, Problem::Unreadable), said, &parts.headers, lang)
}

/// Where the person is led: what was refused is named in the address, what was done on the same page is
/// marked. What earlier forms left there is gone.
async fn lead_back(parts: Parts, form: Bytes, mut answer: Response) -> Response {
    let place = headers::text(answer.headers(), header::LOCATION).into_owned();
    let page = headers::text(&parts.headers, header::REFERER).into_owned();
    let mark = if is_refusal(&place, parts.uri.path()) {
        let kept = keep(parts, form).await;
        if let Some(cookie) = kept.as_ref().and_then(|kept| kept.cookie.clone()) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
        kept.map(|kept| kept.mark).unwrap_or_default()
    } else if !place.is_empty() && path_of(&place) == path_of(&page) {
        FormDone::Done.mark().to_owned()
    } else {
        return answer;
    };
    if let Ok(place) = HeaderValue::from_str(&marked(&place, &mark)) {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    answer
}

/// Does this address tell that the form of this server function was refused? One that signs in leads on to an
/// address that may tell so of another.
fn is_refusal(address: &str, path: &str) -> bool {
    let of_this = ["__path=", &path.replace('/', "%2F")].concat();
    let mut pairs = address.split(['?', '&']);
    address.contains("__err=") && pairs.any(|pair| pair == of_this)
}

/// A form of more fields than any of ours is not even read.
async fn keep(parts: Parts, form: Bytes) -> Option<kept_forms::Reference> {
    if form.split(|byte| *byte == b'&').count() > kept_forms::MAX_FIELDS {
        return None;
    }
    let copy = Request::from_parts(parts.clone(), Body::from(form));
    let Form(fields) = Form::<Vec<(String, String)>>::from_request(copy, &()).await.ok()?;
    kept_forms::keep(parts.extensions.get::<Ctx>()?, &parts, fields)
}

fn path_of(address: &str) -> Option<String> {
    Some(address.parse::<Uri>().ok()?.path().to_owned())
}

/// The address with this mark at its end, if there is one, and no other.
pub(super) fn marked(address: &str, mark: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_ours =
        |pair: &str| pair.is_empty() || FormDone::take(pair).is_some() || pair.starts_with(kept_forms::KEY);
    let marks = Some(mark).filter(|mark| !mark.is_empty());
    let pairs: Vec<&str> = query.split('&').filter(|pair| !is_ours(pair)).chain(marks).collect();
    [path, "?", &pairs.join("&")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_mark() {
        assert_eq!(marked("/profile", "__done=1"), "/profile?__done=1");
        assert_eq!(
            marked("http://desk/desk?tab=all&__done=1", "__done=1"),
            "http://desk/desk?tab=all&__done=1"
        );
        assert_eq!(marked("/t?__kept=a&__path=p&__err=e", "__kept=b"), "/t?__path=p&__err=e&__kept=b");
        assert_eq!(marked("/t?__kept=a&__path=p&__err=e", ""), "/t?__path=p&__err=e", "too much to keep");
    }

    #[test]
    fn a_refusal_is_of_the_form_that_was_sent() {
        let asked = "/tickets/new?__path=%2Ffn%2Fopen_ticket&__err=e&__kept=a";
        assert!(is_refusal(asked, "/fn/open_ticket"));
        assert!(!is_refusal(asked, "/fn/sign_in"), "signing in leads back to it");
        assert!(!is_refusal(asked, "/fn/open"));
        assert!(!is_refusal("/tickets/7", "/fn/open_ticket"));
    }

    #[test]
    fn a_field_that_is_no_text_is_named() {
        assert_eq!(unreadable_field(b"form%5Bproblem%5D=%C3%A9t%C3%A9&next=+%2B"), None);
        assert_eq!(unreadable_field(b"a=1&form%5Bproblem%5D=%E9t%E9").as_deref(), Some("form[problem]"));
        assert_eq!(unreadable_field(b"a=caf\xe9").as_deref(), Some(""));
        assert_eq!(unreadable_field(b"%ff=1").as_deref(), Some("\u{fffd}"));
    }
}
