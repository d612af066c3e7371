//! The list of all tickets: what narrows it, how it is sorted, its lines, and the views people save of it.
use super::*;
use crate::features::departments::TroubleKind;

/// What narrows a list, as an address, a program and a saved view say it: words of the API, several of one
/// field between commas. What is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "ssr", into_params(parameter_in = Query))]
#[serde(default)]
pub struct ListQuery {
    /// Only tickets that have these words, best first: in number, title, description, conversation or names.
    #[cfg_attr(
        feature = "ssr",
        param(required = false, nullable = false, max_length = 200, example = "imprimante")
    )]
    pub search: String,
    /// In one of these states: `ouvert`, `en cours`, `resolu`, `ferme`, `annule`.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "ouvert,en cours"))]
    pub statut: String,
    /// Of one of these priorities: `faible`, `normal`, `urgent`, `critique`.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "urgent"))]
    pub priorite: String,
    /// Of one of these categories, by id.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false))]
    pub categorie: String,
    /// Of one of these types: `materiel`, `logiciel`, `autre`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "materiel"))]
    pub kind: String,
    /// `incident` or `demande`.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "incident"))]
    pub nature: String,
    /// Treated by one of these departments, by id; `aucun`: by none.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "aucun"))]
    pub departement: String,
    /// In the charge of one of these, by id; `moi`: of the caller; `aucun`: of nobody.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "moi"))]
    pub technicien: String,
    /// Asked for by one of these people, by id; `moi`: by the caller.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "moi"))]
    pub demandeur: String,
    /// With one of these tags, by id (technicians).
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false))]
    pub etiquette: String,
    /// `oui`: that wait for their requester.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, pattern = "^(oui)?$"))]
    pub attend: String,
    /// `oui`: that are confidential.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, pattern = "^(oui)?$"))]
    pub confidentiel: String,
    /// Opened on this day of the house or later: `2026-11-27`.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "2026-11-01"))]
    pub du: String,
    /// Opened on this day of the house or earlier.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "2026-11-30"))]
    pub au: String,
    /// `recents` (the default), `activite`, `priorite`; what is searched for comes best first.
    #[cfg_attr(feature = "ssr", param(required = false, nullable = false, example = "activite"))]
    pub tri: String,
    /// The next page: the `next` of the page before, or what its header `Link` says.
    #[cfg_attr(
        feature = "ssr",
        param(
            required = false,
            nullable = false,
            example = "1042",
            pattern = "^[0-9]{0,18}(-[0-9]{1,18})?$"
        )
    )]
    pub after: String,
}

impl ListQuery {
    /// Each field by its name in an address, in the order people read them.
    pub fn fields(&self) -> [(&'static str, &str); 16] {
        [
            ("search", &self.search),
            ("statut", &self.statut),
            ("priorite", &self.priorite),
            ("categorie", &self.categorie),
            ("type", &self.kind),
            ("nature", &self.nature),
            ("departement", &self.departement),
            ("technicien", &self.technicien),
            ("demandeur", &self.demandeur),
            ("etiquette", &self.etiquette),
            ("attend", &self.attend),
            ("confidentiel", &self.confidentiel),
            ("du", &self.du),
            ("au", &self.au),
            ("tri", &self.tri),
            ("after", &self.after),
        ]
    }
    /// The field of this name, to be changed.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "search" => &mut self.search,
            "statut" => &mut self.statut,
            "priorite" => &mut self.priorite,
            "categorie" => &mut self.categorie,
            "type" => &mut self.kind,
            "nature" => &mut self.nature,
            "departement" => &mut self.departement,
            "technicien" => &mut self.technicien,
            "demandeur" => &mut self.demandeur,
            "etiquette" => &mut self.etiquette,
            "attend" => &mut self.attend,
            "confidentiel" => &mut self.confidentiel,
            "du" => &mut self.du,
            "au" => &mut self.au,
            "tri" => &mut self.tri,
            "after" => &mut self.after,
            _ => return None,
        })
    }
    /// The same with one field changed; from its first page on.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = ListQuery { after: String::new(), ..self.clone() };
        if let Some(field) = other.field_mut(name) {
            value.clone_into(field);
        }
        other
    }
}

crate::word_set!(
    /// The order of a list.
    #[derive(Default)]
    ListOrder {
        /// The highest number first.
        #[default]
        Newest = "recents",
        /// The latest change first.
        Activity = "activite",
        /// The most pressing first, of those the newest.
        Priority = "priorite",
    }
);

crate::word_set!(
    /// A column of the list that can be left out; number and subject always stand there.
    Column {
        Requester = "demandeur",
        Status = "statut",
        Priority = "priorite",
        Lead = "technicien",
        Category = "categorie",
        Kind = "type",
        Nature = "nature",
        Department = "departement",
        Tags = "etiquettes",
        Opened = "creation",
        Activity = "activite",
    }
);

/// The columns of somebody who has chosen none.
pub const USUAL_COLUMNS: [Column; 6] =
    [Column::Requester, Column::Status, Column::Priority, Column::Lead, Column::Category, Column::Activity];

/// A line of the list of all tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLine {
    pub ticket: TicketSummary,
    pub category: String,
    pub kind: TroubleKind,
    pub nature: Nature,
    /// For staff only.
    pub tags: Vec<String>,
}

crate::id!(
    /// A saved view.
    ViewId
);
crate::word_set!(
    /// For whom a saved view is.
    #[derive(Default)]
    SharedWith {
        #[default]
        Oneself = "moi",
        /// Staff of a department, or who serve it.
        Department = "service",
        AllStaff = "equipe",
    }
);

/// A list that somebody saved under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: ViewId,
    pub name: String,
    pub query: ListQuery,
    pub shared: SharedWith,
    pub department: Option<DepartmentId>,
    /// May the reader change it?
    pub own: bool,
}

/// A list to save under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewForm {
    pub name: String,
    pub query: ListQuery,
    /// A word of [`SharedWith`]; empty: for oneself.
    pub shared: String,
    /// With whose staff it is shared.
    pub department: String,
}

/// The name of a view may be this many characters long, and a person have so many.
pub const MAX_VIEW_NAME: usize = 60;
pub const MAX_VIEWS: usize = 50;

/// So many tickets may be chosen for one act.
pub const MAX_BULK: usize = 1_000;

/// What is done to several tickets at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(tag = "acte")]
pub enum BulkAct {
    #[serde(rename = "prendre")]
    Take,
    #[serde(rename = "confier")]
    Assign { technicien: AccountId },
    #[serde(rename = "statut")]
    Move { statut: Status },
    /// By all acts that lead there: taken where it is nobody's, resolved, and closed where that is wanted.
    #[serde(rename = "terminer")]
    Finish { statut: Status },
    #[serde(rename = "priorite")]
    Prioritise { priorite: Priority },
    #[serde(rename = "etiqueter")]
    Tag { etiquette: String },
    #[serde(rename = "supprimer")]
    Delete { raison: String },
    #[serde(rename = "restaurer")]
    Restore,
}

/// What became of it, ticket by ticket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BulkReport {
    pub done: Vec<i64>,
    pub refused: Vec<BulkRefusal>,
}

/// A ticket to which nothing was done, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkRefusal {
    pub number: i64,
    pub why: crate::base::Error,
}
