//! What programs send to open a ticket.
use super::super::service;
use crate::{
    base::{
        AppResult, Error, Problem,
        error::Fields,
        text::{clean, clean_line, fold, parse_choice},
    },
    features::{
        accounts::CallerForm,
        departments::{CategoryId, DepartmentId, TroubleKind, server::service as departments},
        tickets::*,
    },
    server::{Signed, request::IdempotencyKey, response::named},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A request for help to open. Only the description is needed: a title is proposed from it.
#[derive(Default, Deserialize, ToSchema)]
#[schema(example = json!({"titre": "L’imprimante P-12 n’imprime plus", "description": "Un voyant clignote.",
    "priorite": "normal"}))]
pub struct Opening {
    #[schema(max_length = 120)]
    pub titre: Option<String>,
    /// The same as `titre`.
    #[schema(max_length = 120)]
    pub subject: Option<String>,
    #[schema(min_length = 1, max_length = 10_000)]
    pub description: String,
    #[schema(value_type = Option<Priority>)]
    pub priorite: Option<String>,
    /// A category, by id or by name.
    pub categorie: Option<String>,
    /// The department that is to treat it, by id or by name; left out, none.
    pub departement: Option<String>,
    /// Left out, its category proposes it.
    #[serde(rename = "type")]
    #[schema(value_type = Option<TroubleKind>)]
    pub kind: Option<String>,
    #[schema(value_type = Option<Nature>)]
    pub nature: Option<String>,
    /// It is there only for whom it concerns.
    #[serde(default)]
    pub confidentiel: bool,
    /// For somebody else (technicians): who asks, by id; empty: the caller;
    pub demandeur: Option<String>,
    /// or somebody new, whom this makes an employee who cannot sign in yet.
    pub nouveau_demandeur: Option<NewRequester>,
}

/// Somebody who called and whom nobody knew.
#[derive(Default, Deserialize, ToSchema)]
#[schema(example = json!({"nom": "Joan Clarke", "contact": "01 44 55 02 18"}))]
pub struct NewRequester {
    #[schema(min_length = 1, max_length = 80)]
    pub nom: String,
    /// An e-mail address or a telephone number.
    #[schema(min_length = 1, max_length = 254)]
    pub contact: String,
}

impl Opening {
    /// What the fields of the form are called here.
    const NAMES: [(&str, &str); 6] = [
        ("kind", "type"),
        ("requester", "demandeur"),
        ("caller_name", "nouveau_demandeur.nom"),
        ("caller_contact", "nouveau_demandeur.contact"),
        ("department", "departement"),
        ("category", "categorie"),
    ];

    /// Opens it; the same under the same key again opens nothing and gives the first.
    pub async fn open(self, ctx: &Signed, key: &IdempotencyKey) -> AppResult<Ticket> {
        let new = self.parse(ctx).await.map_err(|error| named(error, &Opening::NAMES))?;
        let opened = service::open_new(ctx, new, key.act()).await;
        let number = opened.map_err(|error| named(error, &Opening::NAMES))?;
        match service::find(ctx, number).await {
            Err(Error::NotFound) => service::find_written_down(ctx, number).await,
            found => found,
        }
    }
    /// Every field's problem at once, or the ticket to open.
    async fn parse(self, ctx: &Signed) -> AppResult<NewTicket> {
        let names_places = self.categorie.is_some() || self.departement.is_some();
        let places = if names_places { departments::directory(ctx).await? } else { Default::default() };
        let mut fields = Fields::default();
        let description = fields.take("description", clean(&self.description, MAX_PROBLEM));
        let line = |text: Option<String>| {
            text.filter(|t| !t.trim().is_empty()).map(|t| clean_line(&t, MAX_TITLE)).transpose()
        };
        let (title, subject) =
            (fields.take("titre", line(self.titre)), fields.take("subject", line(self.subject)));
        let priority = fields.take("priorite", self.priorite.map_or(Ok(Priority::Normal), |p| p.parse()));
        let categories = places.categories.iter().map(|c| (c.id.0, c.name.as_str()));
        let category = fields.take("categorie", find(self.categorie, categories));
        let departments = places.departments.iter().map(|d| (d.id.0, d.name.as_str()));
        let department = fields.take("departement", find(self.departement, departments));
        let kind = fields.take("kind", parse_word(self.kind.as_deref().unwrap_or_default()));
        let nature = fields.take("nature", parse_word(self.nature.as_deref().unwrap_or_default()));
        let for_whom = for_whom(&mut fields, self.demandeur, self.nouveau_demandeur);
        let confidential = self.confidentiel;
        fields.finish(|| {
            let description = description?;
            let title = title?.or(subject?).unwrap_or_else(|| propose_title(&description));
            let (category, department) = (category?.map(CategoryId), department?.map(DepartmentId));
            let (nature, kind) = (nature?.unwrap_or_default(), kind?);
            Some(NewTicket {
                title,
                description,
                priority: priority?,
                department,
                category,
                kind,
                nature,
                confidential,
                for_whom: for_whom?,
            })
        })
    }
}

fn for_whom(fields: &mut Fields, known: Option<String>, new: Option<NewRequester>) -> Option<ForWhom> {
    if let Some(NewRequester { nom: name, contact }) = new {
        return CallerForm { name, contact }.parse(fields).map(ForWhom::New);
    }
    let known = fields.take("requester", parse_choice(known.as_deref().unwrap_or_default()))?;
    Some(known.map_or(ForWhom::Oneself, ForWhom::Known))
}

/// By id, or by a name that reads alike.
fn find<'a>(
    wanted: Option<String>,
    mut known: impl Iterator<Item = (Uuid, &'a str)>,
) -> Result<Option<Uuid>, Problem> {
    let Some(wanted) = wanted.filter(|w| !w.trim().is_empty()) else { return Ok(None) };
    let found = known.find(|(id, name)| id.to_string() == wanted || fold(name) == fold(wanted.trim()));
    found.map(|(id, _)| Some(id)).ok_or(Problem::Unknown)
}
