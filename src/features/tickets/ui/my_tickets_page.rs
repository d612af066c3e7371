//! A requester's own tickets.
use super::TicketRow;
use crate::{
    base::{Lang, Page},
    features::tickets::{TicketLine, my_tickets},
    ui::{Empty, Glyph, Icon, PageHead, fetched, live::use_live, loaded},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// All of one's own tickets, the highest number first, kept fresh by the line.
#[component]
pub fn MyTicketsPage() -> impl IntoView {
    let lang = Lang::current();
    let lists = use_live().watch_lists();
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let page = fetched(move || (after.get(), lists.get()), |(after, _)| my_tickets(after));
    view! {
        <Title text=lang.say(words::tickets::MY_TICKETS) />
        <div class="page">
            <PageHead title=lang.say(words::tickets::MY_TICKETS)>
                <a class="button primary" href="/tickets/new">
                    <Icon glyph=Glyph::Plus />
                    {lang.say(words::tickets::NEW_TICKET)}
                </a>
            </PageHead>
            {loaded(page, move |page| view! { <MyTickets page /> })}
        </div>
    }
}

#[component]
fn MyTickets(page: Page<TicketLine>) -> impl IntoView {
    let lang = Lang::current();
    if page.items.is_empty() {
        return view! {
            <div class="card">
                <Empty glyph=Glyph::Ticket title=lang.say(words::tickets::NONE_TITLE)
                    text=lang.say(words::tickets::NONE_TEXT)>
                    <a class="button primary big" href="/tickets/new">
                        {lang.say(words::tickets::NEW_TICKET)}
                    </a>
                </Empty>
            </div>
        }
        .into_any();
    }
    let next = page.next.map(|key| {
        let href = ["/tickets?after=", &escape(&key)].concat();
        view! {
            <a class="button block" href=href>
                {lang.say(words::tickets::OLDER)}
            </a>
        }
        .into_any()
    });
    view! {
        <div class="card">
            <ul class="lines">
                {page.items.into_iter().map(|line| view! { <TicketRow line /> }.into_any()).collect_view()}
            </ul>
        </div>
        {next}
    }
    .into_any()
}

/// A text as part of an address: letters, digits and a few signs stay, the rest is escaped byte by byte.
pub fn escape(key: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut safe = String::with_capacity(key.len());
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            safe.push(char::from(byte));
        } else {
            let digits = [b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
            safe.extend(digits.map(char::from));
        }
    }
    safe
}
