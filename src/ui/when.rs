//! A part of the page that is there as long as something holds.
use super::device;
use leptos::{children::ViewFn, either::Either, prelude::*};
use std::sync::Arc;

/// The focus goes to the first element of this selector when `is` becomes true, unless it is somewhere
/// already: what the person pressed has gone, and this has come in its stead.
pub fn focus_when(is: Memo<bool>, selector: &'static str) {
    Effect::new(move |before: Option<bool>| {
        let now = is.get();
        if now && before == Some(false) {
            // After it has been drawn.
            request_animation_frame(move || {
                if device::focus_is_lost_or_in(".talk-buttons, .begin") {
                    device::focus_first(selector);
                }
            });
        }
        now
    });
}

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
