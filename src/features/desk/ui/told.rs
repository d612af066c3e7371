//! What happened, in one line.
use crate::{
    base::{Lang, live::Event},
    features::desk::sentence,
    ui::Moment,
};
use leptos::prelude::*;

/// A line about what happened; nothing for what no room has words for.
#[component]
pub(super) fn Told(event: Event) -> impl IntoView {
    let lang = Lang::current();
    sentence(lang, &event).map(|said| {
        view! {
            <p class="told small muted pre">
                {said} " · " <Moment at=event.at />
            </p>
        }
        .into_any()
    })
}
