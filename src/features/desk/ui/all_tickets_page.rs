//! All tickets (staff): searched, page by page, newest first.
use super::queue_filter::{filter_of, query_of};
use crate::{
    base::{Lang, Page},
    features::tickets::{
        QueueFilter, QueueTab, TicketSummary, list_queue,
        ui::{ExcerptLine, FoundCount, PriorityPill, StatusPill, Unread},
    },
    ui::{Ago, Empty, Glyph, Icon, PageHead, SearchForm, fetched, live::use_live, loaded},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// The search is in the address, so it can be kept and shared.
#[component]
pub fn AllTicketsPage() -> impl IntoView {
    let lang = Lang::current();
    let lists = use_live().watch_lists();
    let query = use_location().search;
    let filter =
        Memo::new(move |_| QueueFilter { tab: QueueTab::All, ..query.with(|query| filter_of(query)) });
    let page = fetched(
        move || (filter.get(), lists.get()),
        |(filter, _)| async move { list_queue(filter.clone()).await.map(|page| (filter, page)) },
    );
    view! {
        <Title text=lang.say(words::desk::TICKETS) />
        <div class="page wide">
            <PageHead title=lang.say(words::desk::TICKETS)>
                <a class="button" href="/tickets/new">
                    <Icon glyph=Glyph::Plus />
                    {lang.say(words::tickets::NEW_TICKET)}
                </a>
            </PageHead>
            <SearchForm value=Some(filter.get_untracked().search) label=lang.say(words::desk::SEARCH) />
            {loaded(page, move |(filter, page)| view! { <Tickets filter page /> })}
        </div>
    }
}

#[component]
fn Tickets(filter: QueueFilter, page: Page<TicketSummary>) -> impl IntoView {
    let lang = Lang::current();
    if page.items.is_empty() {
        let (title, text) = if filter.search.is_empty() {
            (words::desk::NONE_AT_ALL, words::desk::NONE_AT_ALL_TEXT)
        } else {
            (words::desk::NOTHING_FOUND, words::desk::NOTHING_FOUND_TEXT)
        };
        return view! {
            <div class="card">
                <Empty glyph=Glyph::Ticket title=lang.say(title) text=lang.say(text) />
            </div>
        }
        .into_any();
    }
    let next = page.next.map(|after| {
        let href = ["/tickets/all", &query_of(&QueueFilter { after: Some(after), ..filter })].concat();
        view! {
            <a class="button block" href=href>
                {lang.say(words::desk::NEXT_PAGE)}
            </a>
        }
        .into_any()
    });
    let row = |ticket| view! { <Row ticket /> }.into_any();
    view! {
        <FoundCount found=page.found forgiven=page.forgiven />
        <div class="card">
            <ul class="lines">{page.items.into_iter().map(row).collect_view()}</ul>
        </div>
        {next}
    }
    .into_any()
}

#[component]
fn Row(ticket: TicketSummary) -> impl IntoView {
    let lang = Lang::current();
    let number = ticket.number.to_string();
    let href = ["/desk/", &number].concat();
    let lead = ticket.lead.map(|name| lang.fill(words::desk::InCharge { name: &name }));
    let lead = lead.map(|lead| view! { <span>{lead}</span> }.into_any());
    view! {
        <li>
            <a class="line" class:unread=ticket.unread != 0 href=href>
                <span class="grow stack tight">
                    <span class="clip strong">{ticket.title}</span>
                    <ExcerptLine excerpt=ticket.excerpt />
                    <span class="row wrap">
                        <StatusPill status=ticket.status />
                        <PriorityPill priority=ticket.priority />
                        <span class="bits small muted">
                            <span>{number}</span>
                            <span>{ticket.requester}</span>
                            {lead}
                            <span>
                                <Ago at=ticket.updated_at short=true />
                            </span>
                        </span>
                    </span>
                </span>
                <Unread count=ticket.unread />
            </a>
        </li>
    }
}
