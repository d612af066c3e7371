//! Who may open a page. The server's verbs decide what is seen; these only send people to the right place.
use super::use_me;
use crate::{
    base::{Actor, text::escape},
    ui::NotFoundPage,
};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location};

/// For anybody signed in; others go to the door and come back.
#[component]
pub fn SignedIn(children: Children) -> impl IntoView {
    guarded(|_| true, children)
}

/// For technicians and admins; for others the page does not exist.
#[component]
pub fn StaffOnly(children: Children) -> impl IntoView {
    guarded(Actor::is_staff, children)
}

/// For admins; for others the page does not exist.
#[component]
pub fn AdminOnly(children: Children) -> impl IntoView {
    guarded(Actor::is_admin, children)
}

fn guarded(may: impl Fn(&Actor) -> bool, children: Children) -> AnyView {
    match use_me() {
        Some(me) if may(&me) => children().into_any(),
        Some(_) => view! { <NotFoundPage /> }.into_any(),
        None => view! { <ToTheDoor /> }.into_any(),
    }
}

#[component]
fn ToTheDoor() -> impl IntoView {
    let here = use_location();
    let (path, search) = (here.pathname.get_untracked(), here.search.get_untracked());
    if path == "/" && search.is_empty() {
        return view! { <Redirect path="/sign-in" /> };
    }
    let mark = if search.is_empty() { "" } else { "?" };
    let next = escape(&[&path, mark, &search].concat());
    view! { <Redirect path=["/sign-in?next=", &next].concat() /> }
}
