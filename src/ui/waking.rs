//! How a page wakes up: by taking over what the server drew, by drawing itself afresh where that was changed
//! meanwhile, or not at all, and then its forms are plain ones. `public/rescue.js` decides after a failure.
#[cfg(feature = "hydrate")]
mod way;

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
pub use way::{DRAWN, Way, awake, is_awake, way};

thread_local!(
    static AWAKE: ArcRwSignal<bool> = ArcRwSignal::new(false)
);

/// Runs once when the page is awake, in the browser. Until then what stands is what the server drew, and it
/// knows nothing of what this browser keeps or hears: a part that is taken over late would find another page
/// than it was drawn for.
pub fn when_awake(run: impl FnOnce() + 'static) {
    let mut run = Some(run);
    Effect::new(move || {
        if AWAKE.with(ArcRwSignal::clone).get()
            && let Some(run) = run.take()
        {
            untrack(run);
        }
    });
}
