//! All tickets (staff): views at the left, filters above, a dense table, acts on several.
use super::{
    hold::{Held, Hold, NewTickets},
    listing_bulk::{BulkBar, Chosen, listen},
    listing_query::{Chips, Choices, ListForm, house_views, href_of, list_query_of},
    listing_table::Table,
    listing_views::{Columns, SaveAs, Views},
};
use crate::{
    base::live::Author,
    base::{AppResult, Lang, Page, pagination::COUNTED, text::escape},
    features::{
        departments::{Directory, list_directory},
        tickets::{
            ChooseColumns, Column, Label, ListLine, ListQuery, RemoveView, SaveView, SavedView, known_tags,
            list_columns, list_technicians, list_tickets, list_views, ui::FoundCount,
        },
    },
    ui::{Empty, Glyph, Icon, Sending, awaited, fetched, live::use_live, loaded, use_toasts, when_done},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

/// What stands around the list and changes seldom.
#[derive(Clone, Serialize, Deserialize)]
struct Around {
    directory: Directory,
    technicians: Vec<Author>,
    tags: Vec<Label>,
    views: Vec<SavedView>,
    columns: Vec<Column>,
}

async fn around() -> AppResult<Around> {
    Ok(Around {
        directory: list_directory().await?,
        technicians: list_technicians().await?,
        tags: known_tags().await?,
        views: list_views().await?,
        columns: list_columns().await?,
    })
}

/// The id of what scrolls.
const LINES: &str = "list-lines";

impl Held for ListLine {
    type Asked = ListQuery;
    const PANE: &'static str = LINES;
    const IN_HAND: &'static str = ".list-lines > .grid:is(:hover, :focus-within), .list-lines tr.chosen";
    fn number(&self) -> i64 {
        self.ticket.number
    }
}

/// What is shown is in the address, so that it can be kept and shared.
#[component]
pub fn AllTicketsPage() -> impl IntoView {
    let lang = Lang::current();
    let lists = use_live().watch_lists();
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|search| list_query_of(search)));
    let save = Sending::to::<SaveView>();
    let remove = Sending::to::<RemoveView>();
    let choose = Sending::to::<ChooseColumns>();
    let toasts = use_toasts();
    when_done(save, move || toasts.good(lang.say(words::ui::SAVED)));
    let changed = move || save.version().get() + remove.version().get() + choose.version().get();
    let beside = fetched(changed, |_| around());
    let hold = Hold::new();
    let chosen = Chosen::new();
    listen(chosen);
    let page = fetched(
        move || (query.get(), lists.get(), hold.again.get()),
        |(query, ..)| async move { list_tickets(query.clone()).await.map(|page| (query, page)) },
    );
    let lists = Signal::derive(move || lists.get());
    view! {
        <Title text=lang.say(words::desk::TICKETS) />
        {loaded(beside, move |beside: Around| {
            let (now, technicians) = (query, beside.technicians.clone());
            let columns = beside.columns.clone();
            view! {
                <div class="listing">
                    <Views saved=beside.views.clone() now lists remove />
                    <section class="list-main">
                        <Head query beside save choose />
                        <NewTickets hold />
                        {loaded(page, move |(query, page): (ListQuery, Page<ListLine>)| {
                            let page = Page { items: hold.lines(&query, page.items), ..page };
                            view! { <Tickets query page columns=columns.clone() chosen hold /> }
                        })}
                        // What is typed here stays while the lines change.
                        <BulkBar chosen query technicians />
                        {awaited(move || async move {
                            page.await.ok().map(|(query, page)| view! { <Foot query page /> })
                        })}
                    </section>
                </div>
            }
        })}
    }
}

