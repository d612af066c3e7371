//! The bars: the mark, where one can go, and what stands at the end of the one above.
use super::{Brand, Glyph, Icon};
use crate::{base::Lang, words};
use leptos::prelude::*;

/// The mark leads home; the children are the navigation and what stands at the end.
#[component]
pub fn TopBar(children: Children) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <header class="topbar">
            <a class="brand" href="/" aria-label=lang.say(words::ui::HOME)>
                <Brand />
                <span class="brand-name" translate="no">{lang.say(words::ui::BRAND)}</span>
            </a>
            {children()}
        </header>
    }
}

/// One place to go: a word in the bar above, a picture with its word in the bar below.
#[component]
pub fn NavLink(
    href: &'static str,
    label: &'static str,
    /// Is it where the person is?
    #[prop(into)]
    here: Signal<bool>,
    #[prop(optional_no_strip)] glyph: Option<Glyph>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let picture = glyph.map(|glyph| view! { <Icon glyph /> }.into_any());
    view! {
        <a href=href class=class aria-current=move || here.get().then_some("page")>
            {picture}
            <span>{label}</span>
        </a>
    }
}
