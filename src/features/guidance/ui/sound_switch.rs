//! Sound and buzz of a new step, on unless switched off on this machine.
use crate::{
    base::Lang,
    ui::{Glyph, Icon, device},
    words,
};
use leptos::prelude::*;

/// Switches sound and buzz.
#[component]
pub(super) fn SoundSwitch() -> impl IntoView {
    let lang = Lang::current();
    let quiet = RwSignal::new(false);
    Effect::new(move || quiet.set(device::stored(device::QUIET).is_some()));
    let switch = move |_| {
        if quiet.get_untracked() {
            device::forget(device::QUIET);
        } else {
            device::store(device::QUIET, "1");
        }
        quiet.update(|quiet| *quiet = !*quiet);
    };
    view! {
        <button
            type="button"
            class="button quiet square sound"
            class:off=move || quiet.get()
            aria-pressed=move || if quiet.get() { "false" } else { "true" }
            aria-label=lang.say(words::guidance::SOUND)
            title=lang.say(words::guidance::SOUND)
            on:click=switch
        >
            <Icon glyph=Glyph::Sound />
        </button>
    }
}
