//! People as technicians find them, and the departments that they serve.
use super::{Person, Search, service};
use crate::{
    base::{AccountId, Scope},
    features::departments::DepartmentId,
    server::{
        Admin, Staff,
        endpoints::Endpoints,
        request::{JsonBody, PathId, QueryParams},
        response::{ApiResult, Listed, named},
    },
};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(proposed))
        .with(Scope::Manage, routes!(served))
        .with(Scope::Manage, routes!(serve))
}

/// People whom a ticket can be opened for (technicians)
#[utoipa::path(get, path = "/api/v1/requesters", params(Search),
    responses((status = 200, description = "Those who have all the words, best first; at most 10",
        body = Listed<Person>)))]
async fn proposed(ctx: Staff, QueryParams(with): QueryParams<Search>) -> ApiResult<Json<Listed<Person>>> {
    let items = service::find_people(&ctx, &with.search).await?.into_iter().map(Person::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// Departments, by their ids.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"departements": ["0199c1a2-7c11-7000-8000-0000000000d1"]}))]
struct Served {
    departements: Vec<DepartmentId>,
}

/// The departments a person serves (admin)
#[utoipa::path(get, path = "/api/v1/people/{id}/departments",
    params(("id" = AccountId, Path, description = "The person")),
    responses((status = 200, description = "The departments", body = Served)))]
async fn served(PathId(id): PathId<AccountId>, ctx: Admin) -> ApiResult<Json<Served>> {
    Ok(Json(Served { departements: service::list_served(&ctx, id).await? }))
}

/// Say which departments a technician serves (admin)
///
/// Their confidential tickets are there for them at once, and those of others no longer.
#[utoipa::path(put, path = "/api/v1/people/{id}/departments", request_body = Served,
    params(("id" = AccountId, Path, description = "The person")),
    responses((status = 200, description = "The departments", body = Served)))]
async fn serve(
    PathId(id): PathId<AccountId>,
    ctx: Admin,
    JsonBody(set): JsonBody<Served>,
) -> ApiResult<Json<Served>> {
    let done = service::set_served(&ctx, id, set.departements).await;
    done.map_err(|error| named(error, &[("departments", "departements")]))?;
    Ok(Json(Served { departements: service::list_served(&ctx, id).await? }))
}
