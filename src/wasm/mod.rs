//! The program of the browser: takes over the page the server drew. A member of its own, so that building the
//! server links nothing for browsers.
use cordee::{
    app::App,
    ui::{
        device,
        later::{begin_taking_over, take_over_parts},
        waking::{self, Way},
    },
};
use leptos::{mount, prelude::*};
use std::time::Duration;

/// The browser's entrance. A page that was changed before it woke up (by a translator, by an extension)
/// cannot be taken over; `public/rescue.js` then loads it again, to be drawn afresh.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    match waking::way() {
        // In a task of its own: the program has just begun to run.
        Way::TakeOver if device::is_visible() => set_timeout(begin, Duration::ZERO),
        Way::TakeOver => begin(),
        Way::DrawAfresh => draw_afresh(),
        Way::Sleep => {}
    }
}

fn begin() {
    wasm_bindgen_futures::spawn_local(take_over());
}

async fn take_over() {
    let Some(body) = document().body() else { return };
    begin_taking_over();
    mount::hydrate_from_async(body, App).await.forget();
    take_over_parts();
}

/// Draws the page as if the server had drawn nothing; only who is here is read from what it sent.
fn draw_afresh() {
    if let Some(body) = document().body() {
        body.set_inner_html("");
    }
    // An owner that knows what came with the page; there are no islands.
    mount::hydrate_islands();
    mount::mount_to_body(|| {
        let app = App();
        if let Some(sent) = Owner::current_shared_context() {
            sent.hydration_complete();
        }
        app
    });
    set_timeout(waking::awake, waking::DRAWN);
}
