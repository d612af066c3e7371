//! What the shared pages show, over HTTP: the queue with its steps, and what surrounds a ticket.
use super::service;
use crate::{
    base::{AccountId, Scope},
    features::{
        desk::*,
        tickets::{
            QueueFilter, Relation,
            server::shapes::{LineShown, optional_word},
        },
    },
    server::{
        Signed, Staff,
        endpoints::Endpoints,
        request::{PathId, QueryParams},
        response::{ApiResult, Listed},
    },
};
use axum::Json;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The server functions of this room, each with the endpoint that does the same for programs.
pub const SERVER_FNS: &[(&str, &str)] = &[
    ("view_ticket", "GET /api/v1/tickets/{id}"),
    ("find_requester_phone", "GET /api/v1/tickets/{id}/context"),
    ("view_queue", "GET /api/v1/queue"),
    ("view_deleted_ticket", "GET /api/v1/deleted-tickets/{id}"),
];

/// The endpoints of this room.
pub fn endpoints() -> Endpoints {
    Endpoints::default().with(Scope::Read, routes!(queue)).with(Scope::Read, routes!(context))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Tab {
    /// `mine` (the default), `untaken` or `all`.
    #[param(pattern = "^(mine|untaken|all)$", example = "untaken")]
    tab: Option<String>,
    /// The next page: the `next` of the page before.
    #[param(pattern = "^[0-9]{0,18}$", example = "1042")]
    after: Option<String>,
}

/// A line of the queue, with the step its guidance is at.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1042, "titre": "L’imprimante P-12 n’imprime plus", "statut": "en cours",
    "priorite": "normal", "utilisateur_createur": "Ada", "technicien_assigne": "Grace",
    "departement": "Informatique", "departement_demandeur": "Comptabilité",
    "date_creation": "2026-11-21T09:00:00Z",
    "date_modification": "2026-11-21T09:05:00Z", "non_lus": 1, "etape": 3}))]
struct InQueue {
    #[serde(flatten)]
    ticket: LineShown,
    /// `null` where nobody is guided; 0 before the first step.
    etape: Option<i64>,
}

impl From<QueueItem> for InQueue {
    fn from(QueueItem { ticket, step: etape }: QueueItem) -> Self {
        InQueue { ticket: ticket.into(), etape }
    }
}

/// The technician's queue, with the steps of running guidance
#[utoipa::path(get, path = "/api/v1/queue", params(Tab),
    responses((status = 200, description = "At most 50, newest first", body = Listed<InQueue>)))]
async fn queue(ctx: Staff, QueryParams(with): QueryParams<Tab>) -> ApiResult<Json<Listed<InQueue>>> {
    let tab = optional_word("tab", &with.tab)?.unwrap_or_default();
    let page = service::queue(&ctx, QueueFilter { tab, after: with.after, ..Default::default() }).await?;
    Ok(Json(Listed::of(page)))
}

/// How far somebody has read.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"account": "0199c1a2-7c11-7000-8000-000000000001", "seq": 7,
    "at": "2026-11-21T09:05:00Z"}))]
struct HasRead {
    account: AccountId,
    seq: i64,
    at: DateTime<Utc>,
}

/// What surrounds a ticket.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"relation": "demandeur", "seq": 7, "lectures": [], "telephone_demandeur": null,
    "lift_seconds": 180}))]
struct Context {
    /// What the caller is to the ticket.
    relation: Relation,
    /// The last number the caller may see.
    seq: i64,
    /// How far everybody has read.
    lectures: Vec<HasRead>,
    /// The requester's phone, for technicians.
    telephone_demandeur: Option<String>,
    /// The lead's silence after which typing is free again, in seconds.
    lift_seconds: i64,
}

/// What surrounds a ticket: relation, readers, phone
#[utoipa::path(get, path = "/api/v1/tickets/{id}/context",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "The context", body = Context)))]
async fn context(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Json<Context>> {
    let view = service::view(&ctx, id).await?;
    let lectures =
        view.rooms.readings.iter().map(|r| HasRead { account: r.account, seq: r.seq, at: r.at }).collect();
    Ok(Json(Context {
        relation: view.relation(),
        seq: view.seq,
        lectures,
        telephone_demandeur: view.requester_phone,
        lift_seconds: view.lift_seconds,
    }))
}
