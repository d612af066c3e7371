//! A form whose answer is an address: what is sought stands in it, so that it can be kept and shared.
use super::{Glyph, Icon, browser};
use leptos::{ev, html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// Puts its fields into the query of the page's own address; without WASM as well. They follow it when it
/// changes otherwise (Back, *Show all*); until then they are as they were drawn, or typed meanwhile.
#[component]
pub fn QueryForm(class: &'static str, children: Children) -> impl IntoView {
    let (path, query) = (use_location().pathname, use_location().search);
    let (go, node) = (use_navigate(), NodeRef::<html::Form>::new());
    Effect::new(move |shown: Option<String>| {
        let query = query.get();
        if let Some(form) = node.get_untracked().filter(|_| shown.is_some_and(|shown| shown != query)) {
            browser::show_query(&form, &query);
        }
        query
    });
    let ask = move |event: ev::SubmitEvent| {
        if let Some(query) = browser::query_of(&event) {
            event.prevent_default();
            go(&[&path.get_untracked(), "?", &query].concat(), NavigateOptions::default());
        }
    };
    view! {
        <form node_ref=node method="get" class=class role="search" on:submit=ask>
            {children()}
        </form>
    }
}

/// A page's search: one box, which says what is found with it, and the glass that finds.
#[component]
pub fn SearchForm(value: Option<String>, label: &'static str) -> impl IntoView {
    view! {
        <QueryForm class="search">
            <button type="submit" aria-label=label>
                <Icon glyph=Glyph::Search />
            </button>
            <input
                class="control"
                type="search"
                name="search"
                enterkeyhint="search"
                autocomplete="off"
                dir="auto"
                value=value
                aria-label=label
                placeholder=label
            />
        </QueryForm>
    }
}
