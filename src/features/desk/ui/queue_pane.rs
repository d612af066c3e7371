//! The queue: mine, to take, all; counted, searched, filtered, page by page, fresh by itself.
use super::{
    hold::{Held, Hold},
    queue_filter::{FilterForm, filter_of, query_of},
    queue_row::QueueRow,
};
use crate::{
    base::{Lang, Page},
    features::{
        desk::{QueueItem, view_queue},
        tickets::{Counts, QueueFilter, QueueTab, ui::FoundCount},
    },
    ui::{Empty, Fetched, Glyph, When, awaited, fetched, live::use_live, loaded},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The id of the pane that scrolls.
const QUEUE: &str = "queue";

impl Held for QueueItem {
    type Asked = QueueFilter;
    const PANE: &'static str = QUEUE;
    const IN_HAND: &'static str = ".queue-lines:is(:hover, :focus-within)";
    fn number(&self) -> i64 {
        self.ticket.number
    }
}

/// The first pane.
#[component]
pub(super) fn QueuePane(number: Memo<Option<String>>, counts: Fetched<Counts>) -> impl IntoView {
    let lang = Lang::current();
    let lists = use_live().lists;
    let query = use_location().search;
    let filter = Memo::new(move |_| query.with(|query| filter_of(query)));
    let hold = Hold::new();
    let lines = fetched(
        move || (filter.get(), lists.get(), hold.again.get()),
        |(filter, ..)| async move { view_queue(filter.clone()).await.map(|page| (filter, page)) },
    );
    let tickets = move |(filter, page): (QueueFilter, Page<QueueItem>)| {
        let page = Page { items: hold.lines(&filter, page.items), ..page };
        view! { <Tickets filter page number /> }
    };
    view! {
        <section class="queue" id=QUEUE tabindex="-1" aria-label=lang.say(words::desk::QUEUE)
            on:scroll=move |_| hold.look() on:pointerout=move |_| hold.look()
            on:focusout=move |_| hold.look()>
            // A ticket has a heading of its own.
            <When is=move || number.with(Option::is_none)>
                <h1 class="sr-only">{lang.say(words::desk::DESK)}</h1>
            </When>
            <div class="queue-top">
                <Tabs filter counts />
                <FilterForm filter hold />
            </div>
            {loaded(lines, tickets)}
        </section>
    }
}

#[component]
fn Tabs(filter: Memo<QueueFilter>, counts: Fetched<Counts>) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <nav class="tabs" aria-label=lang.say(words::desk::QUEUE)>
            <Tab filter counts tab=QueueTab::Mine name=lang.say(words::desk::MINE) />
            <Tab filter counts tab=QueueTab::Untaken name=lang.say(words::desk::UNTAKEN) />
            <Tab filter counts tab=QueueTab::All name=lang.say(words::desk::ALL) />
        </nav>
    }
}

#[component]
fn Tab(
    filter: Memo<QueueFilter>,
    counts: Fetched<Counts>,
    tab: QueueTab,
    name: &'static str,
) -> impl IntoView {
    let href = move || ["/desk", &query_of(&QueueFilter { tab, after: None, ..filter.get() })].concat();
    let current = move || filter.with(|filter| filter.tab == tab).then_some("page");
    let of_tab = move |counts: Counts| match tab {
        QueueTab::Mine => counts.mine,
        QueueTab::Untaken => counts.untaken,
        QueueTab::All => counts.all,
    };
    let class = move |n: i64| if tab == QueueTab::Mine && n > 0 { "count accent" } else { "count" };
    // « All » says enough by itself; in 300 pixels its number would push the others out.
    let shown = tab != QueueTab::All;
    let count = move || async move {
        let counts = counts.await.ok().filter(|_| shown);
        counts.map(of_tab).map(|n| view! { <span class=class(n)>{n.to_string()}</span> }.into_any())
    };
    view! {
        <a href=href aria-current=current>
            {name} " " {awaited(count)}
        </a>
    }
}

#[component]
fn Tickets(filter: QueueFilter, page: Page<QueueItem>, number: Memo<Option<String>>) -> impl IntoView {
    let lang = Lang::current();
    if page.items.is_empty() {
        let narrowed = !filter.search.is_empty() || filter.status.is_some() || filter.priority.is_some();
        let (title, text) = match filter.tab {
            _ if narrowed => (words::desk::NOTHING_FOUND, words::desk::NOTHING_FOUND_TEXT),
            QueueTab::Mine => (words::desk::NONE_MINE, words::desk::NONE_MINE_TEXT),
            QueueTab::Untaken => (words::desk::NONE_UNTAKEN, words::desk::NONE_UNTAKEN_TEXT),
            QueueTab::All => (words::desk::NONE_AT_ALL, words::desk::NONE_AT_ALL_TEXT),
        };
        let all = QueueFilter { search: filter.search.clone(), tab: QueueTab::All, ..Default::default() };
        let wider = narrowed.then_some(all).filter(|all| *all != filter).map(|all| {
            let href = ["/desk", &query_of(&all)].concat();
            view! {
                <a class="button" href=href>
                    {lang.say(words::desk::SEARCH_ALL)}
                </a>
            }
            .into_any()
        });
        return view! {
            <Empty glyph=Glyph::Ticket title=lang.say(title) text=lang.say(text)>
                {wider}
            </Empty>
        }
        .into_any();
    }
    let next = page.next.map(|after| {
        let href = ["/desk", &query_of(&QueueFilter { after: Some(after), ..filter.clone() })].concat();
        view! {
            <a class="button block quiet" href=href>
                {lang.say(words::desk::NEXT_PAGE)}
            </a>
        }
        .into_any()
    });
    let row = move |item| view! { <QueueRow item filter=filter.clone() number /> }.into_any();
    view! {
        <FoundCount found=page.found forgiven=page.forgiven />
        <ul class="queue-lines">{page.items.into_iter().map(row).collect_view()}</ul>
        {next}
    }
    .into_any()
}
