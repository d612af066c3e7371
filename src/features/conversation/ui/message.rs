//! One message, with who said it and when.
use super::{PictureView, ticket_context::use_ticket_context, typing::SeenBy};
use crate::{
    base::{Time, live::Event, text::held},
    features::conversation::ConversationEvent,
    ui::Moment,
};
use leptos::prelude::*;

/// A message or a picture of the stream.
#[component]
pub fn MessageView(event: Event) -> impl IntoView {
    let page = use_ticket_context();
    let mine = page.is_mine(&event);
    let name = event.by.as_ref().map(|by| by.name.clone()).unwrap_or_default();
    let at = event.said();
    let seen = mine.then(|| view! { <SeenBy seq=event.seq /> }.into_any());
    view! {
        <Bubble name at mine>
            <Said event />
            {seen}
        </Bubble>
    }
}

/// The words, or the picture.
#[component]
pub fn Said(event: Event) -> impl IntoView {
    match ConversationEvent::from_event(&event) {
        Some(ConversationEvent::Comment { text }) => view! { <p class="pre">{held(&text)}</p> }.into_any(),
        Some(ConversationEvent::Picture { attachment, .. }) => {
            view! { <PictureView attachment /> }.into_any()
        }
        None => ().into_any(),
    }
}

/// What somebody said, in its frame.
#[component]
pub fn Bubble(name: String, at: Time, mine: bool, children: Children) -> impl IntoView {
    view! {
        <div class="say" class:mine=mine>
            <div class="who"><bdi translate="no">{name}</bdi> " · " <Moment at /></div>
            {children()}
        </div>
    }
}
