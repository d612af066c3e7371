//! The good end: what was done, whether it holds, and what each move asks for.
use crate::{
    base::{Lang, text::Text},
    features::{conversation::ui::TicketContext, tickets::Status},
    ui::{Fresh, Glyph, Icon, When},
    words,
};
use leptos::prelude::*;

/// What a move along the workflow is called, and what it asks before it is made.
#[derive(Clone, Copy)]
pub(super) struct Asks {
    pub name: Text,
    pub class: &'static str,
    /// Said before, where it cannot be undone.
    pub text: Option<Text>,
    /// The word that goes with it.
    pub note: Option<Text>,
    pub sure: Text,
    pub sure_class: &'static str,
}

impl Asks {
    /// What a person who asked for help says with their own words, others by the workflow's.
    pub(super) fn of(to: Status, is_requester: bool) -> Self {
        let plain = |name, class| Asks { name, class, text: None, note: None, sure: name, sure_class: class };
        match (to, is_requester) {
            (Status::Resolved, _) => Asks {
                note: Some(words::desk::WHAT_WAS_DONE),
                ..plain(words::desk::MARK_RESOLVED, "button ok")
            },
            (Status::Closed, true) => plain(words::desk::IT_WORKS, "button ok"),
            (Status::Closed, false) => plain(words::desk::MARK_CLOSED, "button"),
            (Status::InProgress, true) => Asks {
                note: Some(words::desk::WHAT_COMES_BACK),
                sure: words::desk::REOPEN,
                ..plain(words::desk::IT_COMES_BACK, "button")
            },
            (Status::InProgress, false) => {
                Asks { note: Some(words::desk::WHAT_COMES_BACK), ..plain(words::desk::REOPEN, "button") }
            }
            (Status::Open, _) => plain(words::desk::PUT_BACK, "button"),
            (Status::Cancelled, _) => Asks {
                text: Some(words::desk::CANCEL_TEXT),
                sure: words::desk::CANCEL_NOW,
                sure_class: "button danger",
                ..plain(words::desk::CANCEL_TICKET, "button quiet danger")
            },
        }
    }
}

/// The word that goes with a move; it may be left out.
#[component]
pub(super) fn Note(label: Text) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <label class="field">
            <span>{lang.say(label)} " " <span class="optional">{lang.say(words::desk::OPTIONAL)}</span></span>
            <textarea class="control" name="note" rows="2" dir="auto"></textarea>
        </label>
    }
}

/// A resolved ticket: its requester is asked whether it holds, staff are told that they have been.
#[component]
pub(super) fn Resolved(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    let is_resolved = move || page.ticket.with(|ticket| ticket.status == Status::Resolved);
    let said = move || {
        let lead = page.lead_name();
        match (page.is_requester(), lead) {
            (true, Some(name)) => lang.fill(words::desk::DoesItHold { name: &name }),
            (true, None) => lang.say(words::desk::DOES_IT_WORK).to_owned(),
            (false, _) => lang.fill(words::desk::HoldsFor { name: &page.requester_name() }),
        }
    };
    view! {
        <When is=is_resolved>
            <div class="banner ok resolved" role="status">
                <Icon glyph=Glyph::Check />
                <span class="grow"><Fresh text=Signal::derive(said) /></span>
            </div>
        </When>
    }
}

/// What was done, first of all on a ticket that is resolved or closed.
#[component]
pub(super) fn Solution(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    let solution = Memo::new(move |_| page.ticket.with(|ticket| ticket.solution.clone()));
    let shown = move |solution: String| {
        view! {
            <p class="solution small">
                <Icon glyph=Glyph::Check />
                <span class="grow">
                    <b>{lang.say(words::desk::WHAT_WAS_DONE)}</b> <span class="pre">{solution}</span>
                </span>
            </p>
        }
        .into_any()
    };
    view! { {move || solution.get().map(shown)} }
}
