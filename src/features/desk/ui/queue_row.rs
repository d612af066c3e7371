//! A ticket in the queue.
use super::queue_filter::query_of;
use crate::{
    base::Lang,
    features::{
        desk::QueueItem,
        tickets::{
            Priority, QueueFilter, QueueTab, Status, TicketSummary,
            ui::{ExcerptLine, PriorityPill, StatusPill, Unread},
        },
    },
    ui::{Ago, Glyph, Icon},
    words,
};
use leptos::prelude::*;

/// One ticket; the whole of it leads to the ticket.
#[component]
pub(super) fn QueueRow(item: QueueItem, filter: QueueFilter, number: Memo<Option<String>>) -> impl IntoView {
    let lang = Lang::current();
    let QueueItem { ticket, step } = item;
    let own = ticket.number.to_string();
    let href = ["/desk/", &own, &query_of(&filter)].concat();
    let current = Memo::new(move |_| number.with(|number| number.as_ref() == Some(&own)));
    let pressing = matches!(ticket.priority, Priority::Urgent | Priority::Critical);
    let state = state(lang, &ticket, step, filter.tab);
    let who = [
        ticket.requester,
        ticket.requester_department.map(|name| [" · ", &name].concat()).unwrap_or_default(),
    ]
    .concat();
    let gone = ticket
        .lead_gone
        .then(|| view! { <span class="pill warn">{lang.say(words::desk::TO_TAKE_UP)}</span> }.into_any());
    view! {
        <li>
            <a class="queue-line" class:pressing=pressing href=href
                aria-current=move || current.get().then_some("page")>
                <span class="row tiny">
                    <b class="numeric">{ticket.number.to_string()}</b>
                    {state}
                    {gone}
                    {ticket.confidential.then(|| confidential(lang))}
                    <Unread count=ticket.unread />
                    <span class="end muted">
                        <Ago at=ticket.updated_at short=true />
                    </span>
                </span>
                <span class="clip strong">{ticket.title}</span>
                <ExcerptLine excerpt=ticket.excerpt />
                <span class="tiny muted clip">{who}</span>
            </a>
        </li>
    }
}

/// How it stands, where that is not said already.
fn state(lang: Lang, ticket: &TicketSummary, step: Option<i64>, tab: QueueTab) -> AnyView {
    // What the tab says of all its lines is not said again on each.
    let implied = matches!(
        (tab, ticket.status),
        (QueueTab::Mine, Status::InProgress) | (QueueTab::Untaken, Status::Open)
    );
    let waits = ticket.waiting.then(|| {
        view! { <span class="pill info">{lang.say(words::desk::WAITS_FOR_REQUESTER)}</span> }.into_any()
    });
    match step {
        Some(0) => {
            view! { <span class="pill accent">{lang.say(words::desk::GUIDANCE_BEGINS)}</span> }.into_any()
        }
        Some(step) => {
            let said = lang.fill(words::desk::GuidanceAt { step: &step.to_string() });
            view! { <span class="pill accent">{said}</span> }.into_any()
        }
        None => view! {
            <PriorityPill priority=ticket.priority />
            {waits}
            {(!implied && !ticket.waiting).then(|| view! { <StatusPill status=ticket.status /> }.into_any())}
        }
        .into_any(),
    }
}

/// That it is there only for whom it concerns.
pub(super) fn confidential(lang: Lang) -> AnyView {
    view! {
        <span class="lock" title=lang.say(words::desk::IS_CONFIDENTIAL)>
            <Icon glyph=Glyph::Lock />
            <span class="sr-only">{lang.say(words::desk::IS_CONFIDENTIAL)}</span>
        </span>
    }
    .into_any()
}
