//! Pictures that were chosen, pasted or dropped and are not sent yet: seen first, taken back at will, there
//! again after a reload.
use super::{Picked, SHELF_PATIENCE, check, post::Picture, shelf};
use crate::{
    base::{AccountId, Lang, Problem, picture},
    live::{Live, use_live},
    ui::{Each, Glyph, Icon, device, waking::when_awake},
    words,
};
use leptos::{html, prelude::*};
use uuid::Uuid;

/// Under this key the tab keeps what was chosen for something that has just been made.
const LEFT: &str = "cordee.left";

/// What was chosen at this place goes where it belongs.
pub(super) struct Left {
    pub place: String,
    pub ids: Vec<Uuid>,
}

/// What was left to this address, said once.
pub(super) fn left_for(href: &str) -> Option<Left> {
    let left = device::kept_in_tab(LEFT)?;
    let mut parts = left.split(' ');
    let (place, to) = (parts.next()?.to_owned(), parts.next()?);
    let ids = parts.next()?.split(',').filter_map(|id| id.parse().ok()).collect();
    (to == href).then(|| {
        device::keep_in_tab(LEFT, None);
        Left { place, ids }
    })
}

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
    /// Those that are being put on the shelf.
    on_the_way: RwSignal<Vec<Uuid>>,
    live: Live,
}

impl Chosen {
    /// What is chosen at this place (a ticket's number, `12.note` …), and what was before a reload.
    pub fn new(place: &str) -> Self {
        let chosen = Self::at(place);
        when_awake(move || chosen.take_up());
        chosen
    }

    /// What is chosen at this place from now on.
    pub fn at(place: &str) -> Self {
        Chosen {
            place: StoredValue::new(["chosen:", place].concat()),
            items: RwSignal::new(Vec::new()),
            kept: StoredValue::new(Vec::new()),
            on_the_way: RwSignal::new(Vec::new()),
            live: use_live(),
        }
    }

    /// Lies anything on this account's shelf, for this place or another?
    pub async fn may_have_been_kept(self) -> bool {
        match self.live.me {
            Some(me) => shelf::holds_any(me).await,
            None => false,
        }
    }

    /// Shows what was chosen here before a reload.
    pub fn take_up(self) {
        let (Some(me), Some(place)) = (self.live.me, self.place.try_get_value()) else { return };
        let let_go = left_for("").filter(|left| left.place == place).map(|left| left.ids);
        let let_go = let_go.unwrap_or_default();
        leptos::task::spawn_local(async move {
            for (id, _, picture) in shelf::take_up(me, &place).await {
                if let_go.contains(&id) {
                    self.forget(id);
                } else {
                    self.put(id, picture);
                }
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
                self.keep(me, id, entry);
            }
            self.put(id, picture);
        }
    }

    fn keep(self, me: AccountId, id: Uuid, entry: shelf::Entry) {
        let is_there = move || _ = self.on_the_way.try_update(|ids| ids.retain(|known| *known != id));
        self.on_the_way.update(|ids| ids.push(id));
        leptos::task::spawn_local(async move {
            shelf::keep(me, entry).await;
            is_there();
        });
        set_timeout(is_there, SHELF_PATIENCE);
    }

    /// Would a page that is left now lose some of them? Follows.
    pub fn are_on_the_way(self) -> bool {
        self.on_the_way.try_with(|ids| !ids.is_empty()).unwrap_or_default()
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

    /// They belong to what has just been made, whose pictures go to this address: the page that is loaded now
    /// sends them, and tells what cannot go. Without an address they are let go.
    pub fn leave_for(self, href: &str) {
        // What another tab has chosen meanwhile for another such thing stays there.
        let id = |item: &ChosenPicture| item.id.to_string();
        let ids = self.items.with_untracked(|items| items.iter().map(id).collect::<Vec<_>>().join(","));
        if !ids.is_empty() {
            let left = [&self.place.get_value(), " ", href, " ", &ids].concat();
            device::keep_in_tab(LEFT, Some(&left));
        }
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

/// A button that chooses pictures, or takes one with the camera.
#[component]
pub fn PictureButton(take: Callback<Picked>) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    // Chosen before the page woke up.
    when_awake(move || {
        let picked = node.get_untracked().map_or_else(Picked::none, |input| Picked::of(&input));
        if !picked.is_empty() {
            take.run(picked);
        }
    });
    view! {
        <label class="button quiet pick">
            <Icon glyph=Glyph::Camera />
            <span class="button-word">{Lang::current().say(words::live::PHOTO)}</span>
            <input type="file" class="sr-only" accept=picture::ACCEPT multiple node_ref=node
                on:change=move |event| take.run(Picked::from_input(&event)) />
        </label>
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
    let seen = match problem {
        Some(_) => view! { <Icon glyph=Glyph::Image /> }.into_any(),
        None => view! { <img class="mini" src=href alt="" /> }.into_any(),
    };
    let wrong = problem
        .map(|problem| view! { <span class="tiny upload-state">{problem.text(lang)}</span> }.into_any());
    view! {
        <li class=if problem.is_some() { "upload bad" } else { "upload" }>
            {seen}
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
