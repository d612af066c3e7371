//! The program of the browser: takes over the page the server drew. A member of its own, so that building the
//! server links nothing for browsers.

/// The browser's entrance.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(cordee::app::App);
}
