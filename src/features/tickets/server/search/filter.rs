//! What narrows a list, understood: as labels of the search index, and as conditions on rows.
use crate::features::tickets::server::followers::{
    CATEGORY, CONFIDENTIAL, INVITED, LEAD, MARK, NATURE, NOBODY, PRIORITY, REQUESTER, STATUS, TAG, TREATS,
    TROUBLE, WAITS,
};
use crate::{
    base::{
        AccountId, Actor, AppResult, Problem, Time,
        error::Fields,
        text::{has_at_most, parse_number},
    },
    features::{
        departments::{CategoryId, DepartmentId, TroubleKind},
        tickets::*,
    },
    server::{config::Config, search::label},
};
use chrono::{Datelike, Days, NaiveDate};
use std::str::FromStr;
use uuid::Uuid;

/// A [`ListQuery`] whose every field holds.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    pub search: String,
    pub statuses: Vec<Status>,
    pub priorities: Vec<Priority>,
    pub categories: Vec<CategoryId>,
    pub kinds: Vec<TroubleKind>,
    pub natures: Vec<Nature>,
    /// None among them: treated by no department.
    pub departments: Vec<Option<DepartmentId>>,
    /// None among them: in nobody's charge.
    pub leads: Vec<Option<AccountId>>,
    pub requesters: Vec<AccountId>,
    pub tags: Vec<Uuid>,
    pub waiting: bool,
    pub confidential: bool,
    /// Opened at this moment or later,
    pub from: Option<Time>,
    /// and before this one.
    pub until: Option<Time>,
    pub order: ListOrder,
    pub after: Option<After>,
}

/// Where a page begins: below a number, and in an order of another value below that first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    pub value: Option<i64>,
    pub number: i64,
}

impl FromStr for After {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        let (value, number) = match text.split_once('-') {
            Some((value, number)) => (Some(parse_number(value).ok_or(Problem::Unknown)?), number),
            None => (None, text),
        };
        Ok(After { value, number: parse_number(number).ok_or(Problem::Unknown)? })
    }
}

/// So many values may one field have, and so many characters what is sought.
const MAX_VALUES: usize = 50;
const MAX_SEARCH: usize = 200;

/// Several of one field, between commas; each once.
fn several<T: PartialEq>(text: &str, one: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Problem> {
    let mut values = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let value = one(part).ok_or(Problem::Unknown)?;
        if !values.contains(&value) {
            values.push(value);
        }
        if values.len() > MAX_VALUES {
            return Err(Problem::TooLong { max: MAX_VALUES });
        }
    }
    Ok(values)
}

/// What is sought, in whichever list, is not too long.
pub fn check_search(text: &str) -> Result<(), Problem> {
    if has_at_most(text, MAX_SEARCH) { Ok(()) } else { Err(Problem::TooLong { max: MAX_SEARCH }) }
}

fn words<T: FromStr + PartialEq>(text: &str) -> Result<Vec<T>, Problem> {
    several(text, |word| word.parse().ok())
}

/// By id, or by the word for none.
fn or_none<T: FromStr>(text: &str) -> Option<Option<T>> {
    if text == NONE { Some(None) } else { text.parse().ok().map(Some) }
}

/// Whoever calls, by a word of its own.
const ONESELF: &str = "moi";
const NONE: &str = "aucun";
const YES: &str = "oui";

fn day(text: &str) -> Result<Option<NaiveDate>, Problem> {
    let day = |text: &str| text.parse().ok().filter(|day: &NaiveDate| (1..=9_999).contains(&day.year()));
    if text.is_empty() { Ok(None) } else { day(text).map(Some).ok_or(Problem::Unknown) }
}

fn yes(text: &str) -> Result<bool, Problem> {
    match text {
        "" => Ok(false),
        YES => Ok(true),
        _ => Err(Problem::Unknown),
    }
}

/// The moment with which the first day begins, and the one with which the last has ended.
fn opened(fields: &mut Fields, query: &ListQuery, config: &Config) -> Option<[Option<Time>; 2]> {
    let from = fields.take("du", day(&query.du))?;
    let until = fields.take("au", day(&query.au))?;
    let after = until.and_then(|day| day.checked_add_days(Days::new(1)));
    Some([from, after].map(|day| day.and_then(|day| config.midnight(day))))
}

