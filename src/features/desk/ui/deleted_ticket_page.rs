//! A deleted ticket, as admins read it: what it was, all that happened on it, and why it was deleted.
use super::{open::provide_ticket, print_page::PaperHead, stream::PaperStream, ticket_page::number_of_page};
use crate::{
    base::{AppResult, Error, Lang, text::parse_number},
    features::{
        desk::{DeletedView, view_deleted_ticket, view_ticket},
        tickets::{
            Deletion,
            ui::{AfterDeletion, DELETED_TICKETS},
        },
    },
    ui::{Glyph, Icon, Moment, fetched, loaded, query::value_of},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::Redirect,
    hooks::{use_location, use_navigate},
};
use serde::{Deserialize, Serialize};

/// What the number in the address leads to.
#[derive(Clone, Serialize, Deserialize)]
enum Found {
    Deleted(Box<DeletedView>),
    /// It has been restored.
    Restored(i64),
}

/// The deleted ticket of this address; one that was restored is at its own.
#[component]
pub fn DeletedTicketPage() -> impl IntoView {
    let (number, search) = (number_of_page(), use_location().search);
    let before = move || search.with(|query| value_of(query, "before")).unwrap_or_default();
    let acts = AfterDeletion::begin();
    let go = use_navigate();
    acts.when_purged(move || go(DELETED_TICKETS, Default::default()));
    let asked = move || [number.get().unwrap_or_default(), before()];
    let data = fetched(move || (asked(), acts.restored()), |(asked, _)| find(asked));
    loaded(data, move |found| match found {
        Found::Deleted(deleted) => view! { <Deleted deleted=*deleted acts /> }.into_any(),
        Found::Restored(number) => {
            view! { <Redirect path=["/desk/", &number.to_string()].concat() /> }.into_any()
        }
    })
}

async fn find([number, before]: [String; 2]) -> AppResult<Found> {
    let number = parse_number(&number).ok_or(Error::NotFound)?;
    match view_deleted_ticket(number, parse_number(&before)).await {
        Err(Error::NotFound) => view_ticket(number).await.map(|_| Found::Restored(number)),
        deleted => deleted.map(|deleted| Found::Deleted(Box::new(deleted))),
    }
}

#[component]
fn Deleted(deleted: DeletedView, acts: AfterDeletion) -> impl IntoView {
    let lang = Lang::current();
    let DeletedView { view, deletion } = deleted;
    let ticket = view.ticket.clone();
    let earlier = view.events.first().filter(|_| view.has_earlier).map(|event| {
        let href = format!("{DELETED_TICKETS}/{}?before={}", ticket.number, event.seq);
        view! { <p class="muted"><a href=href>{lang.say(words::tickets::EARLIER_SHEET)}</a></p> }.into_any()
    });
    provide_ticket(view);
    view! {
        <Title text=ticket.title.clone() />
        <article class="page paper">
            <a class="back-link" href=DELETED_TICKETS>
                <Icon glyph=Glyph::Back />
                {lang.say(words::tickets::DELETED_TITLE)}
            </a>
            <Why number=ticket.number deletion acts />
            <PaperHead ticket />
            {earlier}
            <PaperStream />
        </article>
    }
}

/// Who deleted it, when and why, and what can be done about it.
#[component]
fn Why(number: i64, deletion: Deletion, acts: AfterDeletion) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <section class="card pad stack why-deleted">
            <div>
                <p class="strong">
                    {lang.fill(words::tickets::DeletedBy { name: &deletion.by.name })} " · "
                    <Moment at=deletion.at whole=true />
                </p>
                <p class="pre">{deletion.reason}</p>
            </div>
            {acts.draw(number)}
        </section>
    }
}
