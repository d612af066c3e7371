//! What a ticket has to do with other tickets, and what it is called in other systems.
use super::Status;
use crate::base::{
    AppResult, Error, Problem, Time,
    error::Fields,
    text::{clean_line, has_at_most},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::word_set!(
    /// What the other ticket is to this one.
    #[derive(Default)]
    LinkKind {
        /// This one is neither resolved nor closed before that one.
        BlockedBy = "bloque_par",
        Blocks = "bloque",
        Parent = "parent",
        Child = "enfant",
        Duplicate = "doublon",
        #[default]
        Related = "lie",
        /// This one was merged into it; made by merging only.
        MergedInto = "fusionne_dans",
        /// It was merged into this one; made by merging only.
        Merged = "a_repris",
    }
);

impl LinkKind {
    /// Those that people choose.
    pub const CHOSEN: [LinkKind; 6] = [
        LinkKind::Related,
        LinkKind::Duplicate,
        LinkKind::Parent,
        LinkKind::Child,
        LinkKind::BlockedBy,
        LinkKind::Blocks,
    ];
    /// What this one is to the other.
    pub fn inverse(self) -> LinkKind {
        match self {
            LinkKind::Related | LinkKind::Duplicate => self,
            LinkKind::Parent => LinkKind::Child,
            LinkKind::Child => LinkKind::Parent,
            LinkKind::BlockedBy => LinkKind::Blocks,
            LinkKind::Blocks => LinkKind::BlockedBy,
            LinkKind::MergedInto => LinkKind::Merged,
            LinkKind::Merged => LinkKind::MergedInto,
        }
    }
    /// Along which nobody may come back to where they began: what blocks, and what another is a part of.
    pub fn leads_up(self) -> bool {
        matches!(self, LinkKind::Parent | LinkKind::BlockedBy)
    }
}

/// A link as its reader may see it: to a ticket that is there for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub kind: LinkKind,
    pub number: i64,
    pub title: String,
    pub status: Status,
    /// Of a ticket that was merged: until when whoever may can undo it.
    pub undo_until: Option<Time>,
}

impl Linked {
    /// Does it keep the other from being resolved?
    pub fn blocks(&self) -> bool {
        self.kind == LinkKind::BlockedBy && crate::features::tickets::may_block(self.status)
    }
}

/// What a ticket is called in another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Reference {
    pub id: Uuid,
    pub system: String,
    pub number: String,
    /// Where it is read: `http` or `https`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A ticket has at most so many links, and is called something in so many systems.
pub const MAX_LINKS: usize = 100;
pub const MAX_REFERENCES: usize = 20;
/// So many characters has the name of a system, a number there, an address.
const MAX_SYSTEM: usize = 60;
const MAX_NUMBER: usize = 80;
const MAX_ADDRESS: usize = 500;
/// So many entries are merged at most.
pub const MAX_MERGED: usize = 2_000;
/// So often is a ticket merged at most, and does one take over others, undone or not.
pub const MAX_MERGES: i64 = 5;
pub const MAX_RECEIVED: i64 = 100;

/// Into which ticket one is merged, and whether its requester takes part there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergeInto {
    pub other: i64,
    pub with_requester: bool,
}

/// What a ticket is called in another system, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferenceForm {
    pub system: String,
    pub number: String,
    pub address: String,
}

impl ReferenceForm {
    /// Every field's problem at once.
    pub fn parse(self) -> AppResult<Reference> {
        let mut fields = Fields::default();
        let system = fields.take("system", clean_line(&self.system, MAX_SYSTEM));
        let number = fields.take("number", clean_line(&self.number, MAX_NUMBER));
        let address = fields.take("address", parse_address(self.address.trim()));
        let reference =
            || Some(Reference { id: Uuid::nil(), system: system?, number: number?, address: address? });
        fields.finish(reference)
    }
}

/// An address that a browser may be sent to; none where nothing was typed.
fn parse_address(text: &str) -> Result<Option<String>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    if !has_at_most(text, MAX_ADDRESS) {
        return Err(Problem::TooLong { max: MAX_ADDRESS });
    }
    let rest = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`'));
    match host.filter(|host| !host.is_empty() && !host.contains('@') && plain) {
        Some(_) => Ok(Some(text.to_owned())),
        None => Err(Problem::NotAnAddress),
    }
}

/// A ticket's number as people type it: `1042`, `#1042`, `n° 1042`, or the address of its page.
pub fn parse_ticket(field: &str, text: &str) -> AppResult<i64> {
    let last = text.trim().rsplit('/').next().unwrap_or_default();
    let digits = last.trim_start_matches(|c: char| !c.is_ascii_digit());
    crate::base::text::parse_number(digits).ok_or_else(|| {
        let problem = if text.trim().is_empty() { Problem::Empty } else { Problem::Unknown };
        Error::field(field, problem)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_away_leads_back() {
        for &kind in LinkKind::ALL {
            assert_eq!(kind.inverse().inverse(), kind);
        }
    }

    #[test]
    fn a_number_is_understood_as_people_write_it() {
        for text in ["1042", " #1042 ", "n° 1042", "https://aide.example/desk/1042"] {
            assert_eq!(parse_ticket("ticket", text), Ok(1_042), "{text}");
        }
        for text in ["", "x", "10x", "-"] {
            assert!(parse_ticket("ticket", text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_is_one_a_browser_may_be_sent_to() {
        for good in ["https://jira.example/browse/IT-7", "http://glpi/front/ticket.php?id=7#x"] {
            assert_eq!(parse_address(good), Ok(Some(good.to_owned())));
        }
        for bad in [
            "javascript:alert(1)",
            "jira.example/7",
            "https://",
            "https://a b",
            "https://x\"onclick",
            "https://banque.example@evil.example/",
        ] {
            assert!(parse_address(bad).is_err(), "{bad}");
        }
    }
}
