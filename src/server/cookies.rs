//! The cookies of this house: scripts do not read them, other sites do not send them along, and where people
//! come by https they are for this very host and go by nothing else.
use super::headers;
use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, SameSite};
use std::time::Duration;

fn named(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// Has the browser keep this for so long; for no time, it forgets what it kept.
pub fn cookie(name: &str, value: &str, secure: bool, age: Duration) -> String {
    let cookie = Cookie::build((named(name, secure), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .build();
    format!("{cookie}; Max-Age={}", age.as_secs())
}

/// What the browser keeps under this name.
pub fn value(headers: &HeaderMap, name: &str, secure: bool) -> Option<String> {
    let name = named(name, secure);
    let mut jar = headers::texts(headers, header::COOKIE)
        .flat_map(|text| Cookie::split_parse(text.into_owned()).flatten());
    jar.find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_https_a_cookie_is_for_this_host_and_by_http_it_counts_for_nothing() {
        let [plain, kept] = [false, true].map(|secure| cookie("seat", "12", secure, Duration::from_secs(60)));
        assert!(plain.starts_with("seat=12; ") && !plain.contains("Secure"), "{plain}");
        assert!(kept.starts_with("__Host-seat=12; ") && kept.contains("; Secure"), "{kept}");
        for rule in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=60"] {
            assert!(plain.contains(rule) && kept.contains(rule), "{rule}");
        }
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "other=1; __Host-seat=12".parse().unwrap());
        headers.append(header::COOKIE, "empty=; seat=13".parse().unwrap());
        let value = |name, secure| value(&headers, name, secure);
        assert_eq!(value("seat", true).as_deref(), Some("12"));
        assert_eq!(value("seat", false).as_deref(), Some("13"));
        assert_eq!((value("empty", false), value("other", true)), (None, None));
    }
}
