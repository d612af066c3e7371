//! A ticket as a row of a list.
use super::Standing;
use crate::{
    base::{Lang, pagination::COUNTED, text::Excerpt},
    features::tickets::TicketSummary,
    ui::{Ago, Glyph, Icon},
    words,
};
use leptos::prelude::*;

/// How many entries by others this reader has not seen.
#[component]
pub fn Unread(count: i64) -> impl IntoView {
    let lang = Lang::current();
    (count > 0).then(|| {
        let said = lang.fill(words::tickets::Unread { n: count });
        view! {
            <span class="count accent">
                <span aria-hidden="true">{count.to_string()}</span>
                <span class="sr-only">{said}</span>
            </span>
        }
        .into_any()
    })
}

/// How many a search has found, and whether they are only spelt alike.
#[component]
pub fn FoundCount(found: Option<i64>, forgiven: bool) -> impl IntoView {
    let lang = Lang::current();
    let said = move |n: i64| match n {
        ..=COUNTED if forgiven => lang.fill(words::tickets::FoundAlike { n }),
        ..=COUNTED => lang.fill(words::tickets::Found { n }),
        _ => lang.say(words::tickets::FOUND_MANY).to_owned(),
    };
    found.map(|n| view! { <p class="found tiny muted" role="status">{said(n)}</p> }.into_any())
}

/// The place where a ticket says what was searched for.
#[component]
pub fn ExcerptLine(excerpt: Option<Excerpt>) -> impl IntoView {
    let shown = |Excerpt { before, found, after }: Excerpt| {
        view! {
            <span class="excerpt tiny muted clip">
                {before} <mark>{found}</mark> {after}
            </span>
        }
        .into_any()
    };
    excerpt.map(shown)
}

/// A requester's ticket: what it is about and how it stands, in plain words; with its number where it stands
/// among many.
#[component]
pub fn TicketRow(ticket: TicketSummary, #[prop(optional)] numbered: bool) -> impl IntoView {
    let lang = Lang::current();
    let standing = Standing::from(&ticket);
    let (line, class) = (standing.line(lang), ["state ", standing.tone().word()].concat());
    let over = ticket.status.is_final();
    let href = ["/tickets/", &ticket.number.to_string()].concat();
    let number = numbered.then(|| {
        view! { <span class="tiny muted" translate="no">{ticket.number.to_string()}</span> }.into_any()
    });
    view! {
        <li>
            <a class="line ticket-line" class:unread=ticket.unread != 0 class:over=over href=href>
                <span class="grow stack tight">
                    <span class="clip strong">{ticket.title}</span>
                    <ExcerptLine excerpt=ticket.excerpt />
                    <span class=class>
                        <i></i>
                        <span class="bits">
                            <span>{line}</span>
                            {number}
                            <span class="tiny muted">
                                <Ago at=ticket.updated_at />
                            </span>
                        </span>
                    </span>
                </span>
                <Unread count=ticket.unread />
                <Icon glyph=Glyph::Forward />
            </a>
        </li>
    }
}
