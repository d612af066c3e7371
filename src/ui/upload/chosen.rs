//! Pictures that were chosen, pasted or dropped and are not sent yet: seen first, taken back at will, there
//! again after a reload.
use super::{Picked, check, post::Picture, shelf};
use crate::{
    base::{Lang, Problem},
    live::{Live, use_live},
    ui::{Each, Glyph, Icon, waking::when_awake},
    words,
};
use leptos::prelude::*;
use uuid::Uuid;

/// A picture, as it is shown before it goes.
#[derive(Clone, PartialEq)]
pub struct ChosenPicture {
    id: Uuid,
    name: String,
    /// Of the picture on this machine.
    href: String,
    problem: Option<Problem>,
}

/// The pictures chosen at one place.
#[derive(Clone, Copy)]
pub struct Chosen {
    place: StoredValue<String>,
    items: RwSignal<Vec<ChosenPicture>>,
    kept: StoredValue<Vec<(Uuid, Picture)>>,
    live: Live,
}

impl Chosen {
    /// What is chosen at this place (a ticket's number, `12.note` …), and what was before a reload.
    pub fn new(place: &str) -> Self {
        let chosen = Chosen {
            place: StoredValue::new(["chosen:", place].concat()),
            items: RwSignal::new(Vec::new()),
            kept: StoredValue::new(Vec::new()),
            live: use_live(),
        };
        when_awake(move || chosen.take_up());
        chosen
    }

    fn take_up(self) {
        let (Some(me), place) = (self.live.me, self.place.get_value()) else { return };
        leptos::task::spawn_local(async move {
            for (id, _, picture) in shelf::take_up(me, &place).await {
                self.put(id, picture);
            }
        });
    }

    fn put(self, id: Uuid, picture: Picture) {
        let problem = check(&picture);
        let item = ChosenPicture { id, name: picture.name(), href: picture.href(), problem };
        if self.kept.try_update_value(|kept| kept.push((id, picture))).is_some() {
            self.items.update(|items| items.push(item));
        }
    }

    /// Takes pictures in.
    pub fn add(self, picked: Picked) {
        for picture in picked.0 {
            let id = Uuid::now_v7();
            let entry = shelf::entry(id, &self.place.get_value(), None, &picture);
            if let Some(me) = self.live.me {
                leptos::task::spawn_local(shelf::keep(me, entry));
            }
            self.put(id, picture);
        }
    }

    fn forget(self, id: Uuid) {
        if let Some(me) = self.live.me {
            leptos::task::spawn_local(shelf::forget(me, id));
        }
    }

    /// One less.
    fn remove(self, id: Uuid) {
        self.forget(id);
        self.kept.update_value(|kept| kept.retain(|(known, _)| *known != id));
        self.items.update(|items| items.retain(|item| item.id != id));
    }

    /// Is there nothing that could go? Follows.
    pub fn is_empty(self) -> bool {
        self.items.with(|items| items.iter().all(|item| item.problem.is_some()))
    }

    /// Is anything shown? Follows.
    pub fn is_shown(self) -> bool {
        self.items.with(|items| !items.is_empty())
    }

    /// They go now: nothing is chosen any more. What cannot go stays, and says why.
    pub fn take(self) -> Picked {
        let going = self.items.try_update(|items| {
            let (going, staying) = items.drain(..).partition(|item| item.problem.is_none());
            *items = staying;
            going
        });
        let going: Vec<ChosenPicture> = going.unwrap_or_default();
        going.iter().for_each(|item| self.forget(item.id));
        let is_going = |id: &Uuid| going.iter().any(|item| item.id == *id);
        let taken = self.kept.try_update_value(|kept| {
            let (taken, staying) = kept.drain(..).partition(|(id, _)| is_going(id));
            *kept = staying;
            taken
        });
        let taken: Vec<(Uuid, Picture)> = taken.unwrap_or_default();
        Picked(taken.into_iter().map(|(_, picture)| picture).collect())
    }
}

/// The chosen pictures, seen before they go.
#[component]
pub fn ChosenPictures(chosen: Chosen, #[prop(optional)] id: &'static str) -> impl IntoView {
    let id = (!id.is_empty()).then_some(id);
    view! {
        <ul class="uploads chosen" id=id tabindex=id.map(|_| "-1")>
            <Each each=move || chosen.items.get() key=|item| item.id let:item>
                <ChosenLine chosen item />
            </Each>
        </ul>
    }
}

#[component]
fn ChosenLine(chosen: Chosen, item: ChosenPicture) -> impl IntoView {
    let lang = Lang::current();
    let ChosenPicture { id, name, href, problem } = item;
    let drop = lang.fill(words::live::DropNamed { name: &name });
    let wrong = problem
        .map(|problem| view! { <span class="tiny upload-state">{problem.text(lang)}</span> }.into_any());
    view! {
        <li class=if problem.is_some() { "upload bad" } else { "upload" }>
            <img class="mini" src=href alt="" />
            <span class="grow">
                <span class="clip upload-name">{name}</span>
                {wrong}
            </span>
            <button type="button" class="button quiet square" aria-label=drop
                on:click=move |_| chosen.remove(id)>
                <Icon glyph=Glyph::Close />
            </button>
        </li>
    }
}