/// What the list is, what can be done with it as a whole, and what narrows it.
#[component]
fn Head(query: Memo<ListQuery>, beside: Around, save: Sending, choose: Sending) -> impl IntoView {
    let lang = Lang::current();
    let Around { directory, technicians, tags, views, columns } = beside;
    let departments = directory.departments.clone();
    let choices = Choices { directory, technicians, tags };
    let name = move || {
        let here = ListQuery { after: String::new(), ..query.get() };
        let of_house = house_views().into_iter().find(|(_, query)| *query == here);
        let saved = views.iter().find(|view| view.query == here).map(|view| view.name.clone());
        saved
            .or(of_house.map(|(name, _)| lang.say(name).to_owned()))
            .unwrap_or_else(|| lang.say(words::desk::TICKETS).to_owned())
    };
    let export = move || {
        let query = query.get();
        let given = query.fields().into_iter().filter(|(name, value)| *name != "after" && !value.is_empty());
        let pairs: Vec<String> = given.map(|(name, value)| [name, "=", &escape(value)].concat()).collect();
        ["/api/v1/tickets/export?", &pairs.join("&")].concat()
    };
    view! {
        <header class="list-head">
            <div class="row wrap">
                <h1 class="grow">{name}</h1>
                <a class="button quiet" href=export download="" rel="external">
                    <Icon glyph=Glyph::Down />
                    {lang.say(words::desk::EXPORT)}
                </a>
                <Columns columns choose />
                <a class="button primary" href="/tickets/new">
                    <Icon glyph=Glyph::Plus />
                    {lang.say(words::tickets::NEW_TICKET)}
                </a>
            </div>
            <div class="list-tools">
                <ListForm query choices=choices.clone() />
                {move || view! { <SaveAs query=query.get() departments=departments.clone() save /> }}
            </div>
            {move || view! { <Chips query=query.get() choices=choices.clone() /> }}
        </header>
    }
}

#[component]
fn Tickets(
    query: ListQuery,
    page: Page<ListLine>,
    columns: Vec<Column>,
    chosen: Chosen,
    hold: Hold<ListLine>,
) -> impl IntoView {
    let lang = Lang::current();
    chosen.are_of(page.found);
    if page.items.is_empty() {
        let plain = ListQuery::default() == query;
        let (title, text) = if plain {
            (words::desk::NONE_AT_ALL, words::desk::NONE_AT_ALL_TEXT)
        } else {
            (words::desk::NOTHING_FOUND, words::desk::NOTHING_FOUND_TEXT)
        };
        return view! { <Empty glyph=Glyph::Ticket title=lang.say(title) text=lang.say(text) /> }.into_any();
    }
    view! {
        <FoundCount found=page.found.filter(|_| !query.search.is_empty()) forgiven=page.forgiven />
        <div class="list-lines" id=LINES tabindex="-1" on:scroll=move |_| hold.look()
            on:pointerleave=move |_| hold.look() on:focusout=move |_| hold.look()>
            <Table lines=page.items columns chosen />
        </div>
    }
    .into_any()
}

/// How many there are, the way on, and the keys.
#[component]
fn Foot(query: ListQuery, page: Page<ListLine>) -> impl IntoView {
    let lang = Lang::current();
    let count = page.found.filter(|n| *n > 0 && query.search.is_empty()).map(|n| count_of(lang, n));
    let next = page.next.map(|after| {
        let href = href_of(&ListQuery { after, ..query });
        view! { <a class="button" href=href>{lang.say(words::desk::NEXT_PAGE)}</a> }.into_any()
    });
    view! {
        <footer class="keys-line">
            <span>{count}</span>
            {next}
            <span class="grow"></span>
            <Keys />
        </footer>
    }
}

fn count_of(lang: Lang, n: i64) -> String {
    if n > COUNTED {
        lang.say(words::desk::COUNT_MANY).to_owned()
    } else {
        lang.fill(words::desk::CountTickets { n })
    }
}

/// The keys, where there is a keyboard.
#[component]
fn Keys() -> impl IntoView {
    let lang = Lang::current();
    let keys = [
        ("J K", words::desk::KEY_MOVE),
        ("X", words::desk::KEY_CHOOSE),
        ("O", words::desk::KEY_OPEN),
        ("P", words::desk::KEY_TAKE),
        ("C", words::desk::KEY_ASSIGN),
        ("F", words::desk::KEY_CLOSE),
        ("N", words::desk::KEY_NEW),
    ];
    let key = |(key, what): (&'static str, crate::base::Text)| {
        view! { <span><kbd>{key}</kbd> " " {lang.say(what)}</span> }.into_any()
    };
    view! { <span class="keys tiny muted">{keys.map(key).into_iter().collect_view()}</span> }
}
