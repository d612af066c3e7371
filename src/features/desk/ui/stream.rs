//! The stream: everything on a ticket in the order of its numbers, the latest below.
use super::{
    entries::{Entry, entries_of},
    merge::{CopiedEntries, copied},
    told::Told,
};
use crate::{
    base::{Lang, events::Place, text::held},
    features::{
        conversation::{
            list_earlier,
            ui::{Bubble, TicketContext, TypingLine, WaitingMessages, use_ticket_context},
        },
        desk::{TicketView, draw},
    },
    ui::{DayHeading, Each, When, device, provide_day_above, use_toasts},
    words,
};
use leptos::prelude::*;

/// The id of the box the stream scrolls in.
pub(super) const FLOW: &str = "flow";

/// All entries, and what is on its way.
#[component]
pub(super) fn Stream() -> impl IntoView {
    let page = use_ticket_context();
    let entries = Memo::new(move |_| page.events.with(|events| entries_of(events)));
    let keys = Memo::new(move |_| entries.with(|entries| entries.iter().map(Entry::key).collect::<Vec<_>>()));
    view! {
        <Beginning />
        <ol class="stream">
            <Each each=move || keys.get() key=|key| *key let:key>
                <li>
                    <EntryView entries key />
                </li>
            </Each>
        </ol>
        <WaitingMessages />
        <TypingLine />
    }
}

/// The entries of one sheet of paper, each day under its date.
#[component]
pub(super) fn PaperStream() -> impl IntoView {
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    provide_day_above();
    let entries = Memo::new(move |_| page.events.with(|events| entries_of(events)));
    let opened = page.ticket.with_untracked(|ticket| ticket.created_at);
    let mut before = (!view.with_untracked(|view| view.has_earlier)).then_some(opened);
    let opening = before.map(|at| view! { <DayHeading at before=None /> <Opening page /> }.into_any());
    let line = move |entry: &Entry| {
        let (key, at) = (entry.key(), entry.at());
        let before = before.replace(at);
        view! {
            <li>
                <DayHeading at before />
                <EntryView entries key />
            </li>
        }
        .into_any()
    };
    view! {
        {opening}
        <ol class="stream">
            {entries.with_untracked(|entries| entries.iter().map(line).collect_view())}
        </ol>
    }
}

#[component]
fn EntryView(entries: Memo<Vec<Entry>>, key: i64) -> impl IntoView {
    let find = move || entries.with(|entries| entries.iter().find(|entry| entry.key() == key).cloned());
    let Some(Entry { place, mut events }) = untrack(find) else { return ().into_any() };
    match (place, events.pop()) {
        (Place::Line, Some(event)) => view! { <Told event /> }.into_any(),
        // Only a run grows.
        (Place::Run, Some(event)) if copied(&event).is_some() => {
            let events = Memo::new(move |_| find().map(|entry| entry.events).unwrap_or_default());
            view! { <CopiedEntries events /> }.into_any()
        }
        (Place::Run, _) => draw(Memo::new(move |_| find().map(|entry| entry.events).unwrap_or_default())),
        (Place::Own, Some(event)) => draw(Memo::new(move |_| vec![event.clone()])),
        _ => ().into_any(),
    }
}

/// The problem as it was told, or the way to what came before the entries on the page.
#[component]
fn Beginning() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    let has_earlier = move || view.with(|view| view.has_earlier);
    let earlier = Action::new(move |(): &()| fetch_earlier(view));
    let toasts = use_toasts();
    Effect::new(move || {
        if let Some(Some(error)) = earlier.value().get() {
            toasts.trouble(lang, &error);
        }
    });
    view! {
        <When is=has_earlier otherwise=move || view! { <Opening page /> }>
            <button type="button" class="button block quiet earlier"
                on:click=move |_| _ = earlier.dispatch(())>
                {lang.say(words::desk::EARLIER)}
            </button>
        </When>
    }
}

/// The problem as it was told.
#[component]
fn Opening(page: TicketContext) -> impl IntoView {
    let ticket = page.ticket.get_untracked();
    let mine = page.me.with_value(|me| me.id == ticket.requester.id);
    view! {
        <Bubble name=ticket.requester.name at=ticket.created_at mine>
            <p class="pre">{held(&ticket.description)}</p>
        </Bubble>
    }
}

/// Puts what came before in front; tells what went wrong.
async fn fetch_earlier(view: RwSignal<TicketView>) -> Option<crate::base::Error> {
    let (number, first) = view
        .with_untracked(|view| (view.ticket.number, view.events.first().map_or(i64::MAX, |event| event.seq)));
    let earlier = match list_earlier(number, first).await {
        Ok(earlier) => earlier,
        Err(error) => return Some(error),
    };
    _ = view.try_update(|view| view.add_earlier(earlier));
    None
}

/// What one has just said comes into sight. Otherwise the box keeps its end in sight by itself, unless the
/// person has scrolled away.
pub(super) fn show_own() {
    let page = use_ticket_context();
    let waiting = Memo::new(move |_| page.live.outbox.of_stream(page.number).len());
    Effect::new(move |before: Option<usize>| {
        let now = waiting.get();
        if before.is_some_and(|before| before < now) {
            device::scroll_to_end(FLOW);
        }
        now
    });
}
