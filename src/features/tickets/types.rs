//! The request for help; the events of its life, and what it has around it, have their files.
mod around;
mod events;
mod links;
mod listing;

pub use {around::*, events::*, links::*, listing::*};

use crate::{
    base::{AccountId, Role, Time, live::Author, text::Excerpt},
    features::departments::{CategoryId, DepartmentId, TroubleKind},
};
use serde::{Deserialize, Serialize};

crate::id!(
    /// A ticket's key in the database. People, pages and the API use its number.
    TicketId
);
crate::word_set!(
    /// Where a ticket is in its life.
    Status {
        Open = "ouvert", InProgress = "en cours", Resolved = "resolu", Closed = "ferme", Cancelled = "annule"
    }
);

impl Status {
    /// Does nothing lead out of it?
    pub fn is_final(self) -> bool {
        matches!(self, Status::Closed | Status::Cancelled)
    }
}

crate::word_set!(
    /// How pressing it is.
    Priority { Low = "faible", Normal = "normal", Urgent = "urgent", Critical = "critique" }
);
crate::word_set!(
    /// Something that no longer works, or something that is wanted.
    #[derive(Default)]
    Nature {
        #[default]
        Incident = "incident",
        Request = "demande",
    }
);
crate::word_set!(
    /// How it came.
    #[derive(Default)]
    Channel {
        #[default]
        Web = "web",
        /// A technician wrote it down for whoever called.
        Telephone = "telephone",
    }
);
crate::word_set!(
    /// What a person is to one ticket. Rights follow from this, not from the role alone.
    Relation {
        Requester = "demandeur",
        /// The technician in charge.
        Lead = "en_charge",
        OtherTechnician = "autre_technicien",
        /// Acts as the lead would.
        Admin = "admin",
        /// An admin who asked: every right of an admin, but in guidance, where they are the requester. Nobody
        /// is the lead of their own ticket.
        AdminRequester = "admin_demandeur",
        /// Invited: reads what the requester reads and writes beside them, outside a session.
        Participant = "participant",
        /// For whom the ticket does not exist.
        Stranger = "etranger",
    }
);

impl Relation {
    /// Did they ask? In guidance, and for what is hidden from who is guided, an admin who asked is a
    /// requester like any other.
    pub fn is_requester(self) -> bool {
        matches!(self, Relation::Requester | Relation::AdminRequester)
    }
    /// Do they read what the requester reads, and nothing of what is for staff only?
    pub fn reads_as_requester(self) -> bool {
        self.is_requester() || self == Relation::Participant
    }
    /// Do they guide, or act as who guides?
    pub fn guides(self) -> bool {
        matches!(self, Relation::Lead | Relation::Admin)
    }
    /// Do they work on it, as any technician and admin does on what another asked?
    pub fn works(self) -> bool {
        matches!(self, Relation::Lead | Relation::OtherTechnician | Relation::Admin)
    }
}

/// A ticket with the names needed to show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Ticket {
    pub id: TicketId,
    pub number: i64,
    pub title: String,
    pub description: String,
    pub status: Status,
    pub priority: Priority,
    pub category: CategoryId,
    pub category_name: String,
    /// The one that treats it; none without a choice.
    pub department: Option<DepartmentId>,
    pub department_name: Option<String>,
    /// The requester's own, as it was at opening.
    pub requester_department: Option<DepartmentId>,
    pub requester_department_name: Option<String>,
    #[cfg_attr(feature = "ssr", sqlx(flatten, try_from = "RequesterColumns"))]
    pub requester: Author,
    #[cfg_attr(feature = "ssr", sqlx(flatten, try_from = "LeadColumns"))]
    pub lead: Option<Author>,
    /// Whoever is in charge can no longer work here: switched off, or no technician any more.
    #[serde(default)]
    pub lead_gone: bool,
    pub kind: TroubleKind,
    pub nature: Nature,
    pub channel: Channel,
    /// Who wrote it down for its requester.
    #[cfg_attr(feature = "ssr", sqlx(flatten, try_from = "TakerColumns"))]
    pub taken_by: Option<Author>,
    /// It waits for its requester, since then.
    pub waiting_since: Option<Time>,
    /// It is there only for whom it concerns.
    pub confidential: bool,
    /// When it was deleted. Such a ticket is read by admins only, in the list of those.
    #[serde(default)]
    pub deleted_at: Option<Time>,
    /// The reader was invited to it.
    #[serde(default)]
    pub invited: bool,
    /// The reader serves the department that treats it.
    #[serde(default)]
    pub served: bool,
    /// Somebody was invited to it.
    #[serde(default)]
    pub shared: bool,
    /// A guidance session is active: its status changes only by ending that first (set by guidance).
    pub guided: bool,
    /// The requester's free messages are refused for now (set by guidance).
    pub typing_paused: bool,
    pub created_at: Time,
    pub updated_at: Time,
    pub resolved_at: Option<Time>,
    /// What was done, where it is resolved and somebody has said so.
    pub solution: Option<String>,
    /// The number of the last event the reader may see.
    pub rev: i64,
}

