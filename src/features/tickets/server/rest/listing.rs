//! Over HTTP: the list of all tickets as a table, acts on several of them, saved views and columns.
use super::super::service;
use crate::{
    base::{Lang, Scope},
    features::{departments::DepartmentId, tickets::*},
    server::{
        Signed, Staff,
        endpoints::Endpoints,
        request::{JsonBody, PathId, QueryParams},
        response::{ApiResult, Created, DONE, Listed, named},
    },
};
use axum::{
    Json,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(export))
        .with(Scope::Read, routes!(count))
        .with(Scope::Write, routes!(bulk))
        .with(Scope::Read, routes!(views))
        .creating(Scope::Write, routes!(save_view))
        .with(Scope::Write, routes!(remove_view))
        .with(Scope::Read, routes!(columns))
        .with(Scope::Write, routes!(choose_columns))
}

/// The list of all tickets as a table (technicians)
///
/// CSV in UTF-8, between semicolons in French and commas in English; it comes as it is read, however long.
#[utoipa::path(get, path = "/api/v1/tickets/export", params(ListQuery),
    responses((status = 200, description = "A line for each ticket", body = String,
        content_type = "text/csv")))]
async fn export(ctx: Signed, QueryParams(query): QueryParams<ListQuery>) -> ApiResult<Response> {
    let body = Body::from_stream(service::export(&ctx, query).await?);
    let name = format!("attachment; filename=\"tickets-{}.csv\"", ctx.clock.now().format("%Y-%m-%d"));
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

/// How many tickets fit.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"nombre": 31}))]
struct Counted {
    /// Exact up to 1,000; 1,001 where there are more.
    nombre: i64,
}

/// How many tickets fit (technicians)
#[utoipa::path(get, path = "/api/v1/tickets/count", params(ListQuery),
    responses((status = 200, description = "The number", body = Counted)))]
async fn count(ctx: Staff, QueryParams(query): QueryParams<ListQuery>) -> ApiResult<Json<Counted>> {
    Ok(Json(Counted { nombre: service::count_tickets(&ctx, &query).await? }))
}

/// An act on several tickets.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"tickets": [1042, 1045], "acte": "confier",
    "technicien": "0199c1a2-7c11-7000-8000-000000000002"}))]
struct Several {
    #[schema(min_items = 1, max_items = 1_000)]
    tickets: Vec<i64>,
    /// `prendre`, `confier` (`technicien`), `statut` (`statut`), `terminer` (`statut`: `resolu` or
    /// `ferme`, by all acts that lead there), `priorite` (`priorite`), `etiqueter`
    /// (`etiquette`), `supprimer` (`raison`), `restaurer`.
    #[serde(flatten)]
    #[schema(inline)]
    act: BulkAct,
}

/// A ticket to which nothing was done.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1045, "motif": "Ce ticket est clos : on ne peut plus que le lire."}))]
struct NotDone {
    id: i64,
    /// Why, for people.
    motif: String,
}

/// What became of it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"faits": [1042], "refuses": [{"id": 1045, "motif": "Ce ticket est clos."}]}))]
pub(super) struct Report {
    faits: Vec<i64>,
    refuses: Vec<NotDone>,
}

impl Report {
    pub(super) fn of(report: BulkReport, lang: Lang) -> Self {
        let not_done = |refusal: BulkRefusal| NotDone { id: refusal.number, motif: refusal.why.text(lang) };
        Report { faits: report.done, refuses: report.refused.into_iter().map(not_done).collect() }
    }
}

/// Do something to several tickets (technicians)
///
/// Each passes its own rules: what is refused is told with its reason, the others are done.
#[utoipa::path(post, path = "/api/v1/tickets/bulk", request_body = Several,
    responses((status = 200, description = "What became of each", body = Report)))]
async fn bulk(ctx: Staff, JsonBody(several): JsonBody<Several>) -> ApiResult<Json<Report>> {
    let lang = ctx.lang();
    Ok(Json(Report::of(service::bulk(&ctx, several.tickets, several.act).await?, lang)))
}

