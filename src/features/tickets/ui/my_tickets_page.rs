//! A requester's own tickets.
use super::{FoundCount, TicketRow};
use crate::{
    base::{Lang, Page, text::escape},
    features::{
        accounts::ui::use_me,
        tickets::{TicketSummary, my_tickets},
    },
    ui::{Empty, Glyph, Icon, PageHead, SearchForm, fetched, live::use_live, loaded, query::value_of},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// All of one's own tickets, the highest number first, kept fresh by the line.
#[component]
pub fn MyTicketsPage() -> impl IntoView {
    let lang = Lang::current();
    let lists = use_live().watch_lists();
    let query = use_location().search;
    let asked = |key: &'static str| Memo::new(move |_| query.with(|query| value_of(query, key)));
    let (search, after) = (asked("search"), asked("after"));
    let page = fetched(
        move || (search.get(), after.get(), lists.get()),
        |(search, after, _)| async move {
            my_tickets(search.clone(), after).await.map(|page| (search.unwrap_or_default(), page))
        },
    );
    // Among the tickets of all, one's own are requests.
    let is_staff = use_me().is_some_and(|me| me.is_staff());
    let title = if is_staff { words::tickets::MY_REQUESTS } else { words::tickets::MY_TICKETS };
    view! {
        <Title text=lang.say(title) />
        <div class="page">
            <PageHead title=lang.say(title)>
                <a class="button primary" href="/tickets/new">
                    <Icon glyph=Glyph::Plus />
                    {lang.say(words::tickets::NEW_TICKET)}
                </a>
            </PageHead>
            <SearchForm value=search.get_untracked() label=lang.say(words::tickets::SEARCH_MINE) />
            {loaded(page, move |(search, page)| view! { <MyTickets search page /> })}
        </div>
    }
}

#[component]
fn MyTickets(search: String, page: Page<TicketSummary>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <NoTickets searched=!search.is_empty() /> }.into_any();
    }
    let lang = Lang::current();
    let next = page.next.map(|key| {
        let href = ["/tickets?search=", &escape(&search), "&after=", &escape(&key)].concat();
        view! {
            <a class="button block" href=href>
                {lang.say(words::tickets::OLDER)}
            </a>
        }
        .into_any()
    });
    let row = |ticket| view! { <TicketRow ticket numbered=true /> }.into_any();
    view! {
        <FoundCount found=page.found forgiven=page.forgiven />
        <div class="card">
            <ul class="lines">
                {page.items.into_iter().map(row).collect_view()}
            </ul>
        </div>
        {next}
    }
    .into_any()
}

/// Nothing was found, or nothing was ever asked.
#[component]
fn NoTickets(searched: bool) -> impl IntoView {
    let lang = Lang::current();
    let (title, text) = if searched {
        (words::tickets::NOTHING_FOUND, words::tickets::NOTHING_FOUND_TEXT)
    } else {
        (words::tickets::NONE_TITLE, words::tickets::NONE_TEXT)
    };
    let way_on = if searched {
        view! { <a class="button" href="/tickets">{lang.say(words::tickets::SHOW_ALL)}</a> }.into_any()
    } else {
        view! {
            <a class="button primary big" href="/tickets/new">{lang.say(words::tickets::NEW_TICKET)}</a>
        }
        .into_any()
    };
    view! {
        <div class="card">
            <Empty glyph=Glyph::Ticket title=lang.say(title) text=lang.say(text)>
                {way_on}
            </Empty>
        </div>
    }
}
