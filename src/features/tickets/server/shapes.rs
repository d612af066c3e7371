//! A ticket as programs see it: the words of the references, where they have one.
mod opening;

pub use opening::Opening;

use crate::{
    base::{AppResult, Error, Problem},
    features::{
        departments::{CategoryId, DepartmentId, TroubleKind},
        tickets::*,
    },
    server::response::{Tagged, Who, write_time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A category or department.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000c1", "nom": "Imprimante"}))]
pub struct Label {
    pub id: Uuid,
    pub nom: String,
}

/// What a ticket is, whatever its title is called.
#[derive(Serialize, ToSchema)]
pub struct Facts {
    pub description: String,
    pub statut: Status,
    pub priorite: Priority,
    pub categorie: Label,
    /// The one that treats it; `null` where none was chosen.
    pub departement: Option<Label>,
    /// The requester's own, as it was at opening.
    pub departement_demandeur: Option<Label>,
    #[serde(rename = "type")]
    pub kind: TroubleKind,
    pub nature: Nature,
    pub canal: Channel,
    /// Who asked.
    pub utilisateur_createur: Who,
    /// Who wrote it down for whoever asked.
    pub pris_par: Option<Who>,
    /// The technician in charge.
    pub technicien_assigne: Option<Who>,
    /// It waits for its requester.
    pub attend_demandeur: bool,
    /// It is there only for whom it concerns.
    pub confidentiel: bool,
    /// A guidance session is active.
    pub guidage_actif: bool,
    /// The requester's free messages are refused for now.
    pub saisie_en_pause: bool,
    pub date_creation: DateTime<Utc>,
    pub date_modification: DateTime<Utc>,
    pub date_resolution: Option<DateTime<Utc>>,
    /// What was done to solve it, where somebody has said so.
    pub solution: Option<String>,
    /// The number of the last event the caller may see; also the `ETag`.
    pub rev: i64,
}

/// A ticket.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1042, "titre": "L’imprimante P-12 n’imprime plus",
    "description": "Un voyant clignote.", "statut": "ouvert", "priorite": "normal",
    "categorie": {"id": "0199c1a2-7c11-7000-8000-0000000000c1", "nom": "Imprimante"}, "departement": null,
    "departement_demandeur": {"id": "0199c1a2-7c11-7000-8000-0000000000d1", "nom": "Comptabilité"},
    "utilisateur_createur": {"id": "0199c1a2-7c11-7000-8000-000000000001", "nom": "Ada", "role": "employe"},
    "technicien_assigne": null, "guidage_actif": false, "saisie_en_pause": false,
    "date_creation": "2026-11-21T09:00:00Z", "date_modification": "2026-11-21T09:00:00Z",
    "date_resolution": null, "solution": null, "rev": 1}))]
pub struct TicketShown {
    /// The public number.
    pub id: i64,
    pub titre: String,
    #[serde(flatten)]
    pub facts: Facts,
}

/// A ticket whose title is called its subject.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1042, "subject": "L’imprimante P-12 n’imprime plus",
    "description": "Un voyant clignote.", "statut": "ouvert", "priorite": "normal",
    "categorie": {"id": "0199c1a2-7c11-7000-8000-0000000000c1", "nom": "Imprimante"}, "departement": null,
    "departement_demandeur": {"id": "0199c1a2-7c11-7000-8000-0000000000d1", "nom": "Comptabilité"},
    "utilisateur_createur": {"id": "0199c1a2-7c11-7000-8000-000000000001", "nom": "Ada", "role": "employe"},
    "technicien_assigne": null, "guidage_actif": false, "saisie_en_pause": false,
    "date_creation": "2026-11-21T09:00:00Z", "date_modification": "2026-11-21T09:00:00Z",
    "date_resolution": null, "solution": null, "rev": 1}))]
pub struct SubjectShown {
    /// The public number.
    pub id: i64,
    pub subject: String,
    #[serde(flatten)]
    pub facts: Facts,
}

impl From<Ticket> for TicketShown {
    fn from(t: Ticket) -> Self {
        TicketShown { id: t.number, titre: t.title.clone(), facts: t.into() }
    }
}

impl From<Ticket> for SubjectShown {
    fn from(t: Ticket) -> Self {
        SubjectShown { id: t.number, subject: t.title.clone(), facts: t.into() }
    }
}

/// A ticket in its shape, with the number of its state.
pub fn tagged<T: From<Ticket>>(ticket: Ticket) -> Tagged<T> {
    Tagged(ticket.rev, ticket.into())
}

impl From<Ticket> for Facts {
    fn from(t: Ticket) -> Self {
        Facts {
            description: t.description,
            statut: t.status,
            priorite: t.priority,
            categorie: Label { id: t.category.0, nom: t.category_name },
            departement: label(t.department, t.department_name),
            departement_demandeur: label(t.requester_department, t.requester_department_name),
            kind: t.kind,
            nature: t.nature,
            canal: t.channel,
            utilisateur_createur: t.requester.into(),
            pris_par: t.taken_by.map(Who::from),
            technicien_assigne: t.lead.map(Who::from),
            attend_demandeur: t.waiting_since.is_some(),
            confidentiel: t.confidential,
            guidage_actif: t.guided,
            saisie_en_pause: t.typing_paused,
            date_creation: t.created_at,
            date_modification: t.updated_at,
            date_resolution: t.resolved_at,
            solution: t.solution,
            rev: t.rev,
        }
    }
}

