//! A part of the page that is there as long as something holds.
use leptos::{children::ViewFn, either::Either, prelude::*};
use std::sync::Arc;

/// What decides whether a part is there. It is no signal: those of a page that goes are gone before its parts
/// have heard.
pub struct Condition(Arc<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Condition {
    fn from(holds: F) -> Self {
        Self(Arc::new(holds))
    }
}

/// Draws its children while this is so, and something else otherwise. leptos' `Show` does the same but is
/// compiled anew at every place.
#[component]
pub fn When(
    #[prop(into)] is: Condition,
    children: ChildrenFn,
    #[prop(optional, into)] otherwise: ViewFn,
) -> impl IntoView {
    let is = ArcMemo::new(move |_| (is.0)());
    let part = move || if is.get() { Either::Left(children()) } else { Either::Right(otherwise.run()) };
    view! { {move || part().into_any()} }
}
