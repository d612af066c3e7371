//! What a page without scripts has, and any other has not: a field hidden by the style would be sent along.
use leptos::{html, prelude::*};

/// Draws its children for a page without scripts; for any other they are not there. A browser with scripts
/// reads what the server drew here as text, so taking the page over finds no child, as it makes none.
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
