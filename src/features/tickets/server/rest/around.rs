//! Over HTTP: who is on a ticket, its tags, whether it is confidential, and whether it waits.
use super::super::{service, shapes::named_label, work::Delivery};
use super::now;
use crate::{
    base::{AccountId, Scope},
    features::{
        departments::DepartmentId,
        tickets::{
            server::shapes::{Label, TicketShown},
            *,
        },
    },
    server::{
        Admin, Signed, Staff,
        endpoints::Endpoints,
        request::{IfMatch, JsonBody, PathId},
        response::{ApiResult, DONE, Listed, Tagged, Who, named},
    },
};
use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Write, routes!(set_waiting))
        .with(Scope::Write, routes!(set_confidential))
        .with(Scope::Manage, routes!(set_department_confidential))
        .with(Scope::Write, routes!(set_tags))
        .with(Scope::Read, routes!(tags))
        .with(Scope::Read, routes!(people))
        .with(Scope::Write, routes!(invite))
        .with(Scope::Write, routes!(remove_participant))
        .with(Scope::Write, routes!(add_technician))
        .with(Scope::Write, routes!(remove_technician))
        .with(Scope::Write, routes!(watch))
}

/// Whether it waits for its requester.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"attend_demandeur": true}))]
struct Waiting {
    attend_demandeur: bool,
}

/// Say that a ticket waits for its requester, or no longer (technicians)
///
/// Their next word, file or answer ends it.
#[utoipa::path(put, path = "/api/v1/tickets/{id}/waiting", request_body = Waiting,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 200, description = "Set", body = TicketShown)))]
async fn set_waiting(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(set): JsonBody<Waiting>,
) -> ApiResult<Tagged<TicketShown>> {
    service::set_waiting(&ctx, id, set.attend_demandeur, Delivery::keyed(None, &[], at)).await?;
    now(&ctx, id).await
}

/// Whether it is there only for whom it concerns.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"confidentiel": true}))]
struct Confidentiality {
    confidentiel: bool,
}

/// Make a ticket confidential, or no longer
///
/// Requester, lead and admin make it so; lead and admin end it.
#[utoipa::path(put, path = "/api/v1/tickets/{id}/confidentiality", request_body = Confidentiality,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 200, description = "Set", body = TicketShown)))]
async fn set_confidential(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(set): JsonBody<Confidentiality>,
) -> ApiResult<Tagged<TicketShown>> {
    service::set_confidential(&ctx, id, set.confidentiel, Delivery::keyed(None, &[], at)).await?;
    now(&ctx, id).await
}

/// Make all tickets that a department treats confidential, or only those that are marked (admin)
#[utoipa::path(put, path = "/api/v1/departments/{id}/confidentiality", request_body = Confidentiality,
    params(("id" = DepartmentId, Path, description = "The department")),
    responses((status = 204, description = "Set")))]
async fn set_department_confidential(
    PathId(id): PathId<DepartmentId>,
    ctx: Admin,
    JsonBody(set): JsonBody<Confidentiality>,
) -> ApiResult<StatusCode> {
    service::set_department_confidential(&ctx, id, set.confidentiel).await?;
    Ok(DONE)
}

/// The tags a ticket shall have.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"etiquettes": ["imprimante du 2e", "garantie"]}))]
struct Tags {
    #[schema(max_items = 20)]
    etiquettes: Vec<String>,
}

/// Give a ticket these tags and no others (technicians)
///
/// One that reads like a known one is that one.
#[utoipa::path(put, path = "/api/v1/tickets/{id}/tags", request_body = Tags,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 200, description = "Who and what is around it", body = AroundShown)))]
async fn set_tags(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(set): JsonBody<Tags>,
) -> ApiResult<Json<AroundShown>> {
    let set = service::set_tags(&ctx, id, set.etiquettes, Delivery::keyed(None, &[], at)).await;
    set.map_err(|error| named(error, &[("tags", "etiquettes")]))?;
    shown(&ctx, id).await
}

/// The tags that tickets have (technicians)
#[utoipa::path(get, path = "/api/v1/tags",
    responses((status = 200, description = "By name, at most 500", body = Listed<Label>)))]
async fn tags(ctx: Staff) -> ApiResult<Json<Listed<Label>>> {
    let items = service::list_tags(&ctx).await?.into_iter().map(named_label).collect();
    Ok(Json(Listed { items, next: None }))
}