/// How a row holds who asked.
#[cfg(feature = "ssr")]
#[derive(sqlx::FromRow)]
struct RequesterColumns {
    requester: AccountId,
    requester_name: String,
    requester_role: Role,
}

#[cfg(feature = "ssr")]
impl From<RequesterColumns> for Author {
    fn from(row: RequesterColumns) -> Self {
        Author { id: row.requester, name: row.requester_name, role: row.requester_role }
    }
}

/// How a row holds who is in charge, if anybody is.
#[cfg(feature = "ssr")]
#[derive(sqlx::FromRow)]
struct LeadColumns {
    lead: Option<AccountId>,
    lead_name: Option<String>,
    lead_role: Option<Role>,
}

#[cfg(feature = "ssr")]
impl From<LeadColumns> for Option<Author> {
    fn from(row: LeadColumns) -> Self {
        Some(Author { id: row.lead?, name: row.lead_name?, role: row.lead_role? })
    }
}

/// How a row holds who wrote it down, if anybody did.
#[cfg(feature = "ssr")]
#[derive(sqlx::FromRow)]
struct TakerColumns {
    taken_by: Option<AccountId>,
    taken_by_name: Option<String>,
    taken_by_role: Option<Role>,
}

#[cfg(feature = "ssr")]
impl From<TakerColumns> for Option<Author> {
    fn from(row: TakerColumns) -> Self {
        Some(Author { id: row.taken_by?, name: row.taken_by_name?, role: row.taken_by_role? })
    }
}

impl Ticket {
    /// Where pictures of the ticket of this number are sent.
    pub fn picture_door(number: i64) -> String {
        format!("/files/tickets/{number}")
    }
    /// What this person, its reader, is to the ticket. Who is no technician any more leads nothing; a
    /// confidential one is there for those technicians who serve its department or were invited.
    pub fn relation(&self, account: AccountId, role: Role) -> Relation {
        if self.requester.id == account {
            if role == Role::Admin { Relation::AdminRequester } else { Relation::Requester }
        } else if role.is_staff() && self.lead.as_ref().is_some_and(|lead| lead.id == account) {
            Relation::Lead
        } else {
            match role {
                Role::Admin => Relation::Admin,
                Role::Technician if !self.confidential || self.served || self.invited => {
                    Relation::OtherTechnician
                }
                Role::Employee if self.invited => Relation::Participant,
                Role::Technician | Role::Employee => Relation::Stranger,
            }
        }
    }
}

/// How far somebody has read a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Reading {
    pub account: AccountId,
    pub seq: i64,
    pub at: Time,
}

/// What everybody may see that was said on a ticket.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Talk {
    pub ticket: TicketId,
    pub said: i64,
    /// Said by others, and not read.
    pub unread: i64,
    pub last_at: Time,
    /// So often somebody spoke after somebody else,
    pub answers: i64,
    /// after so many seconds in all.
    pub waited: f64,
}

/// How many requests in each state and of each priority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(pub Vec<(Status, Priority, i64)>);

impl Tally {
    /// How many fit.
    pub fn count(&self, fits: impl Fn(Status, Priority) -> bool) -> i64 {
        self.0.iter().filter(|(status, priority, _)| fits(*status, *priority)).map(|(.., n)| n).sum()
    }
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct TicketSummary {
    pub id: TicketId,
    pub number: i64,
    pub title: String,
    pub status: Status,
    pub priority: Priority,
    pub requester: String,
    /// The one that treats it, and the requester's own.
    pub department: Option<String>,
    pub requester_department: Option<String>,
    pub lead: Option<String>,
    /// Whoever is in charge can no longer work here.
    #[serde(default)]
    pub lead_gone: bool,
    /// A guidance session is active.
    pub guided: bool,
    /// It waits for its requester.
    #[serde(default)]
    pub waiting: bool,
    #[serde(default)]
    pub confidential: bool,
    pub updated_at: Time,
    pub created_at: Time,
    /// Entries by others that this reader has not seen.
    pub unread: i64,
    /// Where it says what was searched for, if the title does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", sqlx(skip))]
    pub excerpt: Option<Excerpt>,
}

crate::word_set!(
    /// The tabs of the technician's queue.
    #[derive(Default)]
    QueueTab {
        /// In charge of, and not finished.
        #[default]
        Mine = "mine",
        /// Open and nobody's, or in the charge of somebody who can no longer work here.
        Untaken = "untaken",
        All = "all",
    }
);

/// What the queue shows. Every field is optional in a URL.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct QueueFilter {
    #[serde(default)]
    pub tab: QueueTab,
    #[serde(default)]
    pub search: String,
    #[serde(default)]
    pub status: Option<Status>,
    #[serde(default)]
    pub priority: Option<Priority>,
    /// The key of the next page, as [`crate::base::Page::next`] gave it.
    #[serde(default)]
    pub after: Option<String>,
}

/// How many in each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Counts {
    pub mine: i64,
    pub untaken: i64,
    pub all: i64,
}