/// A saved view.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000a1", "nom": "Imprimantes",
    "filtre": {"statut": "ouvert"}, "partage": "moi", "departement": null, "modifiable": true}))]
struct ViewShown {
    id: ViewId,
    nom: String,
    /// The parameters of the list.
    #[schema(value_type = Object)]
    filtre: ListQuery,
    partage: SharedWith,
    departement: Option<DepartmentId>,
    /// May the caller remove it?
    modifiable: bool,
}

impl From<SavedView> for ViewShown {
    fn from(view: SavedView) -> Self {
        ViewShown {
            id: view.id,
            nom: view.name,
            filtre: view.query,
            partage: view.shared,
            departement: view.department,
            modifiable: view.own,
        }
    }
}

/// Saved views: one's own, and those that are shared (technicians)
#[utoipa::path(get, path = "/api/v1/views",
    responses((status = 200, description = "By name", body = Listed<ViewShown>)))]
async fn views(ctx: Staff) -> ApiResult<Json<Listed<ViewShown>>> {
    let items = service::list_views(&ctx).await?.into_iter().map(ViewShown::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// A list to save.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"nom": "Imprimantes", "filtre": {"statut": "ouvert"}, "partage": "moi"}))]
struct NewView {
    #[schema(min_length = 1, max_length = 60)]
    nom: String,
    /// The parameters of the list.
    #[schema(value_type = Object)]
    filtre: ListQuery,
    #[schema(value_type = Option<SharedWith>)]
    partage: Option<String>,
    /// The id of the department with whose technicians it is shared; empty: none.
    departement: Option<String>,
}

/// Save a list under a name (technicians)
#[utoipa::path(post, path = "/api/v1/views", request_body = NewView,
    responses((status = 201, description = "Saved", body = ViewShown)))]
async fn save_view(ctx: Staff, JsonBody(new): JsonBody<NewView>) -> ApiResult<Created<ViewShown>> {
    let form = ViewForm {
        name: new.nom,
        query: new.filtre,
        shared: new.partage.unwrap_or_default(),
        department: new.departement.unwrap_or_default(),
    };
    let id = service::save_view(&ctx, form).await.map_err(|error| named(error, &VIEW_NAMES))?;
    let saved = service::list_views(&ctx).await?.into_iter().find(|view| view.id == id);
    Ok(Created(format!("/api/v1/views/{id}"), saved.ok_or(crate::base::Error::NotFound)?.into()))
}

const VIEW_NAMES: [(&str, &str); 3] = [("name", "nom"), ("shared", "partage"), ("department", "departement")];

/// Remove a saved view: one's own; an admin any that is shared
#[utoipa::path(delete, path = "/api/v1/views/{id}",
    params(("id" = ViewId, Path, description = "The view")),
    responses((status = 204, description = "Removed")))]
async fn remove_view(PathId(id): PathId<ViewId>, ctx: Staff) -> ApiResult<StatusCode> {
    service::remove_view(&ctx, id).await?;
    Ok(DONE)
}

/// Columns of the list.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"colonnes": ["demandeur", "statut", "priorite"]}))]
struct Columns {
    colonnes: Vec<Column>,
}

/// The columns the caller has chosen for the list (technicians)
#[utoipa::path(get, path = "/api/v1/list-columns",
    responses((status = 200, description = "Beside number and title", body = Columns)))]
async fn columns(ctx: Staff) -> ApiResult<Json<Columns>> {
    Ok(Json(Columns { colonnes: service::list_columns(&ctx).await? }))
}

/// Choose the columns of the list (technicians)
#[utoipa::path(put, path = "/api/v1/list-columns", request_body = Columns,
    responses((status = 200, description = "Beside number and title", body = Columns)))]
async fn choose_columns(ctx: Staff, JsonBody(set): JsonBody<Columns>) -> ApiResult<Json<Columns>> {
    service::choose_columns(&ctx, set.colonnes).await?;
    Ok(Json(Columns { colonnes: service::list_columns(&ctx).await? }))
}
