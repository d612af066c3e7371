//! Who is writing, and who has read.
use super::ticket_context::{first_name, use_ticket_context};
use crate::{
    base::{Lang, live::Author},
    ui::{Fresh, Moment},
    words,
};
use leptos::prelude::*;
use std::time::Duration;

/// A sign that somebody writes holds so long; it comes again while they go on.
const HOLDS: Duration = Duration::from_secs(6);

/// Who is writing just now.
#[derive(Clone, Copy, Default)]
pub struct Typing {
    name: RwSignal<Option<String>>,
    /// Signs so far: only the latest one ends.
    signs: StoredValue<u32>,
}

impl Typing {
    /// Shows who is writing until they stop.
    pub fn show(self, who: &Author) {
        _ = self.name.try_set(Some(first_name(&who.name)));
        let Some(sign) = self.signs.try_update_value(|signs| {
            *signs += 1;
            *signs
        }) else {
            return;
        };
        let end = move || {
            if self.signs.try_get_value() == Some(sign) {
                self.end();
            }
        };
        set_timeout(end, HOLDS);
    }
    /// What was being written has come.
    pub fn end(self) {
        _ = self.name.try_set(None);
    }
}

/// « Grace écrit… »
#[component]
pub fn TypingLine() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let is_typing = move |name: String| lang.fill(words::conversation::IsTyping { name: &name });
    let said = move || page.typing.name.get().map(is_typing).unwrap_or_default();
    view! {
        <p class="typing-line tiny muted" aria-live="polite">
            <Fresh text=Signal::derive(said) />
        </p>
    }
}

/// « vu à 10:41 »
#[component]
pub fn SeenBy(seq: i64) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let told = move |at| {
        view! {
            <div class="seen tiny muted">
                {lang.say(words::conversation::SEEN_AT)} " " <Moment at />
            </div>
        }
        .into_any()
    };
    view! { {move || page.seen_last(seq).map(told)} }
}
