//! The photos of a new ticket. Most have none: the program that shows and keeps them is fetched when there
//! are some, and what is chosen meanwhile waits for it.
#[cfg(feature = "hydrate")]
use crate::ui::upload::ChosenPictures;
use crate::ui::{
    upload::{Chosen, Picked},
    waking::when_awake,
};
use leptos::{ev, prelude::*, task::spawn_local};
use std::time::Duration;

/// What comes with the program.
#[derive(Clone, Copy)]
struct Program {
    take_up: fn(Chosen),
    add: fn(Chosen, Picked),
    draw: fn(Chosen) -> AnyView,
}

/// After so long a line that was cut is tried again.
const REST: Duration = Duration::from_secs(2);

/// The photos chosen in one form.
#[derive(Clone, Copy)]
pub(super) struct Photos {
    chosen: Chosen,
    program: RwSignal<Option<Program>>,
    /// What was chosen and waits for the program.
    waiting: RwSignal<Vec<Picked>>,
}

impl Photos {
    /// What is chosen at this place, and what was before a reload.
    pub(super) fn new(place: &str) -> Self {
        let (chosen, program) = (Chosen::at(place), RwSignal::new(None));
        let photos = Photos { chosen, program, waiting: RwSignal::new(Vec::new()) };
        when_awake(move || {
            spawn_local(async move {
                if chosen.may_have_been_kept().await {
                    photos.fetch_then(|photos, program| (program.take_up)(photos.chosen));
                }
            });
        });
        photos
    }

    /// Fetches the program, as often as it takes.
    fn fetch_then(self, then: fn(Photos, Program)) {
        spawn_local(async move {
            match fetch().await {
                Ok(program) => {
                    then(self, program);
                    _ = self.program.try_set(Some(program));
                }
                Err(_) => set_timeout(move || self.fetch_then(then), REST),
            }
        });
    }

    pub(super) fn add(self, picked: Picked) {
        self.waiting.update(|waiting| waiting.push(picked));
        self.fetch_then(|photos, program| {
            let waiting = photos.waiting.try_update(std::mem::take).unwrap_or_default();
            waiting.into_iter().for_each(|picked| (program.add)(photos.chosen, picked));
        });
    }

    /// Takes in what is pasted, if it is a picture and no text.
    pub(super) fn paste(self, event: &ev::ClipboardEvent) {
        self.catch(Picked::from_paste(event), event);
    }

    /// Takes in what is dropped, if it is a picture and no text.
    pub(super) fn drop(self, event: &ev::DragEvent) {
        self.catch(Picked::from_drop(event), event);
    }

    fn catch(self, picked: Picked, event: &ev::Event) {
        if !picked.is_empty() {
            event.prevent_default();
            self.add(picked);
        }
    }

    /// Would a page that is left now lose some of them? Follows.
    pub(super) fn are_on_the_way(self) -> bool {
        self.waiting.try_with(|waiting| !waiting.is_empty()).unwrap_or_default()
            || self.chosen.are_on_the_way()
    }

    /// Is anything shown? Follows.
    pub(super) fn are_shown(self) -> bool {
        self.chosen.is_shown()
    }

    /// They go with what is opened now ([`Chosen::leave_for`]).
    pub(super) fn leave_for(self, href: &str) {
        self.chosen.leave_for(href);
    }

    /// The photos, seen before they go.
    pub(super) fn list(self) -> impl IntoView {
        move || self.program.get().map(|program| (program.draw)(self.chosen))
    }
}

#[cfg(feature = "hydrate")]
#[leptos::wasm_split::wasm_split(photos, wasm_split_path = leptos::wasm_split, fallible)]
fn fetch() -> Result<Program, leptos::wasm_split::SplitLoaderError> {
    let draw = |chosen| view! { <ChosenPictures chosen /> }.into_any();
    Ok(Program { take_up: Chosen::take_up, add: Chosen::add, draw })
}

/// Where no page is awake none is wanted.
#[cfg(not(feature = "hydrate"))]
async fn fetch() -> Result<Program, ()> {
    Err(())
}
