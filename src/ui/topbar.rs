//! The bar above: the mark, where one can go, and what stands at its end.
use super::{Brand, Glyph, Icon};
use crate::{base::Lang, words};
use leptos::prelude::*;
use leptos_router::components::A;

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

/// One place to go; on a phone its picture alone is seen.
#[component]
pub fn NavLink(href: &'static str, glyph: Glyph, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <A href=href>
            <Icon glyph />
            <span class="topnav-word">{label}</span>
        </A>
    }
}
