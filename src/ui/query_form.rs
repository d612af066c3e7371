//! A form whose answer is an address: what is sought stands in it, so that it can be kept and shared.
use super::browser;
use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// Puts its fields into the query of the page's own address; without WASM as well.
#[component]
pub fn QueryForm(class: &'static str, children: Children) -> impl IntoView {
    let (path, go) = (use_location().pathname, use_navigate());
    let ask = move |event: ev::SubmitEvent| {
        if let Some(query) = browser::query_of(&event) {
            event.prevent_default();
            go(&[&path.get_untracked(), "?", &query].concat(), NavigateOptions::default());
        }
    };
    view! {
        <form method="get" class=class role="search" on:submit=ask>
            {children()}
        </form>
    }
}
