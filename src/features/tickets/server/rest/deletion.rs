//! Over HTTP: deleting tickets, and what admins do with those that are deleted.
use super::super::{service, work::Delivery};
use super::now;
use crate::{
    base::Scope,
    features::tickets::{server::shapes::TicketShown, *},
    server::{
        Admin, Signed,
        endpoints::Endpoints,
        request::{IfMatch, JsonBody, PathId, QueryParams},
        response::{ApiResult, DONE, Listed, Tagged, Who, named, write_time},
    },
};
use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Write, routes!(delete))
        .with(Scope::Write, routes!(restore))
        .with(Scope::Read, routes!(deleted))
        .with(Scope::Read, routes!(show_deleted))
        .with(Scope::Manage, routes!(purge))
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"raison": "Ouvert deux fois par erreur."}))]
struct Reason {
    #[schema(min_length = 1, max_length = 2_000)]
    raison: String,
}

/// Delete a ticket (technicians)
///
/// It is nowhere any more, but among the deleted tickets of admins. Whoever deleted it may restore it for
/// ten minutes.
#[utoipa::path(delete, path = "/api/v1/tickets/{id}", request_body = Reason,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 204, description = "Deleted")))]
async fn delete(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(why): JsonBody<Reason>,
) -> ApiResult<StatusCode> {
    let deleted = service::delete(&ctx, id, &why.raison, Delivery::keyed(None, &[], at)).await;
    deleted.map_err(|error| named(error, &[("reason", "raison")]))?;
    Ok(DONE)
}

/// Restore a deleted ticket (admin, and for ten minutes whoever deleted it)
#[utoipa::path(post, path = "/api/v1/tickets/{id}/restore",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Restored", body = TicketShown)))]
async fn restore(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Tagged<TicketShown>> {
    service::restore(&ctx, id, Delivery::default()).await?;
    now(&ctx, id).await
}

/// A ticket that is deleted.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1042, "titre": "L’imprimante P-12 n’imprime plus", "statut": "ouvert",
    "utilisateur_createur": "Ada", "supprime_le": "2026-11-21T09:00:00Z", "raison": "Ouvert deux fois",
    "supprime_par": {"id": "0199c1a2-7c11-7000-8000-000000000002", "nom": "Grace", "role": "technicien"}}))]
struct DeletedShown {
    /// The public number.
    id: i64,
    titre: String,
    statut: Status,
    /// Who asked, by name.
    utilisateur_createur: String,
    #[serde(serialize_with = "write_time")]
    supprime_le: DateTime<Utc>,
    supprime_par: Who,
    raison: String,
}

impl From<DeletedTicket> for DeletedShown {
    fn from(DeletedTicket { number, title, status, requester, deletion }: DeletedTicket) -> Self {
        DeletedShown {
            id: number,
            titre: title,
            statut: status,
            utilisateur_createur: requester,
            supprime_le: deletion.at,
            supprime_par: deletion.by.into(),
            raison: deletion.reason,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Next {
    /// The next page: the `next` of the page before.
    #[param(pattern = "^([0-9]{1,17}-[0-9]{1,18})?$", example = "1763715600000000-1042")]
    after: Option<String>,
}

/// Deleted tickets, the latest first (admin)
#[utoipa::path(get, path = "/api/v1/deleted-tickets", params(Next),
    responses((status = 200, description = "At most 50", body = Listed<DeletedShown>)))]
async fn deleted(
    ctx: Admin,
    QueryParams(Next { after }): QueryParams<Next>,
) -> ApiResult<Json<Listed<DeletedShown>>> {
    Ok(Json(Listed::of(service::list_deleted(&ctx, after).await?)))
}

/// A deleted ticket (admin)
#[utoipa::path(get, path = "/api/v1/deleted-tickets/{id}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "The ticket", body = TicketShown)))]
async fn show_deleted(PathId(id): PathId<i64>, ctx: Admin) -> ApiResult<Json<TicketShown>> {
    Ok(Json(service::find_deleted(&ctx, id).await?.0.ticket.into()))
}

/// Remove a deleted ticket for good, with everything on it (admin)
#[utoipa::path(delete, path = "/api/v1/deleted-tickets/{id}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 204, description = "Gone")))]
async fn purge(PathId(id): PathId<i64>, ctx: Admin) -> ApiResult<StatusCode> {
    service::purge(&ctx, id).await?;
    Ok(DONE)
}