/// A tag as a label.
pub fn named_label(tag: crate::features::tickets::Label) -> Label {
    Label { id: tag.id, nom: tag.name }
}

fn label(department: Option<DepartmentId>, name: Option<String>) -> Option<Label> {
    Some(Label { id: department?.0, nom: name? })
}

/// A ticket in a list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1042, "titre": "L’imprimante P-12 n’imprime plus", "statut": "ouvert",
    "priorite": "normal", "utilisateur_createur": "Ada", "technicien_assigne": null,
    "departement": "Informatique", "departement_demandeur": "Comptabilité",
    "date_creation": "2026-11-21T09:00:00Z", "date_modification": "2026-11-21T09:00:00Z", "non_lus": 2}))]
pub struct LineShown {
    /// The public number.
    pub id: i64,
    pub titre: String,
    pub statut: Status,
    pub priorite: Priority,
    /// Who asked, by name.
    pub utilisateur_createur: String,
    /// Who is in charge, by name.
    pub technicien_assigne: Option<String>,
    /// The department that treats it.
    pub departement: Option<String>,
    /// The requester's own, as it was at opening.
    pub departement_demandeur: Option<String>,
    #[serde(serialize_with = "write_time")]
    pub date_creation: DateTime<Utc>,
    #[serde(serialize_with = "write_time")]
    pub date_modification: DateTime<Utc>,
    /// It waits for its requester.
    pub attend_demandeur: bool,
    pub confidentiel: bool,
    /// Entries by others that the caller has not seen, counted up to 99.
    pub non_lus: i64,
}

impl From<ListLine> for LineShown {
    fn from(line: ListLine) -> Self {
        line.ticket.into()
    }
}

impl From<TicketSummary> for LineShown {
    fn from(l: TicketSummary) -> Self {
        LineShown {
            id: l.number,
            titre: l.title,
            statut: l.status,
            priorite: l.priority,
            utilisateur_createur: l.requester,
            technicien_assigne: l.lead,
            departement: l.department,
            departement_demandeur: l.requester_department,
            date_creation: l.created_at,
            date_modification: l.updated_at,
            attend_demandeur: l.waiting,
            confidentiel: l.confidential,
            non_lus: l.unread,
        }
    }
}

/// Which tickets.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Only tickets that have these words, best first: in number, title, description, conversation or names.
    #[param(max_length = 200, example = "imprimante")]
    search: Option<String>,
    /// Only tickets in this state.
    #[param(value_type = Option<Status>, example = "en cours")]
    statut: Option<String>,
    /// Only tickets of this priority.
    #[param(value_type = Option<Priority>, example = "urgent")]
    priorite: Option<String>,
    /// The next page: the `next` of the page before, or what its header `Link` says.
    #[param(pattern = "^[0-9]{0,18}$", example = "1042")]
    after: Option<String>,
}

impl Filter {
    /// The same, where a list is narrowed by nothing else.
    pub fn of(query: &ListQuery) -> Option<Filter> {
        let known = ["search", "statut", "priorite", "after"];
        let others = query.fields().into_iter().filter(|(name, _)| !known.contains(name));
        let several = [&query.statut, &query.priorite].iter().any(|text| text.contains(','));
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let is_plain = others.into_iter().all(|(_, value)| value.is_empty()) && !several;
        is_plain.then(|| Filter {
            search: some(&query.search),
            statut: some(&query.statut),
            priorite: some(&query.priorite),
            after: some(&query.after),
        })
    }
    /// The same in a tab of the queue.
    pub fn on(self, tab: QueueTab) -> AppResult<QueueFilter> {
        let status = optional_word("statut", &self.statut)?;
        let priority = optional_word("priorite", &self.priorite)?;
        Ok(QueueFilter { tab, search: self.search.unwrap_or_default(), status, priority, after: self.after })
    }
}

/// What is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"priorite": "urgent"}))]
pub struct Edit {
    #[schema(max_length = 120)]
    titre: Option<String>,
    #[schema(max_length = 10_000)]
    description: Option<String>,
    #[schema(value_type = Option<Priority>)]
    priorite: Option<String>,
    /// A category's id.
    #[schema(value_type = Option<CategoryId>)]
    categorie: Option<String>,
    #[serde(rename = "type")]
    #[schema(value_type = Option<TroubleKind>)]
    kind: Option<String>,
    #[schema(value_type = Option<Nature>)]
    nature: Option<String>,
    /// The id of the department that treats it; empty: none.
    departement: Option<String>,
}

impl Edit {
    /// What the fields of the form are called here.
    pub const NAMES: [(&str, &str); 5] = [
        ("title", "titre"),
        ("priority", "priorite"),
        ("category", "categorie"),
        ("kind", "type"),
        ("department", "departement"),
    ];

    /// As the page's form says it.
    pub fn form(self) -> EditTicketForm {
        EditTicketForm {
            title: self.titre,
            priority: self.priorite,
            category: self.categorie,
            description: self.description,
            kind: self.kind,
            nature: self.nature,
            department: self.departement,
            ..Default::default()
        }
    }
}

/// A word of a closed set under the name of its field.
pub fn word<T: std::str::FromStr<Err = Problem>>(field: &str, text: &str) -> AppResult<T> {
    text.parse().map_err(|problem| Error::field(field, problem))
}

/// A word of a closed set, where one is given.
pub fn optional_word<T: std::str::FromStr<Err = Problem>>(
    field: &str,
    text: &Option<String>,
) -> AppResult<Option<T>> {
    text.as_deref().map(|t| word(field, t)).transpose()
}
