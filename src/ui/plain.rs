//! What a page without scripts has, and any other has not.
use leptos::{html, prelude::*};

/// Draws its children for a page without scripts; for any other they are not there.
#[component]
pub fn Plain(children: Children) -> impl IntoView {
    html::noscript().inner_html(markup(children))
}

#[cfg(not(feature = "hydrate"))]
fn markup(children: Children) -> String {
    children().to_html()
}

#[cfg(feature = "hydrate")]
fn markup(_: Children) -> &'static str {
    ""
}
