//! The deleted tickets (admin): each can be read, restored, or removed for good.
use crate::{
    base::{Lang, Page, text::escape},
    features::tickets::{DeletedTicket, PurgeTicket, RestoreTicket, deleted_tickets},
    ui::{
        Ago, Empty, Form, FormError, Glyph, Icon, PageHead, Sending, Submit, failure_of, fetched, loaded,
        query::value_of, use_toasts, when_done,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// The address of the list; each ticket is below it.
pub const DELETED_TICKETS: &str = "/admin/deleted-tickets";

/// What can be done with a deleted ticket; shared by all the lines of the list.
#[derive(Clone, Copy)]
pub struct AfterDeletion {
    restore: Sending,
    purge: Sending,
}

impl AfterDeletion {
    /// Says what was done.
    pub fn begin() -> Self {
        let (lang, toasts) = (Lang::current(), use_toasts());
        let acts =
            AfterDeletion { restore: Sending::to::<RestoreTicket>(), purge: Sending::to::<PurgeTicket>() };
        when_done(acts.restore, move || toasts.good(lang.say(words::tickets::RESTORED)));
        when_done(acts.purge, move || toasts.good(lang.say(words::tickets::PURGED)));
        acts
    }

    /// Changes whenever one was restored.
    pub fn restored(self) -> usize {
        self.restore.version().get()
    }

    /// Runs each time one was removed for good.
    pub fn when_purged(self, then: impl Fn() + 'static) {
        when_done(self.purge, then);
    }

    /// The buttons for one ticket.
    pub fn draw(self, number: i64) -> AnyView {
        view! { <Acts acts=self number /> }.into_any()
    }
}

/// All of them, the latest deletion first.
#[component]
pub fn DeletedTicketsPage() -> impl IntoView {
    let lang = Lang::current();
    let query = use_location().search;
    let after = Memo::new(move |_| query.with(|query| value_of(query, "after")));
    let acts = AfterDeletion::begin();
    let changed = move || acts.restored() + acts.purge.version().get();
    let page = fetched(move || (after.get(), changed()), |(after, _)| deleted_tickets(after));
    view! {
        <Title text=lang.say(words::tickets::DELETED_TITLE) />
        <div class="page wide">
            <PageHead title=lang.say(words::tickets::DELETED_TITLE)
                text=lang.say(words::tickets::DELETED_TEXT) />
            <FormError failure=failure_of(acts.restore) />
            <FormError failure=failure_of(acts.purge) />
            {loaded(page, move |page| view! { <Deleted page acts /> })}
        </div>
    }
}

#[component]
fn Deleted(page: Page<DeletedTicket>, acts: AfterDeletion) -> impl IntoView {
    let lang = Lang::current();
    if page.items.is_empty() {
        return view! {
            <div class="card">
                <Empty glyph=Glyph::Trash title=lang.say(words::tickets::NONE_DELETED)
                    text=lang.say(words::tickets::NONE_DELETED_TEXT) />
            </div>
        }
        .into_any();
    }
    let next = page.next.map(|key| {
        let href = [DELETED_TICKETS, "?after=", &escape(&key)].concat();
        view! { <a class="button block" href=href>{lang.say(words::tickets::OLDER)}</a> }.into_any()
    });
    let line = |ticket| view! { <Line ticket acts /> }.into_any();
    view! {
        <div class="card">
            <ul class="lines">{page.items.into_iter().map(line).collect_view()}</ul>
        </div>
        {next}
    }
    .into_any()
}

#[component]
fn Line(ticket: DeletedTicket, acts: AfterDeletion) -> impl IntoView {
    let lang = Lang::current();
    let DeletedTicket { number, title, requester, deletion, .. } = ticket;
    let href = [DELETED_TICKETS, "/", &number.to_string()].concat();
    view! {
        <li class="line deleted-line">
            <div class="grow">
                <a class="deleted-title" href=href>
                    <span class="numeric muted">{number.to_string()}</span>
                    <span class="strong">{title}</span>
                </a>
                <p class="small pre">{deletion.reason}</p>
                <p class="small muted bits">
                    <span>
                        {lang.fill(words::tickets::DeletedBy { name: &deletion.by.name })} " "
                        <Ago at=deletion.at />
                    </span>
                    <span>{lang.fill(words::tickets::RequestedBy { name: &requester })}</span>
                </p>
            </div>
            {acts.draw(number)}
        </li>
    }
}

/// Restores it, or removes it for good: that asks once.
#[component]
fn Acts(acts: AfterDeletion, number: i64) -> impl IntoView {
    let lang = Lang::current();
    let AfterDeletion { restore, purge } = acts;
    let of = [": ", &number.to_string()].concat();
    let of_purge = of.clone();
    view! {
        <div class="row wrap deleted-acts">
            <Form action=restore>
                <input type="hidden" name="number" value=number.to_string() />
                <Submit pending=restore.pending() class="button">
                    <Icon glyph=Glyph::Undo />
                    {lang.say(words::tickets::RESTORE)}
                    <span class="sr-only">{of.clone()}</span>
                </Submit>
            </Form>
            <details class="asks" name="purge">
                <summary class="button quiet danger">
                    {lang.say(words::tickets::PURGE)}
                    <span class="sr-only">{of_purge}</span>
                </summary>
                <p class="small">{lang.say(words::tickets::PURGE_TEXT)}</p>
                <Form action=purge>
                    <input type="hidden" name="number" value=number.to_string() />
                    <Submit pending=purge.pending() class="button danger">
                        {lang.say(words::tickets::PURGE_NOW)}
                    </Submit>
                </Form>
            </details>
        </div>
    }
}
