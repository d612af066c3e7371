//! What every piece of a ticket's page may ask: the ticket, its entries, the line. The page puts it together
//! from its one view.
use super::typing::Typing;
use crate::{
    base::{
        AccountId, Time,
        live::{Author, Event},
    },
    features::{
        conversation::SayBody,
        tickets::{Reading, Relation, Ticket, ui::first_name},
    },
    ui::{
        live::{LineState, Live},
        outbox::Written,
        upload::Uploads,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// A ticket's page, as its pieces see it.
#[derive(Clone, Copy)]
pub struct TicketContext {
    pub number: i64,
    pub me: StoredValue<Author>,
    pub ticket: Memo<Ticket>,
    pub relation: Memo<Relation>,
    pub events: Memo<Arc<Vec<Event>>>,
    pub readings: Memo<Vec<Reading>>,
    /// The number of the latest message of one's own.
    pub last_said: Memo<Option<i64>>,
    pub typing: Typing,
    /// Who else has this ticket before them, as far as this page may know.
    pub here: RwSignal<Vec<AccountId>>,
    pub live: Live,
    pub uploads: Uploads,
    /// The browser's clock, every second; none on the server and before the page is ours.
    pub clock: RwSignal<Option<Time>>,
}

/// The page around the calling component.
pub fn use_ticket_context() -> TicketContext {
    expect_context()
}

impl TicketContext {
    /// Adds a message; it waits here until it has arrived.
    pub fn say(self, body: SayBody, written: Option<Written>) {
        let body = serde_json::to_value(body).unwrap_or_default();
        self.live.act(SayBody::VERB, self.number, body, written);
    }
    /// The ticket's title, for the page's own: it is read once more when the page is done, and what the page
    /// read from may be gone.
    pub fn title(self) -> impl Fn() -> String + Send + Sync {
        let at_first = self.ticket.with_untracked(|ticket| ticket.title.clone());
        move || self.ticket.try_with(|ticket| ticket.title.clone()).unwrap_or_else(|| at_first.clone())
    }
    /// Is the person at this page its author?
    pub fn is_mine(self, event: &Event) -> bool {
        event.by.as_ref().is_some_and(|by| self.me.with_value(|me| me.id == by.id))
    }
    /// Is this their own request?
    pub fn is_requester(self) -> bool {
        self.ticket.with(|ticket| self.me.with_value(|me| me.id == ticket.requester.id))
    }
    /// When the other side had read up to this number, if it has: the requester at a page of staff, anybody
    /// of the staff at the requester's.
    pub fn seen_at(self, seq: i64) -> Option<Time> {
        let requester = self.ticket.with(|ticket| ticket.requester.id);
        let own = self.is_requester();
        self.readings.with(|readings| {
            let others = readings.iter().filter(|r| (r.account != requester) == own);
            others.filter(|r| r.seq >= seq).map(|r| r.at).min()
        })
    }
    /// When somebody else had read this message, if it is the latest of one's own: only that one says so.
    pub fn seen_last(self, seq: i64) -> Option<Time> {
        if self.last_said.get() == Some(seq) { self.seen_at(seq) } else { None }
    }
    /// Does this person have the ticket before them? None while the line, which would know, is not there.
    pub fn is_here(self, account: AccountId) -> Option<bool> {
        (self.live.state.get() == LineState::Online && self.clock.with(Option::is_some))
            .then(|| self.here.with(|here| here.contains(&account)))
    }
    /// The requester's name as one calls them.
    pub fn requester_name(self) -> String {
        self.ticket.with(|ticket| first_name(&ticket.requester.name).to_owned())
    }
    /// The name of the lead as one calls them, if there is one.
    pub fn lead_name(self) -> Option<String> {
        self.ticket.with(|ticket| ticket.lead.as_ref().map(|lead| first_name(&lead.name).to_owned()))
    }
}
