//! What people type or choose on a ticket, and the parsed things their forms become.
use super::*;
use crate::{
    base::{
        AccountId, AppResult, Drawn, Error, Problem,
        drawn::sent,
        error::Fields,
        text::{clean, clean_line, clean_optional, parse_choice},
    },
    features::departments::{CategoryId, DepartmentId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What goes with a change of state or of lead may be this many characters long.
pub const MAX_NOTE: usize = 2_000;

/// A state a ticket shall have, and what is said with it: what was done, or why it is taken up again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusMove {
    pub to: Status,
    pub note: Option<String>,
}

impl From<Status> for StatusMove {
    fn from(to: Status) -> Self {
        StatusMove { to, note: None }
    }
}

/// Who shall be in charge, and a word to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub to: AccountId,
    pub note: Option<String>,
}

impl From<AccountId> for Handover {
    fn from(to: AccountId) -> Self {
        Handover { to, note: None }
    }
}

/// A note that may be left out: readable, at most [`MAX_NOTE`] characters.
pub fn parse_note(note: Option<&str>) -> AppResult<Option<String>> {
    clean_optional(note.unwrap_or_default(), MAX_NOTE).map_err(|problem| Error::field("note", problem))
}

/// What a person types to open a ticket. Only the problem is needed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NewTicketForm {
    pub problem: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub priority: String,
    #[serde(default)]
    pub department: String,
    #[serde(default)]
    pub category: String,
    /// Made with the form: sent twice, it opens one ticket.
    #[serde(default)]
    pub key: Option<Uuid>,
}

/// A [`NewTicketForm`] whose every field holds; what was left out is proposed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewTicket {
    pub title: String,
    pub description: String,
    pub priority: Priority,
    pub department: Option<DepartmentId>,
    pub category: Option<CategoryId>,
}

/// A problem may be this many characters long.
pub const MAX_PROBLEM: usize = 10_000;
/// A title may be this many characters long.
pub const MAX_TITLE: usize = 120;

impl NewTicketForm {
    /// Every field's problem at once, or the ticket to open.
    pub fn parse(&self) -> AppResult<NewTicket> {
        let mut fields = Fields::default();
        let description = fields.take("problem", clean(&self.problem, MAX_PROBLEM));
        let title = fields.take(
            "title",
            if self.title.trim().is_empty() { Ok(String::new()) } else { clean_line(&self.title, MAX_TITLE) },
        );
        let priority = fields.take(
            "priority",
            if self.priority.is_empty() { Ok(Priority::Normal) } else { self.priority.parse() },
        );
        let department = fields.take("department", parse_choice(&self.department));
        let category = fields.take("category", parse_choice(&self.category));
        fields.finish(|| {
            let description = description?;
            let title = title.map(|t| if t.is_empty() { propose_title(&description) } else { t })?;
            Some(NewTicket {
                title,
                description,
                priority: priority?,
                department: department?,
                category: category?,
            })
        })
    }
}

/// What lead, admin and (until taken) the requester may change; what is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditTicketForm {
    #[serde(deserialize_with = "sent")]
    pub title: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub priority: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub category: Option<String>,
    /// How the form showed the ticket; nothing where a program sends it.
    #[serde(skip)]
    pub drawn: Drawn,
}

/// An [`EditTicketForm`] whose every field holds.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketEdit {
    pub title: Option<String>,
    pub priority: Option<Priority>,
    pub category: Option<CategoryId>,
}

impl TicketEdit {
    /// Would the ticket be another one after it?
    pub fn changes(&self, ticket: &Ticket) -> bool {
        self.title.as_ref().is_some_and(|title| *title != ticket.title)
            || self.priority.is_some_and(|priority| priority != ticket.priority)
            || self.category.is_some_and(|category| category != ticket.category)
    }
}

impl EditTicketForm {
    /// The form, as it shows this ticket.
    pub fn drawn(ticket: &Ticket) -> Drawn {
        let category = ticket.category.to_string();
        Drawn::of(&[("title", &ticket.title), ("priority", ticket.priority.word()), ("category", &category)])
    }
    /// Only what was changed in it since it was drawn.
    pub fn since(mut self, now: &Ticket) -> AppResult<Self> {
        let sent: &mut [(&str, &mut Option<String>)] = &mut [
            ("title", &mut self.title),
            ("priority", &mut self.priority),
            ("category", &mut self.category),
        ];
        self.drawn.settle(&EditTicketForm::drawn(now), sent)?;
        Ok(self)
    }
    /// Every field's problem at once, or what to change.
    pub fn parse(&self) -> AppResult<TicketEdit> {
        let mut fields = Fields::default();
        let title = fields.sent("title", self.title.as_deref(), |title| clean_line(title, MAX_TITLE));
        let priority = fields.sent("priority", self.priority.as_deref(), str::parse);
        let known = |id: &str| id.parse().map_err(|_| Problem::Unknown);
        let category = fields.sent("category", self.category.as_deref(), known);
        fields.finish(|| Some(TicketEdit { title: title?, priority: priority?, category: category? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_problem_is_needed() {
        let ticket = NewTicketForm { problem: "Écran noir".into(), ..Default::default() }.parse().unwrap();
        assert_eq!((ticket.title.as_str(), ticket.priority), ("Écran noir", Priority::Normal));
        let error = NewTicketForm {
            problem: " ".into(),
            priority: "x".into(),
            category: "1".into(),
            ..Default::default()
        }
        .parse()
        .unwrap_err();
        assert_eq!(error.problem_of("problem"), Some(Problem::Empty));
        assert_eq!(error.problem_of("priority"), Some(Problem::Unknown));
        assert_eq!(error.problem_of("category"), Some(Problem::Unknown));
    }
}
