//! What was done and not yet acknowledged, and what is being written. Survives a reload, belongs to one
//! account, is shared by its tabs.
use super::{browser, device, sealed, upload::shelf};
use crate::base::{AccountId, json};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// So many acts may wait; beyond it the oldest would be worth less than the line.
const MAX_PENDING: usize = 500;

/// An act on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    pub id: Uuid,
    pub verb: String,
    pub stream: i64,
    pub body: Value,
    /// When it was made, by the clock of this machine, in milliseconds.
    pub made_at: i64,
    /// What the person wrote for it, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
}

/// A text, and the drawer it goes back to when it is refused.
pub type Written = (Drawer, String);

impl Pending {
    /// An act made now.
    pub fn new(verb: &str, stream: i64, body: Value, written: Option<Written>) -> Self {
        Pending {
            id: Uuid::now_v7(),
            verb: verb.into(),
            stream,
            body,
            made_at: browser::own_clock(),
            written,
        }
    }
    /// How long ago it was made, in milliseconds: never a date, never negative.
    pub fn age(&self) -> i64 {
        (browser::own_clock() - self.made_at).max(0)
    }
}

/// The acts of one account that wait for their acknowledgement.
#[derive(Clone, Copy)]
pub struct Outbox {
    account: Option<AccountId>,
    items: RwSignal<Vec<Pending>>,
}

impl Outbox {
    /// The outbox of this account. It is empty until [`Outbox::refresh`], as on the page the server drew.
    pub fn new(account: Option<AccountId>) -> Self {
        Outbox { account, items: RwSignal::new(Vec::new()) }
    }

    /// Where the tabs of this account share it, in the browser's memory; nowhere for nobody.
    pub fn key(self) -> Option<String> {
        self.account.map(|account| ["cordee.outbox.", &account.to_string()].concat())
    }

    fn kept(self) -> Option<Vec<Pending>> {
        json::read(&sealed::kept(&self.key()?)?).ok()
    }

    /// Takes in what other tabs did.
    pub fn refresh(self) {
        let kept = self.kept().unwrap_or_default();
        if self.items.try_with_untracked(|items| *items != kept).unwrap_or(false) {
            self.items.set(kept);
        }
    }

    /// Reads, changes and writes as one; where nothing can be kept, memory has to do.
    fn change(self, change: impl FnOnce(&mut Vec<Pending>)) {
        let Some(in_memory) = self.items.try_get_untracked() else { return };
        let mut items = self.kept().unwrap_or(in_memory);
        change(&mut items);
        if let (Some(key), Ok(text)) = (self.key(), serde_json::to_string(&items)) {
            sealed::keep(&key, &text);
        }
        self.items.set(items);
    }

    /// Puts an act at the end.
    pub fn add(self, item: Pending) {
        self.change(|items| {
            items.push(item);
            let excess = items.len().saturating_sub(MAX_PENDING);
            items.drain(..excess);
        });
    }

    /// Takes an acknowledged or refused act out.
    pub fn remove(self, id: Uuid) -> Option<Pending> {
        let mut removed = None;
        self.change(|items| {
            removed = items.iter().find(|item| item.id == id).cloned();
            items.retain(|item| item.id != id);
        });
        removed
    }

    /// One that still waits.
    pub fn find(self, id: Uuid) -> Option<Pending> {
        self.items.try_with_untracked(|items| items.iter().find(|item| item.id == id).cloned()).flatten()
    }

    /// The one that has waited longest on a stream.
    pub fn first_of(self, stream: i64) -> Option<Pending> {
        self.items
            .try_with_untracked(|items| items.iter().find(|item| item.stream == stream).cloned())
            .flatten()
    }

    /// Does this one still wait? Follows.
    pub fn holds(self, id: Uuid) -> bool {
        self.items.with(|items| items.iter().any(|item| item.id == id))
    }

    /// All, in order, without following.
    pub fn all(self) -> Vec<Pending> {
        self.items.try_get_untracked().unwrap_or_default()
    }

    /// Those of one stream, in order. Follows.
    pub fn of_stream(self, stream: i64) -> Vec<Pending> {
        self.items.with(|items| items.iter().filter(|item| item.stream == stream).cloned().collect())
    }
}

/// Under which keys this account's drafts lie here.
fn drafts_of(account: AccountId) -> impl Iterator<Item = String> {
    let prefix = Drawer::of(account);
    device::stored_keys().into_iter().filter(move |key| key.starts_with(&prefix))
}

/// Has this account written or done anything here that has not been sent?
pub fn keeps_of(account: AccountId) -> bool {
    drafts_of(account).next().is_some()
        || Outbox::new(Some(account)).kept().is_some_and(|acts| !acts.is_empty())
}

/// Whose pictures are still to be thrown away in this tab: a page that is being left may not come to it.
const LEFT: &str = "cordee.throw-away";

/// Nobody wants what this account has not sent from here.
pub fn throw_away_of(account: AccountId) {
    device::keep_in_tab(LEFT, Some(&account.to_string()));
    drafts_of(account).chain(Outbox::new(Some(account)).key()).for_each(|key| device::forget(&key));
    shelf::clear(account);
}

/// Throws away what the page before did not come to.
pub(crate) fn throw_away_rest() {
    if let Some(account) = device::kept_in_tab(LEFT).and_then(|id| id.parse().ok()) {
        shelf::clear(AccountId(account));
        device::keep_in_tab(LEFT, None);
    }
}

/// A text being written at some place (a ticket's number, `new` …), kept until it is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawer(String);

impl Drawer {
    /// Where this account keeps what it writes at this place.
    pub fn new(account: AccountId, place: &str) -> Self {
        Drawer([&Drawer::of(account), place].concat())
    }
    fn of(account: AccountId) -> String {
        ["cordee.draft.", &account.to_string(), "."].concat()
    }
    /// What lies in it.
    pub fn text(&self) -> Option<String> {
        sealed::kept(&self.0)
    }
    /// Keeps the text; an empty one empties it.
    pub fn keep(&self, text: &str) {
        if text.trim().is_empty() {
            device::forget(&self.0);
        } else {
            sealed::keep(&self.0, text);
        }
    }
    /// Adds a text that came back, below what lies there.
    pub fn give_back(&self, text: &str) {
        match self.text() {
            Some(already) if already != text => self.keep(&[&already, "\n", text].concat()),
            _ => self.keep(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grace_wrote_waits_with_its_drawer_and_what_waited_before_there_were_any_still_reads() {
        let drawer = Drawer::new(AccountId(Uuid::nil()), "7.step");
        let step = Pending::new("guidance.act", 7, serde_json::json!({}), Some((drawer, "Éteignez".into())));
        let kept = serde_json::to_string(&step).unwrap();
        assert_eq!(json::read::<Pending>(&kept).unwrap(), step);
        let tap = Pending { written: None, ..step };
        let kept = serde_json::to_string(&tap).unwrap();
        assert!(!kept.contains("written"));
        assert_eq!(json::read::<Pending>(&kept).unwrap(), tap);
    }
}
