//! What happened, in one line.
use crate::{
    base::{Lang, live::Event},
    features::{guidance, tickets},
    ui::Moment,
};
use leptos::prelude::*;

/// The sentence of whichever room knows the event.
pub(super) fn sentence(lang: Lang, event: &Event) -> Option<String> {
    tickets::ui::sentence_of(lang, event).or_else(|| guidance::ui::sentence_of(lang, event))
}

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
