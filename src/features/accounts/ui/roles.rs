//! Roles in plain words.
use crate::{
    base::{Lang, Role},
    ui::{Pill, Tone},
    words,
};
use leptos::prelude::*;

/// The role as people say it.
pub fn role_name(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Employee => lang.say(words::accounts::EMPLOYEE),
        Role::Technician => lang.say(words::accounts::TECHNICIAN),
        Role::Admin => lang.say(words::accounts::ADMIN),
    }
}

/// The role of a person at a glance.
#[component]
pub fn RolePill(role: Role) -> impl IntoView {
    let tone = match role {
        Role::Employee => Tone::Plain,
        Role::Technician => Tone::Info,
        Role::Admin => Tone::Accent,
    };
    view! { <Pill tone>{role_name(role, Lang::current())}</Pill> }
}
