//! What waits for somebody, over HTTP.
use super::super::{service, shapes::LineShown};
use crate::{
    base::Scope,
    features::tickets::Home,
    server::{Signed, endpoints::Endpoints, response::ApiResult},
};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

pub fn endpoints() -> Endpoints {
    Endpoints::default().with(Scope::Read, routes!(home))
}

/// What an employee sees first of their tickets.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"id": 1042, "titre": "L’imprimante P-12 n’imprime plus",
    "statut": "en cours", "priorite": "normal", "utilisateur_createur": "Ada", "technicien_assigne": "Grace",
    "departement": "Informatique", "departement_demandeur": "Comptabilité",
    "date_creation": "2026-11-21T09:00:00Z", "date_modification": "2026-11-21T09:05:00Z", "non_lus": 1}],
    "total": 6}))]
struct HomeShown {
    /// Those that wait for the caller, then those that go on; at most 8.
    items: Vec<LineShown>,
    /// How many the caller ever asked for.
    total: i64,
}

impl From<Home> for HomeShown {
    fn from(Home { tickets, all: total }: Home) -> Self {
        HomeShown { items: tickets.into_iter().map(LineShown::from).collect(), total }
    }
}

/// One's own tickets that wait for one, or go on
///
/// First those with something unread, and those that are resolved and whose requester has not said that it
/// holds; then the other unfinished ones, the newest first.
#[utoipa::path(get, path = "/api/v1/tickets/home",
    responses((status = 200, description = "At most 8, and how many there are in all", body = HomeShown)))]
async fn home(ctx: Signed) -> ApiResult<Json<HomeShown>> {
    Ok(Json(service::home(&ctx).await?.into()))
}
