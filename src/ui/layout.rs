//! The frame of every page: a way past the bar for the keyboard, the bars, and the page.
use crate::{base::Lang, words};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_location;

/// Skip link, bar, the page inside `<main>`, which takes the focus when the page changes, and the bar below.
#[component]
pub fn Frame(
    bar: AnyView,
    foot: AnyView,
    #[prop(into)] busy: Signal<bool>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let lang = Lang::current();
    let main = NodeRef::<html::Main>::new();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now)
            && let Some(main) = main.get_untracked()
        {
            _ = main.focus();
        }
        now
    });
    // The router would change the address only.
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            _ = main.focus();
        }
    };
    view! {
        <a class="skip" href="#main" on:click=skip>
            {lang.say(words::ui::SKIP)}
        </a>
        <div class=["app ", class].concat()>
            {bar} <main id="main" tabindex="-1" node_ref=main aria-busy=move || busy.get().then_some("true")>
                {children()}
            </main> {foot}
        </div>
        <div class="routing" class:on=move || busy.get() aria-hidden="true"></div>
    }
}

/// A page's heading; its children stand at its end.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <h1>{title}</h1>
            {children.map(|children| children())}
            {(!text.is_empty()).then(|| view! { <p>{text}</p> }.into_any())}
        </div>
    }
}
