//! Who is writing, and who has read.
use super::ticket_context::use_ticket_context;
use crate::{
    base::{
        AccountId, Lang,
        live::{Author, Event},
    },
    features::tickets::ui::first_name,
    ui::{Fresh, Moment},
    words,
};
use leptos::prelude::*;
use std::time::Duration;

/// A sign that somebody writes holds so long; it comes again while they go on.
const HOLDS: Duration = Duration::from_secs(6);

/// Who is writing just now, the first one first.
#[derive(Clone, Copy, Default)]
pub struct Typing {
    writers: RwSignal<Vec<Writer>>,
    /// Signs so far: of each writer only the latest one ends.
    signs: StoredValue<u32>,
}

#[derive(Clone)]
struct Writer {
    id: AccountId,
    name: String,
    sign: u32,
}

impl Typing {
    /// Shows who is writing until they stop.
    pub fn show(self, who: &Author) {
        let Some(sign) = self.signs.try_update_value(|signs| (*signs += 1, *signs).1) else { return };
        let (id, name) = (who.id, first_name(&who.name).to_owned());
        _ = self.writers.try_update(|writers| match writers.iter_mut().find(|writer| writer.id == id) {
            Some(writer) => writer.sign = sign,
            None => writers.push(Writer { id, name, sign }),
        });
        let end = move || _ = self.writers.try_update(|writers| writers.retain(|writer| writer.sign != sign));
        set_timeout(end, HOLDS);
    }
    /// What somebody was writing has come; where typing is paused, nobody writes any more.
    pub fn heard(self, event: &Event, paused: bool) {
        let by = event.by.as_ref().map(|by| by.id);
        _ = self.writers.try_update(|writers| writers.retain(|writer| !paused && Some(writer.id) != by));
    }
}

/// « Grace écrit… »
#[component]
pub fn TypingLine() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let said = move || {
        page.typing.writers.with(|writers| match writers.as_slice() {
            [] => String::new(),
            [one] => lang.fill(words::conversation::IsTyping { name: &one.name }),
            [one, two] => lang.fill(words::conversation::AreTyping { name: &one.name, other: &two.name }),
            _ => lang.say(words::conversation::MANY_TYPING).to_owned(),
        })
    };
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
