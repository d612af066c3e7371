//! What the queue shows, as it stands in the address.
use super::hold::{Hold, NewTickets};
use crate::{
    base::{Lang, text::escape},
    features::{
        desk::QueueItem,
        tickets::{
            Priority, QueueFilter, QueueTab, Status,
            ui::{priority_name, status_name},
        },
    },
    ui::{Glyph, Icon, QueryForm, query::value_of},
    words,
};
use leptos::prelude::*;

/// The filter in the query; what makes no sense there is left out.
pub(super) fn filter_of(query: &str) -> QueueFilter {
    let asked = |key| value_of(query, key);
    QueueFilter {
        tab: asked("tab").and_then(|word| QueueTab::parse(&word)).unwrap_or_default(),
        search: asked("search").unwrap_or_default(),
        status: asked("status").and_then(|word| Status::parse(&word)),
        priority: asked("priority").and_then(|word| Priority::parse(&word)),
        after: asked("after").filter(|after| !after.is_empty()),
    }
}

/// The filter as a query, with its `?`.
pub(super) fn query_of(filter: &QueueFilter) -> String {
    let mut query = ["?tab=", filter.tab.word()].concat();
    let given = [
        ("search", Some(filter.search.as_str()).filter(|search| !search.is_empty())),
        ("status", filter.status.map(Status::word)),
        ("priority", filter.priority.map(Priority::word)),
        ("after", filter.after.as_deref()),
    ];
    for (key, value) in given {
        if let Some(value) = value {
            query.push_str(&["&", key, "=", &escape(value)].concat());
        }
    }
    query
}

/// Search, and by state and priority; beside it what is new.
#[component]
pub(super) fn FilterForm(filter: Memo<QueueFilter>, hold: Hold<QueueItem>) -> impl IntoView {
    let lang = Lang::current();
    let now = filter.get_untracked();
    let narrowed = now.status.is_some() || now.priority.is_some();
    let states =
        Status::ALL.iter().map(|s| (s.word(), status_name(lang, *s), now.status == Some(*s))).collect();
    let priorities =
        Priority::ALL.iter().map(|p| (p.word(), priority_name(lang, *p), now.priority == Some(*p))).collect();
    view! {
        <QueryForm class="queue-filter">
            <input type="hidden" name="tab" value=move || filter.with(|filter| filter.tab.word()) />
            <div class="row">
                <input class="control" type="search" name="search" value=now.search autocomplete="off"
                    aria-label=lang.say(words::desk::SEARCH)
                    placeholder=lang.say(words::desk::SEARCH_SHORT) />
                <button type="submit" class="button square" aria-label=lang.say(words::desk::SEARCH_NOW)>
                    <Icon glyph=Glyph::Search />
                </button>
            </div>
            <details open=narrowed>
                <summary class="row tiny muted">
                    <Icon glyph=Glyph::Filter />
                    {lang.say(words::desk::FILTERS)}
                </summary>
                <div class="row">
                    <Choice name="status" label=lang.say(words::desk::ANY_STATUS) options=states />
                    <Choice name="priority" label=lang.say(words::desk::ANY_PRIORITY) options=priorities />
                </div>
            </details>
            <NewTickets hold />
        </QueryForm>
    }
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(&'static str, &'static str, bool)>,
) -> impl IntoView {
    let option =
        |(word, name, chosen)| view! { <option value=word selected=chosen>{name}</option> }.into_any();
    view! {
        <select class="control" name=name aria-label=label>
            <option value="">{label}</option>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
}
