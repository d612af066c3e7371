//! The face of the references on technicians and their load.
use crate::{
    base::Scope,
    features::tickets::server::service,
    server::{
        Staff,
        endpoints::Endpoints,
        response::{ApiResult, Who},
    },
};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The face on technicians.
pub fn endpoints() -> Endpoints {
    Endpoints::default().with(Scope::Read, routes!(agents))
}

/// A technician and what is on their desk.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-000000000002", "nom": "Grace", "role": "technicien",
    "charge": 3}))]
struct Agent {
    #[serde(flatten)]
    who: Who,
    /// Unfinished tickets in their charge.
    charge: i64,
}

/// Technicians and their present load
#[utoipa::path(get, path = "/api/agent/",
    responses((status = 200, description = "Technicians and admins, by name", body = Vec<Agent>)))]
async fn agents(ctx: Staff) -> ApiResult<Json<Vec<Agent>>> {
    let loads = service::list_loads(&ctx).await?;
    Ok(Json(loads.into_iter().map(|(who, charge)| Agent { who: who.into(), charge }).collect()))
}
