//! What a component does in the browser when something has changed.
use leptos::prelude::*;

/// Runs once the page is ours, and again whenever what it has read changes. `Effect::new` does the same but
/// is compiled anew at every place.
pub fn effect(run: impl FnMut() + 'static) {
    Effect::new(Box::new(run) as Box<dyn FnMut()>);
}
