//! What people type or choose on a ticket, and the parsed things their forms become.
#[cfg(feature = "ssr")]
mod tags;

use super::*;
use crate::{
    base::{
        AccountId, AppResult, Drawn, Error, Problem,
        drawn::sent,
        error::Fields,
        text::{clean, clean_line, clean_optional, parse_choice},
    },
    features::{
        accounts::{CallerForm, NewCaller},
        departments::{CategoryId, DepartmentId, TroubleKind},
    },
};
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
pub use tags::parse_tags;
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

crate::word_set!(
    /// Whom a ticket is opened for.
    Whom {
        Me = "moi",
        Known = "connu",
        New = "nouveau",
    }
);

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
    /// Left out, its category proposes it.
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub nature: String,
    /// `on`, or anything else.
    #[serde(default)]
    pub confidential: String,
    /// For whom, as a word of [`Whom`] (staff); left out, what follows tells.
    #[serde(default)]
    pub whom: String,
    /// Somebody who is known,
    #[serde(default)]
    pub requester: String,
    /// or somebody who is not, by name and by address or telephone.
    #[serde(default)]
    pub caller_name: String,
    #[serde(default)]
    pub caller_contact: String,
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
    /// None: as its category proposes.
    pub kind: Option<TroubleKind>,
    pub nature: Nature,
    pub confidential: bool,
    pub for_whom: ForWhom,
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub enum ForWhom {
    /// Whoever opens it.
    #[default]
    Oneself,
    Known(AccountId),
    New(NewCaller),
}

/// A problem may be this many characters long.
pub const MAX_PROBLEM: usize = 10_000;
/// A title may be this many characters long.
pub const MAX_TITLE: usize = 120;

/// A word of a closed set, where one was chosen.
pub fn parse_word<T: std::str::FromStr<Err = Problem>>(word: &str) -> Result<Option<T>, Problem> {
    if word.is_empty() { Ok(None) } else { word.parse().map(Some) }
}

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
        let kind = fields.take("kind", parse_word(&self.kind));
        let nature = fields.take("nature", parse_word(&self.nature));
        let for_whom = self.for_whom(&mut fields);
        fields.finish(|| {
            let description = description?;
            let title = title.map(|t| if t.is_empty() { propose_title(&description) } else { t })?;
            Some(NewTicket {
                title,
                description,
                priority: priority?,
                department: department?,
                category: category?,
                kind: kind?,
                nature: nature?.unwrap_or_default(),
                confidential: self.confidential == "on",
                for_whom: for_whom?,
            })
        })
    }

    /// As it was chosen, whatever else is written; otherwise a name or a way to reach somebody makes it
    /// somebody new.
    fn for_whom(&self, fields: &mut Fields) -> Option<ForWhom> {
        let (name, contact) = (self.caller_name.clone(), self.caller_contact.clone());
        let is_named = !name.trim().is_empty() || !contact.trim().is_empty();
        match fields.take("whom", parse_word(&self.whom))? {
            Some(Whom::Me) => Some(ForWhom::Oneself),
            Some(Whom::Known) => {
                let known = parse_choice(&self.requester).and_then(|known| known.ok_or(Problem::Empty));
                fields.take("requester", known).map(ForWhom::Known)
            }
            None if !is_named => {
                let known = fields.take("requester", parse_choice(&self.requester))?;
                Some(known.map_or(ForWhom::Oneself, ForWhom::Known))
            }
            Some(Whom::New) | None => CallerForm { name, contact }.parse(fields).map(ForWhom::New),
        }
    }
}

/// What those who may edit change; what is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditTicketForm {
    #[serde(deserialize_with = "sent")]
    pub title: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub description: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub priority: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub category: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub nature: Option<String>,
    /// Empty: none.
    #[serde(deserialize_with = "sent")]
    pub department: Option<String>,
    /// How the form showed the ticket; nothing where a program sends it.
    #[serde(skip)]
    pub drawn: Drawn,
}

/// An [`EditTicketForm`] whose every field holds.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketEdit {
    pub title: Option<String>,
    pub description: Option<String>,
    pub priority: Option<Priority>,
    pub category: Option<CategoryId>,
    pub kind: Option<TroubleKind>,
    pub nature: Option<Nature>,
    pub department: Option<Option<DepartmentId>>,
}

/// What is sent, unless the ticket has it already.
fn other<T: PartialEq>(sent: Option<T>, now: &T) -> Option<T> {
    sent.filter(|sent| sent != now)
}

