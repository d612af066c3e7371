//! Cordée's map. (Filled in as the house grows.)
#![recursion_limit = "256"]

pub mod app;
pub mod base;
pub mod features;
pub mod ui;
pub mod words;

#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod loadtest;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(all(test, feature = "ssr"))]
mod tests;

/// The browser's entrance: takes over the page the server drew.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
