//! What stands where a list has nothing yet, or nothing yet has arrived.
use super::{Glyph, Icon};
use leptos::prelude::*;

/// Says what would be here and what to do; its children are the way on.
#[component]
pub fn Empty(
    glyph: Glyph,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    /// It is the whole page, so its title is the page's heading.
    #[prop(optional)]
    whole: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let heading =
        if whole { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() };
    view! {
        <div class="empty">
            <span class="empty-mark">
                <Icon glyph />
            </span>
            {heading}
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// The shape of what is coming.
#[component]
pub fn Skeleton(#[prop(default = 6)] lines: usize) -> impl IntoView {
    let lines = (0..lines).map(|_| view! { <span></span> }.into_any()).collect_view();
    view! { <div class="skeleton" aria-hidden="true">{lines}</div> }
}