impl TicketEdit {
    /// Only what makes it another ticket.
    pub fn of(self, ticket: &Ticket) -> TicketEdit {
        TicketEdit {
            title: other(self.title, &ticket.title),
            description: other(self.description, &ticket.description),
            priority: other(self.priority, &ticket.priority),
            category: other(self.category, &ticket.category),
            kind: other(self.kind, &ticket.kind),
            nature: other(self.nature, &ticket.nature),
            department: other(self.department, &ticket.department),
        }
    }
    /// Does it leave everything as it is?
    pub fn is_nothing(&self) -> bool {
        let TicketEdit { title, description, priority, category, .. } = self;
        title.is_none() && description.is_none() && priority.is_none() && category.is_none() && !self.sorts()
    }
    /// Does it change what only those decide who work on it?
    pub fn sorts(&self) -> bool {
        self.kind.is_some() || self.nature.is_some() || self.department.is_some()
    }
}

impl EditTicketForm {
    /// The form, as it shows this ticket.
    pub fn drawn(ticket: &Ticket) -> Drawn {
        let category = ticket.category.to_string();
        let department = ticket.department.map(|id| id.to_string()).unwrap_or_default();
        Drawn::of(&[
            ("title", &ticket.title),
            ("description", &ticket.description),
            ("priority", ticket.priority.word()),
            ("category", &category),
            ("kind", ticket.kind.word()),
            ("nature", ticket.nature.word()),
            ("department", &department),
        ])
    }
    /// Only what was changed in it since it was drawn.
    pub fn since(mut self, now: &Ticket) -> AppResult<Self> {
        // Browsers send line ends of their own.
        self.description = self.description.map(|text| text.replace("\r\n", "\n"));
        let sent: &mut [(&str, &mut Option<String>)] = &mut [
            ("title", &mut self.title),
            ("description", &mut self.description),
            ("priority", &mut self.priority),
            ("category", &mut self.category),
            ("kind", &mut self.kind),
            ("nature", &mut self.nature),
            ("department", &mut self.department),
        ];
        self.drawn.settle(&EditTicketForm::drawn(now), sent)?;
        Ok(self)
    }
    /// Every field's problem at once, or what to change.
    pub fn parse(&self) -> AppResult<TicketEdit> {
        let mut fields = Fields::default();
        let title = fields.sent("title", self.title.as_deref(), |title| clean_line(title, MAX_TITLE));
        let description =
            fields.sent("description", self.description.as_deref(), |text| clean(text, MAX_PROBLEM));
        let priority = fields.sent("priority", self.priority.as_deref(), str::parse);
        let known = |id: &str| id.parse().map_err(|_| Problem::Unknown);
        let category = fields.sent("category", self.category.as_deref(), known);
        let kind = fields.sent("kind", self.kind.as_deref(), str::parse);
        let nature = fields.sent("nature", self.nature.as_deref(), str::parse);
        let department = fields.sent("department", self.department.as_deref(), parse_choice);
        fields.finish(|| {
            Some(TicketEdit {
                title: title?,
                description: description?,
                priority: priority?,
                category: category?,
                kind: kind?,
                nature: nature?,
                department: department?,
            })
        })
    }
}

/// The tags a ticket shall have, between commas.
#[derive(Clone, Debug, Default)]
pub struct TagsForm {
    pub tags: String,
    /// How the form showed the ticket; nothing where a program sends it.
    pub drawn: Drawn,
}

impl TagsForm {
    /// The form, as it shows these tags.
    pub fn drawn(tags: &str) -> Drawn {
        Drawn::of(&[("tags", tags)])
    }
}

/// Why a ticket is deleted: a word is needed, at most [`MAX_NOTE`] characters.
pub fn parse_reason(reason: &str) -> AppResult<String> {
    clean(reason, MAX_NOTE).map_err(|problem| Error::field("reason", problem))
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

    #[test]
    fn what_was_typed_before_another_choice_does_not_count() {
        let form = |whom: &str| NewTicketForm {
            problem: "Écran noir".into(),
            whom: whom.into(),
            caller_name: "Hedy".into(),
            ..Default::default()
        };
        assert_eq!(form("moi").parse().unwrap().for_whom, ForWhom::Oneself);
        assert_eq!(form("connu").parse().unwrap_err().problem_of("requester"), Some(Problem::Empty));
        assert_eq!(form("nouveau").parse().unwrap_err().problem_of("caller_contact"), Some(Problem::Empty));
        assert_eq!(form("").parse().unwrap_err().problem_of("caller_contact"), Some(Problem::Empty));
    }
}
