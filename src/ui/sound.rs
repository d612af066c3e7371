//! Sound and buzz, and their switch: one for all tabs of this machine. Twins on the server do nothing.
use super::device;
use leptos::prelude::*;

/// Where it is kept that the person wants no sound.
const QUIET: &str = "cordee.quiet";

/// Is it quiet here? Follows the switches of other tabs.
#[derive(Clone, Copy)]
pub struct SoundSwitch(RwSignal<bool>);

/// The switch, for as long as the calling component stands.
pub fn use_sound_switch() -> SoundSwitch {
    let quiet = RwSignal::new(false);
    let look = move || _ = quiet.try_set(device::stored(QUIET).is_some());
    Effect::new(move || {
        look();
        let listener = window_event_listener_untyped("storage", move |_| look());
        on_cleanup(move || listener.remove());
    });
    SoundSwitch(quiet)
}

impl SoundSwitch {
    /// Is it off? Follows.
    pub fn is_off(self) -> bool {
        self.0.get()
    }
    /// The other way.
    pub fn switch(self) {
        if self.0.get_untracked() {
            device::forget(QUIET);
        } else {
            device::store(QUIET, "1");
        }
        self.0.update(|quiet| *quiet = !*quiet);
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{QUIET, device};
    use crate::{
        browser::own_clock,
        browser_database::{self, done},
    };
    use leptos::{
        prelude::{document, set_timeout, window},
        wasm_bindgen::JsValue,
    };
    use std::time::Duration;
    use web_sys::{AudioContext, OscillatorType};

    /// A tab out of sight gives the one in sight so long to speak first.
    const FIRST: Duration = Duration::from_millis(150);
    /// So long one sound stands for all tabs, in milliseconds.
    const ONE_SOUND: i64 = 3_000;
    const SOUNDED: &str = "cordee.sounded";

    pub fn chime(stream: i64, seq: i64) {
        let in_sight = device::is_visible();
        let speak = move || {
            leptos::task::spawn_local(async move {
                // What is done at this very screen needs no sound; a phone may lie beside whom it guides.
                let is_at_it = in_sight && device::has_mouse() && document().has_focus().unwrap_or_default();
                let is_first = is_first(stream, seq).await.unwrap_or(true);
                if is_first && !is_at_it && device::stored(QUIET).is_none() {
                    _ = window().navigator().vibrate_with_duration(160);
                    // A page nobody has touched yet may not sound; the step is on the screen all the same.
                    _ = sound();
                }
            });
        };
        if in_sight { speak() } else { set_timeout(speak, FIRST) }
    }

    /// Is this the first tab that has something to say of this? One that lags may hear of it long after.
    async fn is_first(stream: i64, seq: i64) -> Result<bool, JsValue> {
        let now = own_clock();
        let store = browser_database::store(SOUNDED).await?;
        let kept = done(&store.get(&SOUNDED.into())?).await?.as_string().unwrap_or_default();
        let mut before = kept.split('.').filter_map(|n| n.parse::<i64>().ok());
        let is_new = before.next() != Some(stream) || before.next().is_none_or(|last| last < seq);
        let is_first = is_new && before.next_back().is_none_or(|at| (now - at).abs() > ONE_SOUND);
        if is_first {
            done(&store.put_with_key(&format!("{stream}.{seq}.{now}").into(), &SOUNDED.into())?).await?;
        }
        Ok(is_first)
    }

    fn sound() -> Result<(), JsValue> {
        let audio = AudioContext::new()?;
        let gain = audio.create_gain()?;
        gain.connect_with_audio_node(&audio.destination())?;
        let now = audio.current_time();
        gain.gain().set_value_at_time(0.12, now)?;
        gain.gain().exponential_ramp_to_value_at_time(0.001, now + 0.5)?;
        for (tone, after) in [(660.0_f32, 0.0), (880.0, 0.14)] {
            let voice = audio.create_oscillator()?;
            voice.set_type(OscillatorType::Sine);
            voice.frequency().set_value(tone);
            voice.connect_with_audio_node(&gain)?;
            voice.start_with_when(now + after)?;
            voice.stop_with_when(now + after + 0.3)?;
        }
        let done = move || _ = audio.close();
        set_timeout(done, Duration::from_secs(1));
        Ok(())
    }
}
#[cfg(feature = "hydrate")]
pub use browser::chime;

/// A short sound and a buzz for this event, unless switched off; one for all tabs.
#[cfg(not(feature = "hydrate"))]
pub fn chime(_: i64, _: i64) {}
