//! The button that sends a form.
use leptos::prelude::*;

/// Sends its form; while the answer is on its way it is busy and cannot be pressed twice.
#[component]
pub fn Submit(
    #[prop(into)] pending: Signal<bool>,
    #[prop(optional, default = "button primary")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let busy = move || pending.try_get().unwrap_or_default();
    view! {
        <button type="submit" class=class aria-busy=move || busy().then_some("true") disabled=busy>
            {children()}
        </button>
    }
}
