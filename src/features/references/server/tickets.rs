//! The faces of the references on tickets. Thin, on the same verbs.
use crate::{
    base::{AccountId, Error, Page, Problem, Scope, text::escape},
    features::tickets::{
        server::{
            service,
            shapes::{Filter, LineShown, Opening, SubjectShown, TicketShown, tagged, word},
        },
        *,
    },
    server::{
        Caller, Ctx, Signed, Staff,
        endpoints::Endpoints,
        request::{IdempotencyKey, JsonBody, PathId, QueryParams},
        response::{ApiResult, Created, Linked, Tagged, named},
    },
    words::api as say,
};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The faces on tickets.
pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(welcome))
        .creating(Scope::Write, routes!(create))
        .with(Scope::Read, routes!(mine))
        .with(Scope::Read, routes!(stats))
        .with(Scope::Read, routes!(show))
        .with(Scope::Read, routes!(available))
        .with(Scope::Write, routes!(assign))
        .with(Scope::Write, routes!(change_status))
        .with(Scope::Read, routes!(list))
        .creating(Scope::Write, routes!(submit))
        .with(Scope::Read, routes!(show_subject))
        .with(Scope::Write, routes!(reassign))
}

/// Where to begin.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"message": "Bienvenue sur l'API de Routage de Tickets",
    "documentation": "/api/docs/", "endpoints_principaux": "/api/ticket/"}))]
struct Welcome {
    message: String,
    documentation: String,
    endpoints_principaux: String,
}

/// Where to begin
#[utoipa::path(get, path = "/api/", security(()),
    responses((status = 200, description = "Welcome", body = Welcome)))]
async fn welcome(ctx: Ctx) -> Json<Welcome> {
    let message = ctx.lang().say(say::WELCOME).into();
    Json(Welcome { message, documentation: "/api/docs/".into(), endpoints_principaux: "/api/ticket/".into() })
}

/// Open a ticket
#[utoipa::path(post, path = "/api/tickets/create", request_body = Opening,
    responses((status = 201, description = "Opened", body = TicketShown)))]
async fn create(
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(new): JsonBody<Opening>,
) -> ApiResult<Created<TicketShown>> {
    let ticket = new.open(&ctx, &key).await?;
    Ok(Created(format!("/api/tickets/{}/", ticket.number), ticket.into()))
}

/// The page, and the address of the next one, which keeps the filter.
fn linked(path: &str, filter: &QueueFilter, page: Page<TicketSummary>) -> Linked<LineShown> {
    let kept = [
        ("statut", filter.status.map(Status::word)),
        ("priorite", filter.priority.map(Priority::word)),
        ("search", Some(filter.search.as_str()).filter(|search| !search.is_empty())),
    ];
    let pair = |(name, value): &(&str, Option<&str>)| Some(["&", name, "=", &escape((*value)?)].concat());
    let kept: String = kept.iter().filter_map(pair).collect();
    let next = page.next.map(|after| format!("{path}?after={after}{kept}"));
    Linked(next, page.items.into_iter().map(LineShown::from).collect())
}

/// One's own tickets, newest first
#[utoipa::path(get, path = "/api/tickets/my/", params(Filter),
    responses((status = 200, description = "At most 50; `Link` leads to the next page",
        body = Vec<LineShown>)))]
async fn mine(ctx: Signed, QueryParams(filter): QueryParams<Filter>) -> ApiResult<Linked<LineShown>> {
    let filter = filter.on(QueueTab::All)?;
    let page = service::list_requested(&ctx, filter.clone()).await?;
    Ok(linked("/api/tickets/my/", &filter, page))
}

/// How many tickets.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"total": 12, "ouvert": 3, "en_cours": 4, "resolu": 2, "ferme": 2, "annule": 1,
    "par_priorite": {"faible": 1, "normal": 9, "urgent": 1, "critique": 1}}))]
struct Stats {
    total: i64,
    ouvert: i64,
    en_cours: i64,
    resolu: i64,
    ferme: i64,
    annule: i64,
    par_priorite: std::collections::BTreeMap<String, i64>,
}

impl From<Tally> for Stats {
    fn from(tally: Tally) -> Self {
        let of = |wanted| tally.count(|status, _| status == wanted);
        Stats {
            total: tally.count(|_, _| true),
            ouvert: of(Status::Open),
            en_cours: of(Status::InProgress),
            resolu: of(Status::Resolved),
            ferme: of(Status::Closed),
            annule: of(Status::Cancelled),
            par_priorite: Priority::ALL
                .iter()
                .map(|wanted| (wanted.word().to_owned(), tally.count(|_, priority| priority == *wanted)))
                .collect(),
        }
    }
}

/// How many tickets in each state
///
/// An employee's own; for technicians and admins, all.
#[utoipa::path(get, path = "/api/tickets/stats/",
    responses((status = 200, description = "Counts", body = Stats)))]
async fn stats(ctx: Signed) -> ApiResult<Json<Stats>> {
    Ok(Json(service::tally(&ctx).await?.into()))
}

/// A ticket
#[utoipa::path(get, path = "/api/tickets/{id}/",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "The ticket", body = TicketShown,
        headers(("ETag" = String, description = "Its state, for `If-Match`")))))]
