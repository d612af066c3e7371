//! Who and what a ticket has around it, besides its requester and its lead.
use crate::base::{AccountId, Problem, Time, live::Author, text::clean_line};
use crate::features::tickets::{Reference, Status};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::word_set!(
    /// What somebody is to a ticket by having been added to it.
    Part {
        /// Reads what the requester reads, and writes beside them.
        Participant = "participant",
        /// Works on it beside the lead; no right comes from it.
        Technician = "technicien",
        /// Wants to be told; no right comes from it, and only staff see it.
        Watcher = "observateur",
    }
);

/// Somebody on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct OnIt {
    #[cfg_attr(feature = "ssr", sqlx(flatten))]
    pub who: Author,
    pub part: Part,
}

/// A tag, or whatever else has an id and a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Label {
    pub id: Uuid,
    pub name: String,
}

/// A tag may be this many characters long, and a ticket have so many.
pub const MAX_TAG: usize = 40;
pub const MAX_TAGS: usize = 20;
/// So many people may be on a ticket in one part.
pub const MAX_PEOPLE: usize = 50;

/// A tag: one line, at most [`MAX_TAG`] characters, without the mark people write before one.
pub fn parse_tag(text: &str) -> Result<String, Problem> {
    clean_line(text.trim().trim_start_matches('#'), MAX_TAG)
}

/// What a ticket has around it, as far as its reader may know.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Around {
    /// By part, then by name.
    pub people: Vec<OnIt>,
    /// By name; for staff only.
    pub tags: Vec<Label>,
    /// What it is called in other systems, the first that was added first; for staff only.
    #[serde(default)]
    pub references: Vec<Reference>,
}

impl Around {
    /// Those with this part.
    pub fn with(&self, part: Part) -> impl Iterator<Item = &Author> {
        self.people.iter().filter(move |on| on.part == part).map(|on| &on.who)
    }
    /// Has this person this part?
    pub fn has(&self, who: AccountId, part: Part) -> bool {
        self.with(part).any(|on| on.id == who)
    }
    /// Somebody has a part from now on.
    pub fn add(&mut self, who: Author, part: Part) {
        if !self.has(who.id, part) {
            self.people.push(OnIt { who, part });
            self.sort();
        }
    }
    /// Somebody has a part no longer.
    pub fn remove(&mut self, who: AccountId, part: Part) {
        self.people.retain(|on| on.who.id != who || on.part != part);
    }
    /// The order both sides know, whatever the language.
    pub fn sort(&mut self) {
        self.people.sort_by(|a, b| (a.part, &a.who.name, a.who.id.0).cmp(&(b.part, &b.who.name, b.who.id.0)));
        self.tags.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    }
}

/// By whom, when and why a ticket was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Deletion {
    #[cfg_attr(feature = "ssr", sqlx(flatten))]
    pub by: Author,
    pub at: Time,
    pub reason: String,
}

/// A line of the list of deleted tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct DeletedTicket {
    pub number: i64,
    pub title: String,
    pub status: Status,
    pub requester: String,
    #[cfg_attr(feature = "ssr", sqlx(flatten))]
    pub deletion: Deletion,
}
