//! A ticket's state and priority as pills.
use super::{priority_name, status_name, status_tone};
use crate::{
    base::Lang,
    features::tickets::{Priority, Status},
    ui::{Pill, Tone},
};
use leptos::prelude::*;

/// The state as a pill.
#[component]
pub fn StatusPill(status: Status) -> impl IntoView {
    let lang = Lang::current();
    view! { <Pill tone=status_tone(status)>{status_name(lang, status)}</Pill> }
}

/// The priority as a pill, where it is out of the ordinary.
#[component]
pub fn PriorityPill(priority: Priority) -> impl IntoView {
    let lang = Lang::current();
    let tone = match priority {
        Priority::Normal => return ().into_any(),
        Priority::Low => Tone::Plain,
        Priority::Urgent => Tone::Warn,
        Priority::Critical => Tone::Bad,
    };
    view! { <Pill tone>{priority_name(lang, priority)}</Pill> }.into_any()
}
