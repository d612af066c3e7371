//! A text that changes and must be read: drawn whole each time. Where the browser translates a page, it puts
//! its own pieces in place of ours, and what is patched in place is patched where nobody sees it.
use leptos::{html, prelude::*};

/// Shows the text as it is now, whatever has become of the one before.
#[component]
pub fn Fresh(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    Effect::new(move || {
        let now = text.get();
        if let Some(node) = node.get() {
            node.set_text_content(Some(&now));
        }
    });
    view! { <span node_ref=node>{text.get_untracked()}</span> }
}
