//! A part of the page that the browser takes over in a task of its own: a page that is taken over in one task
//! takes no tap meanwhile.
#[cfg(feature = "hydrate")]
mod parts;

use leptos::{html, prelude::*};
#[cfg(feature = "hydrate")]
pub use parts::{begin_taking_over, take_over_parts};

/// Draws its children. On the page the server drew they are taken over after what stands outside, in their
/// turn, and all at once when the page is touched; `last` of all what nobody looks for first. Not for a part
/// that fetches: what came with the page is found by its turn.
#[component]
pub fn Later(#[prop(optional)] last: bool, children: Children) -> impl IntoView {
    part(children, last)
}

/// Its markup is made beforehand: for the browser the element is one without children.
#[cfg(not(feature = "hydrate"))]
fn part(children: Children, _: bool) -> AnyView {
    html::div().class(PART).inner_html(children().to_html()).into_any()
}

#[cfg(feature = "hydrate")]
fn part(children: Children, last: bool) -> AnyView {
    if !parts::is_taking_over() {
        return view! { <div class=PART>{children()}</div> }.into_any();
    }
    let (node, owner) = (NodeRef::<html::Div>::new(), Owner::current());
    let take_over = move || {
        // None where the page has gone meanwhile.
        if let (Some(node), Some(owner)) = (node.try_get_untracked().flatten(), owner) {
            owner.with(|| StoredValue::new_local(children().hydrate_from::<true>(&node)));
        }
    };
    parts::keep(take_over, last);
    html::div().class(PART).node_ref(node).into_any()
}

const PART: &str = "later";