impl ListFilter {
    /// Every field's problem at once, or what is wanted by this reader, in the days of the house.
    pub fn parse(query: &ListQuery, reader: &Actor, config: &Config) -> AppResult<ListFilter> {
        let mut fields = Fields::default();
        let person = |id: &str| if id == ONESELF { Some(reader.id) } else { id.parse().ok() };
        let lead = |id: &str| if id == NONE { Some(None) } else { person(id).map(Some) };
        let search = fields.take("search", check_search(&query.search));
        let statuses = fields.take("statut", words(&query.statut));
        let priorities = fields.take("priorite", words(&query.priorite));
        let categories = fields.take("categorie", words(&query.categorie));
        let kinds = fields.take("type", words(&query.kind));
        let natures = fields.take("nature", words(&query.nature));
        let departments = fields.take("departement", several(&query.departement, or_none));
        let leads = fields.take("technicien", several(&query.technicien, lead));
        let requesters = fields.take("demandeur", several(&query.demandeur, person));
        let tags = fields.take("etiquette", words(&query.etiquette));
        let waiting = fields.take("attend", yes(&query.attend));
        let confidential = fields.take("confidentiel", yes(&query.confidentiel));
        let opened = opened(&mut fields, query, config);
        let order = fields.take("tri", parse_word(&query.tri));
        let after = fields.take("after", parse_word(&query.after));
        fields.finish(|| {
            Some(ListFilter {
                search: search.map(|()| query.search.clone())?,
                statuses: statuses?,
                priorities: priorities?,
                categories: categories?,
                kinds: kinds?,
                natures: natures?,
                departments: departments?,
                leads: leads?,
                requesters: requesters?,
                tags: tags?,
                waiting: waiting?,
                confidential: confidential?,
                from: opened?[0],
                until: opened?[1],
                order: order?.unwrap_or_default(),
                after: after?,
            })
        })
    }

    /// Does a row, as it is now, still fit in what changes most?
    pub fn fits(&self, line: &TicketSummary) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&line.status))
            && (self.priorities.is_empty() || self.priorities.contains(&line.priority))
            && (!self.waiting || line.waiting)
            && (!self.confidential || line.confidential)
    }

    /// Of each of these a ticket has the one label or the other. What a list shows of one's own is said
    /// first; where nothing narrows it, any state does.
    pub fn labels(&self, own: Option<AccountId>) -> Vec<Vec<String>> {
        let ids = |name: &str, ids: &[Uuid]| ids.iter().map(|id| label(name, &id.to_string())).collect();
        let optional = |name: &str, ids: Vec<Option<Uuid>>| -> Vec<String> {
            let word = |id: Option<Uuid>| id.map_or_else(|| NOBODY.to_owned(), |id| id.to_string());
            ids.into_iter().map(|id| label(name, &word(id))).collect()
        };
        let own = own.map(|me| [REQUESTER, INVITED].map(|name| label(name, &me.to_string())).to_vec());
        let mark = |is: bool, mark: &str| is.then(|| label(MARK, mark)).into_iter().collect();
        let mut labels: Vec<Vec<String>> = vec![
            own.unwrap_or_default(),
            self.statuses.iter().map(|status| label(STATUS, status.word())).collect(),
            self.priorities.iter().map(|priority| label(PRIORITY, priority.word())).collect(),
            ids(CATEGORY, &self.categories.iter().map(|id| id.0).collect::<Vec<_>>()),
            self.kinds.iter().map(|kind| label(TROUBLE, kind.word())).collect(),
            self.natures.iter().map(|nature| label(NATURE, nature.word())).collect(),
            optional(TREATS, self.departments.iter().map(|id| id.map(|id| id.0)).collect()),
            optional(LEAD, self.leads.iter().map(|id| id.map(|id| id.0)).collect()),
            ids(REQUESTER, &self.requesters.iter().map(|id| id.0).collect::<Vec<_>>()),
            ids(TAG, &self.tags),
            mark(self.waiting, WAITS),
            mark(self.confidential, CONFIDENTIAL),
        ];
        labels.retain(|any| !any.is_empty());
        if labels.is_empty() {
            labels.push(Status::ALL.iter().map(|status| label(STATUS, status.word())).collect());
        }
        labels
    }
}
