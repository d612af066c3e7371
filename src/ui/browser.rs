//! What only the page around us knows: the browser's clock and zone, going elsewhere, the answer's status.
//! Twins on the server do nothing.
use crate::base::{Lang, Time};

/// Where a component keeps what only a browser's one thread may touch (a file, a socket): `StoredValue<T,
/// Here>::new_with_storage(…)`. On the server, where pages move between threads and `LocalStorage` would
/// panic when dropped, it is the ordinary storage.
#[cfg(feature = "hydrate")]
pub type Here = leptos::prelude::LocalStorage;
/// Where a component keeps what only a browser's one thread may touch: on the server the ordinary storage.
#[cfg(not(feature = "hydrate"))]
pub type Here = leptos::prelude::SyncStorage;

/// A moment as programs read it: `2026-11-20T20:41:07Z`.
pub fn iso(at: Time) -> String {
    format!("{at:?}")
}

/// A moment as the server draws it, by the clock on its wall.
#[derive(Default)]
pub struct Drawn {
    /// The time of day if it is today, else with its date.
    pub short: String,
    pub date: String,
    /// Date, time and zone.
    pub full: String,
}

/// The moment as the server draws it.
#[cfg(feature = "ssr")]
pub fn drawn(at: Time, lang: Lang) -> Drawn {
    let wall = leptos::prelude::use_context()
        .unwrap_or(crate::base::drawing::WallClock { zone: chrono_tz::UTC, now: at });
    let (at, now) = (at.with_timezone(&wall.zone), wall.now.with_timezone(&wall.zone));
    let day = match lang {
        Lang::Fr => "%d/%m/%Y",
        Lang::En => "%-d %b %Y",
    };
    let dated = [day, " %H:%M"].concat();
    let short = if at.date_naive() == now.date_naive() { "%H:%M" } else { &dated };
    let [short, date, full] =
        [short, day, &[&dated, " %Z"].concat()].map(|format| at.format(format).to_string());
    Drawn { short, date, full }
}
/// In the browser nothing: what the server drew stays until it is told anew, and whatever is told then is a
/// change.
#[cfg(not(feature = "ssr"))]
pub fn drawn(_: Time, _: Lang) -> Drawn {
    Drawn::default()
}

/// Comes back at the second look. The server looks at a page once to learn what it waits for and throws away
/// what it sees: drawing can wait.
#[cfg(feature = "ssr")]
pub async fn not_at_first_look() {
    tokio::task::yield_now().await;
}
/// The browser takes over at the first look.
#[cfg(not(feature = "ssr"))]
pub async fn not_at_first_look() {}

