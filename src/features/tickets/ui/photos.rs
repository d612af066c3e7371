//! The photos of a new ticket. Most have none: the program that shows and keeps them is fetched when there
//! are some.
#[cfg(feature = "hydrate")]
use crate::ui::upload::ChosenPictures;
use crate::{
    base::Lang,
    ui::{
        Toasts,
        upload::{Chosen, Picked},
        use_toasts,
        waking::when_awake,
    },
    words,
};
use leptos::{prelude::*, task::spawn_local};

/// What comes with the program.
#[derive(Clone, Copy)]
struct Program {
    take_up: fn(Chosen),
    add: fn(Chosen, Picked),
    draw: fn(Chosen) -> AnyView,
}

/// The photos chosen in one form.
#[derive(Clone, Copy)]
pub(super) struct Photos {
    chosen: Chosen,
    program: RwSignal<Option<Program>>,
    /// So many times the program is being fetched.
    fetching: RwSignal<usize>,
    toasts: Toasts,
    lang: Lang,
}

impl Photos {
    /// What is chosen at this place, and what was before a reload.
    pub(super) fn new(place: &str) -> Self {
        let chosen = Chosen::at(place);
        let (program, fetching) = (RwSignal::new(None), RwSignal::new(0));
        let photos = Photos { chosen, program, fetching, toasts: use_toasts(), lang: Lang::current() };
        when_awake(move || {
            spawn_local(async move {
                if chosen.may_have_been_kept().await {
                    photos.with_program(move |program| (program.take_up)(chosen)).await;
                }
            });
        });
        photos
    }

    /// Does something with the program, unless the page has gone before it came. Where it cannot be fetched
    /// that is told, and the form goes without photos.
    async fn with_program(self, run: impl FnOnce(Program)) {
        let Some(known) = self.program.try_get_untracked() else { return };
        let program = match known {
            Some(program) => Ok(program),
            None => fetch().await,
        };
        match program {
            Ok(_) if self.program.is_disposed() => {}
            Ok(program) => {
                run(program);
                if known.is_none() {
                    self.program.set(Some(program));
                }
            }
            Err(_) => self.toasts.say(self.lang.say(words::tickets::PHOTOS_NOT_TAKEN)),
        }
    }

    /// Takes in what was chosen, pasted or dropped, if anything was.
    pub(super) fn add(self, picked: impl Into<Option<Picked>>) {
        let Some(picked) = picked.into() else { return };
        self.fetching.update(|n| *n += 1);
        spawn_local(async move {
            self.with_program(move |program| (program.add)(self.chosen, picked)).await;
            _ = self.fetching.try_update(|n| *n -= 1);
        });
    }

    /// Would a page that is left now lose some of them? Follows.
    pub(super) fn are_on_the_way(self) -> bool {
        self.fetching.try_get().is_some_and(|n| n > 0) || self.chosen.are_on_the_way()
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
