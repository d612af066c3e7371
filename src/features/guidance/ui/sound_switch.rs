//! Sound and buzz of a new step, on unless switched off on this machine.
use crate::{
    base::Lang,
    ui::{Glyph, Icon, use_sound_switch},
    words,
};
use leptos::prelude::*;

/// Switches sound and buzz.
#[component]
pub(super) fn SoundSwitch() -> impl IntoView {
    let lang = Lang::current();
    let sound = use_sound_switch();
    view! {
        <button
            type="button"
            class="button quiet sound"
            class:off=move || sound.is_off()
            aria-pressed=move || if sound.is_off() { "false" } else { "true" }
            aria-label=lang.say(words::guidance::SOUND)
            title=lang.say(words::guidance::SOUND)
            on:click=move |_| sound.switch()
        >
            <Icon glyph=Glyph::Sound />
            <span class="tiny" aria-hidden="true">{lang.say(words::guidance::SOUND_OFF)}</span>
        </button>
    }
}
