//! The document around the app; the server draws it.
use super::App;
use crate::{
    base::{Lang, drawing::AssetRoot},
    words,
};
use leptos::{WasmSplitManifest, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::collections::HashMap;

/// The pages, for the machine room.
pub const PAGES: crate::server::Pages =
    crate::server::Pages { app: || App().into_any(), shell: |options| shell(options).into_any() };

fn shell(options: LeptosOptions) -> impl IntoView {
    let lang = Lang::current();
    let AssetRoot(root) = use_context().unwrap_or_default();
    let style = [&root, "/pkg/cordee.css"].concat();
    view! {
        <!DOCTYPE html>
        <html lang=lang.word() data-lang=lang.word()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content=VIEWPORT />
                <link rel="stylesheet" href=style />
                <link rel="preload" href="/fonts/inter.woff2" r#as="font" r#type="font/woff2"
                    crossorigin="anonymous" />
                <Marks />
                <AutoReload options=options.clone() />
                <Scripts options root />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The page is as wide as the screen, up to its edges, and shrinks when the keyboard comes.
const VIEWPORT: &str =
    "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content";

/// What makes a page live. A visitor's is whole as it was drawn; the program comes meanwhile, for the page
/// behind the door.
#[component]
fn Scripts(options: LeptosOptions, root: String) -> impl IntoView {
    if crate::server::caller::<crate::server::Signed>().is_ok() {
        let program = view! { <HydrationScripts options root /> };
        pieces_come_by_the_program();
        return view! { <Rescue /> {program} }.into_any();
    }
    let program = |kind: &str| [&root, "/pkg/cordee.", kind].concat();
    view! {
        <script src="/door.js" defer></script>
        <link rel="prefetch" href=program("js") r#as="script" />
        <link rel="prefetch" href=program("wasm") r#as="fetch" crossorigin="anonymous" />
    }
    .into_any()
}

/// Leptos would ask for all pieces of a page along with it; on a slow line they take it from what draws the
/// page.
fn pieces_come_by_the_program() {
    if let Some(WasmSplitManifest(pieces)) = use_context() {
        let none = pieces.with_value(|all| (all.0.clone(), HashMap::new(), all.2.clone()));
        provide_context(WasmSplitManifest(ArcStoredValue::new(none)));
    }
}

/// Listens for what stops the page, from before its program has come; what is to be done then lies in a file
/// of its own. Where a page before this one stopped, that file is wanted at once.
#[component]
fn Rescue() -> impl IntoView {
    let lang = Lang::current();
    view! {
        <script nonce=use_nonce() data-plain=lang.say(words::ui::PAGE_PLAIN)
            data-stopped=lang.say(words::ui::PAGE_STOPPED) data-again=lang.say(words::ui::PAGE_AGAIN)>
            {RESCUE}
        </script>
    }
}

const RESCUE: &str = r#"{
const words = document.currentScript.dataset;
let pressed;
const rescue = ({ reason, error }) =>
  import("/rescue.js").then((file) => file.rescue(reason ?? error, pressed, words));
addEventListener("click", ({ target }) => {
  const href = target.closest?.("a[href]")?.href;
  if (href) pressed = { href, at: performance.now() };
}, true);
addEventListener("error", rescue);
addEventListener("unhandledrejection", rescue);
if (sessionStorage.getItem("cordee.wake")) rescue({});
}"#;

/// What browsers and home screens want to know.
#[component]
fn Marks() -> impl IntoView {
    let lang = Lang::current();
    view! {
        <meta name="color-scheme" content="light dark" />
        {theme("(prefers-color-scheme: light)", "#ffffff")}
        {theme("(prefers-color-scheme: dark)", "#151f29")}
        <meta name="description" content=lang.say(words::app::DESCRIPTION) />
        <link rel="icon" href="/favicon.svg" r#type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icons/apple-touch.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
    }
}

/// The colour of the browser's own bar.
fn theme(media: &'static str, colour: &'static str) -> impl IntoView {
    leptos::html::meta().name("theme-color").content(colour).attr("media", media)
}