async fn show(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Tagged<TicketShown>> {
    Ok(tagged(service::find(&ctx, id).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Shelf {
    /// `libres` (open, nobody's; the default), `miens` or `tous`.
    #[param(pattern = "^(libres|miens|tous)?$", example = "libres")]
    onglet: Option<String>,
}

/// Tickets for a technician, newest first
#[utoipa::path(get, path = "/api/technician/tickets/", params(Shelf, Filter),
    responses((status = 200, description = "At most 50; `Link` leads to the next page",
        body = Vec<LineShown>)))]
async fn available(
    ctx: Staff,
    QueryParams(shelf): QueryParams<Shelf>,
    QueryParams(filter): QueryParams<Filter>,
) -> ApiResult<Linked<LineShown>> {
    let (name, tab) = match shelf.onglet.as_deref() {
        None | Some("" | "libres") => ("libres", QueueTab::Untaken),
        Some("miens") => ("miens", QueueTab::Mine),
        Some("tous") => ("tous", QueueTab::All),
        Some(_) => return Err(Error::field("onglet", Problem::Unknown).into()),
    };
    let filter = filter.on(tab)?;
    let page = service::list_queue(&ctx, filter.clone()).await?;
    let Linked(next, items) = linked("/api/technician/tickets/", &filter, page);
    Ok(Linked(next.map(|next| format!("{next}&onglet={name}")), items))
}

/// Who shall be in charge; left out, the caller.
#[derive(Default, Deserialize, ToSchema)]
#[schema(example = json!({"technicien": "0199c1a2-7c11-7000-8000-000000000002"}))]
struct Assignment {
    technicien: Option<AccountId>,
    /// The same as `technicien`.
    agent: Option<AccountId>,
}

impl Assignment {
    /// Takes the ticket, or gives it to somebody.
    async fn apply(self, ctx: &Signed, id: i64) -> crate::base::AppResult<Ticket> {
        let called = if self.agent.is_some() { "agent" } else { "technicien" };
        match self.technicien.or(self.agent) {
            Some(to) => service::assign(ctx, id, to, Default::default())
                .await
                .map_err(|e| named(e, &[("to", called)]))?,
            None => service::take(ctx, id, Default::default()).await?,
        }
        service::find(ctx, id).await
    }
}

/// Take a ticket
#[utoipa::path(post, path = "/api/technician/tickets/{id}/assign/", request_body = Option<Assignment>,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Taken", body = TicketShown)))]
async fn assign(
    PathId(id): PathId<i64>,
    ctx: Staff,
    JsonBody(to): JsonBody<Assignment>,
) -> ApiResult<Tagged<TicketShown>> {
    Ok(tagged(to.apply(&ctx, id).await?))
}

/// Where the ticket shall be in its life.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"statut": "resolu"}))]
struct StatusChange {
    #[schema(value_type = Status)]
    statut: String,
}

/// Change a ticket's state
///
/// By the act that leads there: `en cours` on an open ticket takes it, `ouvert` puts it back into the queue.
#[utoipa::path(patch, path = "/api/technician/tickets/{id}/status/", request_body = StatusChange,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Changed", body = TicketShown)))]
async fn change_status(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(change): JsonBody<StatusChange>,
) -> ApiResult<Tagged<TicketShown>> {
    service::change_status(&ctx, id, word::<Status>("statut", &change.statut)?, Default::default()).await?;
    Ok(tagged(service::find(&ctx, id).await?))
}

/// Tickets, newest first
///
/// An employee's own; for technicians and admins, all.
#[utoipa::path(get, path = "/api/ticket/", params(Filter),
    responses((status = 200, description = "At most 50; `Link` leads to the next page",
        body = Vec<LineShown>)))]
async fn list(ctx: Signed, QueryParams(filter): QueryParams<Filter>) -> ApiResult<Linked<LineShown>> {
    let filter = filter.on(QueueTab::All)?;
    let page = match Staff::of(&ctx) {
        Ok(staff) => service::list_queue(&staff, filter.clone()).await?,
        Err(_) => service::list_requested(&ctx, filter.clone()).await?,
    };
    Ok(linked("/api/ticket/", &filter, page))
}

/// Open a ticket by subject and description
#[utoipa::path(post, path = "/api/ticket/",
    request_body(content = Opening, example = json!({"subject": "Facture",
        "description": "Erreur de paiement"})),
    responses((status = 201, description = "Opened", body = SubjectShown)))]
async fn submit(
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(new): JsonBody<Opening>,
) -> ApiResult<Created<SubjectShown>> {
    let ticket = new.open(&ctx, &key).await?;
    Ok(Created(format!("/api/ticket/{}/", ticket.number), ticket.into()))
}

/// A ticket, by subject
#[utoipa::path(get, path = "/api/ticket/{id}/",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "The ticket", body = SubjectShown)))]
async fn show_subject(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Tagged<SubjectShown>> {
    Ok(tagged(service::find(&ctx, id).await?))
}

/// Give a ticket to another technician
#[utoipa::path(post, path = "/api/ticket/{id}/reassign/", request_body = Assignment,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Given", body = SubjectShown)))]
async fn reassign(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(to): JsonBody<Assignment>,
) -> ApiResult<Tagged<SubjectShown>> {
    if to.technicien.or(to.agent).is_none() {
        return Err(Error::field("agent", Problem::Missing).into());
    }
    Ok(tagged(to.apply(&ctx, id).await?))
}
