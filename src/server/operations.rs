//! What an administrator sees of the machine room over HTTP: jobs that died, and how far followers have come.
use super::{
    Admin, Room,
    endpoints::Endpoints,
    followers::{self, Progress},
    jobs::{self, Dead},
    request::{PathId, QueryParams},
    response::{ApiResult, DONE, Listed},
};
use crate::base::{Error, Page, Scope};
use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

/// Dead jobs on a page.
const PAGE: usize = 50;

/// The machine room as a room among the others.
pub const ROOM: Room =
    Room { name: "operations", about: "Work in the background, for administrators", endpoints, ..Room::NONE };

fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Manage, routes!(dead_jobs))
        .with(Scope::Manage, routes!(retry_job))
        .with(Scope::Manage, routes!(followers))
}

/// A job that failed too often.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000e1", "kind": "mail.send", "attempts": 10,
    "last_error": "not done within 60 s", "run_at": "2026-11-21T09:00:00Z"}))]
struct DeadJob {
    id: Uuid,
    kind: String,
    attempts: i64,
    last_error: Option<String>,
    /// When it was due the last time.
    run_at: DateTime<Utc>,
}

impl From<Dead> for DeadJob {
    fn from(Dead { id, kind, run_at, attempts, last_error }: Dead) -> Self {
        DeadJob { id, kind, attempts, last_error, run_at }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// The next page: the `next` of the page before.
    after: Option<Uuid>,
}

/// Jobs that failed too often and are done no more, newest first (admin)
#[utoipa::path(get, path = "/api/v1/jobs/dead", params(After),
    responses((status = 200, description = "At most 50", body = Listed<DeadJob>)))]
async fn dead_jobs(ctx: Admin, QueryParams(page): QueryParams<After>) -> ApiResult<Json<Listed<DeadJob>>> {
    let rows = jobs::list_dead(&mut ctx.db.glance().await?, page.after, PAGE as i64 + 1).await;
    let page = Page::cut(rows.map_err(Error::from)?, PAGE, |job| job.id.to_string());
    Ok(Json(Listed::of(page)))
}

/// Have a dead job done after all (admin)
///
/// It begins anew, as if it had never been tried.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/retry", params(("id" = Uuid, Path, description = "The job")),
    responses((status = 204, description = "It is due now")))]
async fn retry_job(PathId(id): PathId<Uuid>, ctx: Admin) -> ApiResult<StatusCode> {
    let now = ctx.clock.now();
    let unit = ctx.db.write(move |tx| Box::pin(async move { Ok(jobs::revive(tx, id, now).await?) }));
    if !unit.await? {
        return Err(Error::NotFound.into());
    }
    tracing::info!(job = %id, by = %ctx.actor.id, "a dead job is tried again");
    Ok(DONE)
}

/// How far a follower has come in what happened.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"name": "figures", "position": 41822, "behind": 0, "since": null,
    "failures": 0, "last_error": null, "retry_at": null}))]
struct FollowerShown {
    name: String,
    position: i64,
    /// So many events wait for it; counted up to 10000.
    behind: i64,
    /// When the first of them happened.
    since: Option<DateTime<Utc>>,
    /// In a row; it stays where it is and tries again at `retry_at`.
    failures: i64,
    last_error: Option<String>,
    retry_at: Option<DateTime<Utc>>,
}

impl From<Progress> for FollowerShown {
    fn from(Progress { standing, behind, since }: Progress) -> Self {
        let followers::Standing { name, position, failures, last_error, retry_at } = standing;
        FollowerShown { name, position, behind, since, failures, last_error, retry_at }
    }
}

/// How far the followers of what happens have come (admin)
#[utoipa::path(get, path = "/api/v1/followers",
    responses((status = 200, description = "By name", body = Listed<FollowerShown>)))]
async fn followers(ctx: Admin) -> ApiResult<Json<Listed<FollowerShown>>> {
    let items = followers::progress(&ctx.house).await?.into_iter().map(FollowerShown::from).collect();
    Ok(Json(Listed { items, next: None }))
}
