//! What only the page around us knows: the browser's time, going elsewhere, the answer's status.
//! Twins on the server do nothing.
use crate::base::{FormDone, Lang, Time};

/// Where a component keeps what only a browser's one thread may touch (a file, a socket): `StoredValue<T,
/// Here>::new_with_storage(…)`. On the server, where pages move between threads and `LocalStorage` would
/// panic when dropped, it is the ordinary storage.
#[cfg(feature = "hydrate")]
pub type Here = leptos::prelude::LocalStorage;
/// Where a component keeps what only a browser's one thread may touch: on the server the ordinary storage.
#[cfg(not(feature = "hydrate"))]
pub type Here = leptos::prelude::SyncStorage;

/// Comes back at the second look. The server looks at a page once to learn what it waits for and throws away
/// what it sees: drawing can wait.
#[cfg(feature = "ssr")]
pub async fn not_at_first_look() {
    tokio::task::yield_now().await;
}
/// The browser takes over at the first look.
#[cfg(not(feature = "ssr"))]
pub async fn not_at_first_look() {}

/// Has a form of this page, sent by the browser itself, just been done?
#[cfg(feature = "ssr")]
pub fn take_form_done() -> Option<FormDone> {
    leptos::prelude::use_context()
}
/// The address forgets it: who loads the page again is told nothing.
#[cfg(feature = "hydrate")]
pub fn take_form_done() -> Option<FormDone> {
    let window = leptos::prelude::window();
    let search = window.location().search().unwrap_or_default();
    let (done, query) = FormDone::take(&search)?;
    let path = window.location().pathname().unwrap_or_default();
    if let Ok(history) = window.history() {
        let (state, bare) = (history.state().unwrap_or_default(), [&path, query].concat());
        _ = history.replace_state_with_url(&state, "", Some(&bare));
    }
    Some(done)
}
/// Outside a page.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
pub fn take_form_done() -> Option<FormDone> {
    None
}

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
    use crate::{
        base::time::{behind, put_right},
        ui::query::{value_of, values_of},
    };
    use js_sys::{Date, Reflect};
    use leptos::wasm_bindgen::JsCast;
    use std::cell::Cell;
    use web_sys::{FormData, HtmlFormElement, SubmitEvent, UrlSearchParams};

    thread_local!(
        /// So many milliseconds this machine's clock is behind that of the house.
        static BEHIND: Cell<i64> = const { Cell::new(0) }
    );

    pub fn now() -> Option<Time> {
        put_right(own_clock(), BEHIND.get())
    }

    pub fn own_clock() -> i64 {
        Date::now() as i64
    }

    pub fn set_clock(house: Time) {
        BEHIND.set(behind(house, own_clock()));
    }

    pub fn seconds() -> f64 {
        leptos::prelude::window().performance().map_or(0.0, |clock| clock.now() / 1000.0)
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
            let (key, value) = match said("type").as_deref() {
                None | Some("hidden") => continue,
                Some("checkbox") => ("checked", is_asked(query, &name, said("value")).into()),
                Some(_) => ("value", value_of(query, &name).unwrap_or_default().into()),
            };
            _ = Reflect::set(&field, &key.into(), &value);
        }
    }

    /// Is it one of the values under a name? Several stand between commas as well.
    fn is_asked(query: &str, name: &str, value: Option<String>) -> bool {
        let value = value.unwrap_or_default();
        values_of(query, name).any(|several| several.split(',').any(|one| one == value))
    }

    pub fn lang() -> Option<Lang> {
        // A translator puts its own into `lang`.
        Lang::parse(&leptos::prelude::document().document_element()?.get_attribute("data-lang")?)
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

    /// The time, by the clock of the house once the line has told it.
    pub fn now() -> Option<Time> {
        None
    }
    /// This machine's own clock, in milliseconds: for lengths of time that outlast the page.
    pub fn own_clock() -> i64 {
        0
    }
    /// Seconds of a clock that nobody moves.
    pub fn seconds() -> f64 {
        0.0
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
