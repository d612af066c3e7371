//! The switch of sound and buzz: one for all tabs of this machine.
use super::device;
use leptos::prelude::*;

/// Is it quiet here? Follows the switches of other tabs.
#[derive(Clone, Copy)]
pub struct SoundSwitch(RwSignal<bool>);

/// The switch, for as long as the calling component stands.
pub fn use_sound_switch() -> SoundSwitch {
    let quiet = RwSignal::new(false);
    let look = move || _ = quiet.try_set(device::stored(device::QUIET).is_some());
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
            device::forget(device::QUIET);
        } else {
            device::store(device::QUIET, "1");
        }
        self.0.update(|quiet| *quiet = !*quiet);
    }
}
