//! Who is writing, and who has read.
use super::ticket_context::use_ticket_context;
use crate::{base::Lang, ui::Moment, words};
use leptos::prelude::*;

/// « Grace écrit… »
#[component]
pub fn TypingLine() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let said = move || page.typing.get().map(|name| lang.fill(words::conversation::IsTyping { name: &name }));
    view! {
        <p class="typing-line tiny muted" aria-live="polite">
            {move || said().into_any()}
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