/// Sets the status of the page being drawn.
#[cfg(feature = "ssr")]
pub fn set_status(status: u16) {
    let response = leptos::prelude::use_context::<leptos_axum::ResponseOptions>();
    if let (Some(response), Ok(status)) = (response, axum::http::StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}
/// Sets the status of the page being drawn.
#[cfg(not(feature = "ssr"))]
pub fn set_status(_: u16) {}

#[cfg(feature = "hydrate")]
mod wasm {
    use super::*;
    use crate::ui::query::value_of;
    use js_sys::{Date, Object, Reflect};
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{FormData, HtmlFormElement, SubmitEvent, UrlSearchParams};

    fn date(at: Time) -> Date {
        Date::new(&(at.timestamp_millis() as f64).into())
    }

    fn told(at: Time, lang: Lang, options: &[(&str, &str)]) -> String {
        let wish = Object::new();
        for (key, value) in options {
            _ = Reflect::set(&wish, &(*key).into(), &(*value).into());
        }
        String::from(date(at).to_locale_string(&locale(lang), &wish))
    }

    /// The person's own variety of the language where the browser knows it: clocks in London are not read as
    /// in Boston.
    fn locale(lang: Lang) -> String {
        let mut wanted =
            leptos::prelude::window().navigator().languages().into_iter().filter_map(|tag| tag.as_string());
        wanted.find(|tag| tag.starts_with(lang.word())).unwrap_or_else(|| lang.word().to_owned())
    }

    pub fn now() -> Option<Time> {
        chrono::DateTime::from_timestamp_millis(Date::now() as i64)
    }

    pub fn local_day(at: Time) -> i64 {
        (at.timestamp() - date(at).get_timezone_offset() as i64 * 60).div_euclid(86_400)
    }

    pub fn local_clock(at: Time, lang: Lang) -> String {
        // By parts the hour would be « 6:46 » where the language writes « 06:46 ».
        told(at, lang, &[("timeStyle", "short")])
    }

    pub fn local_date(at: Time, lang: Lang) -> String {
        told(at, lang, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
    }

    pub fn local_time(at: Time, lang: Lang) -> String {
        let clock = local_clock(at, lang);
        if now().is_some_and(|now| local_day(now) == local_day(at)) {
            return clock;
        }
        [&told(at, lang, &[("day", "numeric"), ("month", "short")]), ", ", &clock].concat()
    }

    pub fn local_in_full(at: Time, lang: Lang) -> String {
        told(at, lang, &[("dateStyle", "full"), ("timeStyle", "short")])
    }

    pub fn reload() {
        _ = leptos::prelude::window().location().reload();
    }

    pub fn go(href: &str) {
        _ = leptos::prelude::window().location().set_href(href);
    }

    pub fn hide_popover(element: &leptos::web_sys::HtmlElement) {
        // It throws where there is none to hide.
        _ = element.hide_popover();
    }

    pub fn query_of(event: &SubmitEvent) -> Option<String> {
        let form = FormData::new_with_form(event.target()?.dyn_ref()?).ok()?;
        Some(UrlSearchParams::new_with_str_sequence_sequence(&form).ok()?.to_string().into())
    }

    pub fn show_query(form: &HtmlFormElement, query: &str) {
        for place in 0..form.length() as u32 {
            let field = Reflect::get_u32(form, place).unwrap_or_default();
            let said = |key: &str| Reflect::get(&field, &key.into()).ok().and_then(|said| said.as_string());
            let Some(name) = said("name").filter(|name| !name.is_empty()) else { continue };
            if said("type").is_some_and(|kind| kind != "hidden") {
                let value = value_of(query, &name).unwrap_or_default();
                _ = Reflect::set(&field, &"value".into(), &value.into());
            }
        }
    }

    pub fn lang() -> Option<Lang> {
        Lang::parse(&leptos::prelude::document().document_element()?.get_attribute("lang")?)
    }

    pub fn redirect_by_loading() {
        // The first hook stays: the router's, which would keep the person of before, comes too late.
        _ = server_fn::redirect::set_redirect_hook(go);
    }

    pub fn register_service_worker() {
        let navigator = leptos::prelude::window().navigator();
        // Over plain http there is none.
        if Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
            _ = navigator.service_worker().register("/sw.js");
        }
    }
}
#[cfg(feature = "hydrate")]
pub use wasm::*;

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    use super::*;

    /// The browser's clock.
    pub fn now() -> Option<Time> {
        None
    }
    /// The day where the person is, counted from 1 January 1970.
    pub fn local_day(_: Time) -> i64 {
        0
    }
    /// The time of day where the person is, in the one spelling of their language.
    pub fn local_clock(_: Time, _: Lang) -> String {
        String::new()
    }
    /// The date where the person is.
    pub fn local_date(_: Time, _: Lang) -> String {
        String::new()
    }
    /// The time of day if it is today where the person is, else with its date.
    pub fn local_time(_: Time, _: Lang) -> String {
        String::new()
    }
    /// The moment with everything, where the person is.
    pub fn local_in_full(_: Time, _: Lang) -> String {
        String::new()
    }
    /// Loads the page again.
    pub fn reload() {}
    /// Goes to another page through the server.
    pub fn go(_: &str) {}
    /// Closes what a button opened with `popovertarget`.
    pub fn hide_popover(_: &leptos::web_sys::HtmlElement) {}
    /// What is in a form that is being sent, as the query of an address.
    pub fn query_of(_: &leptos::ev::SubmitEvent) -> Option<String> {
        None
    }
    /// Shows in a form's fields what an address says of them.
    pub fn show_query(_: &leptos::web_sys::HtmlFormElement, _: &str) {}
    /// The language the server drew the page in.
    pub fn lang() -> Option<Lang> {
        None
    }
    /// From now on a door's redirect loads the page whole: who is signed in and in which language may have
    /// changed.
    pub fn redirect_by_loading() {}
    /// Starts the service worker, where there may be one.
    pub fn register_service_worker() {}
}
#[cfg(not(feature = "hydrate"))]
pub use nowhere::*;