/// Who and what a ticket has around it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"participants": [], "techniciens": [], "observateurs": [], "etiquettes": []}))]
struct AroundShown {
    participants: Vec<Who>,
    /// Those who work on it beside whoever is in charge.
    techniciens: Vec<Who>,
    /// For technicians.
    observateurs: Vec<Who>,
    /// For technicians.
    etiquettes: Vec<Label>,
}

async fn shown(ctx: &Signed, id: i64) -> ApiResult<Json<AroundShown>> {
    let mut tx = ctx.db.read().await?;
    let seen = service::find_visible(ctx, &mut tx, id).await?;
    let around = service::around(&mut tx, &seen).await?;
    drop(tx);
    service::tell_reading(ctx, &seen).await?;
    let with = |part| around.with(part).cloned().map(Who::from).collect();
    Ok(Json(AroundShown {
        participants: with(Part::Participant),
        techniciens: with(Part::Technician),
        observateurs: with(Part::Watcher),
        etiquettes: around.tags.iter().cloned().map(named_label).collect(),
    }))
}

/// Who and what a ticket has around it
#[utoipa::path(get, path = "/api/v1/tickets/{id}/people",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "People and tags", body = AroundShown)))]
async fn people(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Json<AroundShown>> {
    shown(&ctx, id).await
}

/// Somebody to invite.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"identifiant": "joan@cordee.test"}))]
struct Invitation {
    /// An e-mail address or a user name.
    identifiant: String,
}

/// Invite somebody, who reads and writes beside the requester then
///
/// By requester, lead and admin.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/participants", request_body = Invitation,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Invited", body = AroundShown)))]
async fn invite(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(invitation): JsonBody<Invitation>,
) -> ApiResult<Json<AroundShown>> {
    let invited = service::invite(&ctx, id, &invitation.identifiant, Delivery::default()).await;
    invited.map_err(|error| named(error, &[("who", "identifiant")]))?;
    shown(&ctx, id).await
}

/// Somebody on a ticket, as a path names them.
#[derive(Deserialize)]
struct OnTicket {
    id: i64,
    account: AccountId,
}

/// Remove a participant, or leave
#[utoipa::path(delete, path = "/api/v1/tickets/{id}/participants/{account}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042),
        ("account" = AccountId, Path, description = "The person")),
    responses((status = 204, description = "Removed")))]
async fn remove_participant(PathId(on): PathId<OnTicket>, ctx: Signed) -> ApiResult<StatusCode> {
    service::remove_person(&ctx, on.id, on.account, Part::Participant, Delivery::default()).await?;
    Ok(DONE)
}

/// A technician.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"technicien": "0199c1a2-7c11-7000-8000-000000000002"}))]
struct Technician {
    technicien: AccountId,
}

/// Add a technician, who works on it beside whoever is in charge (technicians)
#[utoipa::path(post, path = "/api/v1/tickets/{id}/technicians", request_body = Technician,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Added", body = AroundShown)))]
async fn add_technician(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(added): JsonBody<Technician>,
) -> ApiResult<Json<AroundShown>> {
    let done = service::add_technician(&ctx, id, added.technicien, Delivery::default()).await;
    done.map_err(|error| named(error, &[("who", "technicien")]))?;
    shown(&ctx, id).await
}

/// Remove a technician who works on it beside whoever is in charge, or leave (technicians)
#[utoipa::path(delete, path = "/api/v1/tickets/{id}/technicians/{account}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042),
        ("account" = AccountId, Path, description = "The person")),
    responses((status = 204, description = "Removed")))]
async fn remove_technician(PathId(on): PathId<OnTicket>, ctx: Signed) -> ApiResult<StatusCode> {
    service::remove_person(&ctx, on.id, on.account, Part::Technician, Delivery::default()).await?;
    Ok(DONE)
}

/// Whether the caller wants to be told of it.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"suit": true}))]
struct Watching {
    suit: bool,
}

/// Watch a ticket, or no longer (technicians)
#[utoipa::path(put, path = "/api/v1/tickets/{id}/watching", request_body = Watching,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 204, description = "Set")))]
async fn watch(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(set): JsonBody<Watching>,
) -> ApiResult<StatusCode> {
    service::watch(&ctx, id, set.suit, Delivery::default()).await?;
    Ok(DONE)
}
