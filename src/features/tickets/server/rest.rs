//! Tickets over HTTP: everything the pages do with them, with states (`ETag`), keys and events.
mod around;
mod deletion;
mod home;
mod links;
mod listing;

use super::{
    service,
    shapes::{Edit, Filter, LineShown, Opening, TicketShown, tagged, word},
    work::Delivery,
};
use crate::{
    base::{AccountId, AppResult, Error, Problem, Scope, live::Event},
    features::tickets::*,
    server::{
        Caller, Signed, Staff,
        endpoints::Endpoints,
        request::{IdempotencyKey, IfMatch, JsonBody, PathId, QueryParams},
        response::{ApiResult, Created, DONE, EventShown, Listed, Tagged, Who, named},
    },
};
use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The server functions of this room, each with the endpoint that does the same for programs.
pub const SERVER_FNS: &[(&str, &str)] = &[
    ("open_ticket", "POST /api/v1/tickets"),
    ("my_tickets", "GET /api/v1/tickets"),
    ("my_home", "GET /api/v1/tickets/home"),
    ("guided_now", "GET /api/v1/tickets/guided"),
    ("list_queue", "GET /api/v1/tickets"),
    ("count_queue", "GET /api/v1/tickets/counts"),
    ("take_ticket", "PUT /api/v1/tickets/{id}/lead"),
    ("assign_ticket", "PUT /api/v1/tickets/{id}/lead"),
    ("change_ticket_status", "PUT /api/v1/tickets/{id}/status"),
    ("edit_ticket", "PATCH /api/v1/tickets/{id}"),
    ("list_technicians", "GET /api/v1/technicians"),
    ("set_ticket_waiting", "PUT /api/v1/tickets/{id}/waiting"),
    ("set_ticket_confidential", "PUT /api/v1/tickets/{id}/confidentiality"),
    ("set_department_confidential", "PUT /api/v1/departments/{id}/confidentiality"),
    ("set_ticket_tags", "PUT /api/v1/tickets/{id}/tags"),
    ("known_tags", "GET /api/v1/tags"),
    ("invite_to_ticket", "POST /api/v1/tickets/{id}/participants"),
    ("add_to_ticket", "POST /api/v1/tickets/{id}/technicians"),
    ("remove_from_ticket", "DELETE /api/v1/tickets/{id}/participants/{account}"),
    ("watch_ticket", "PUT /api/v1/tickets/{id}/watching"),
    ("delete_ticket", "DELETE /api/v1/tickets/{id}"),
    ("my_deletion", "POST /api/v1/tickets/{id}/restore"),
    ("restore_ticket", "POST /api/v1/tickets/{id}/restore"),
    ("deleted_tickets", "GET /api/v1/deleted-tickets"),
    ("list_tickets", "GET /api/v1/tickets"),
    ("count_tickets", "GET /api/v1/tickets/count"),
    ("ticket_numbers", "GET /api/v1/tickets"),
    ("bulk_tickets", "POST /api/v1/tickets/bulk"),
    ("list_views", "GET /api/v1/views"),
    ("save_view", "POST /api/v1/views"),
    ("remove_view", "DELETE /api/v1/views/{id}"),
    ("list_columns", "GET /api/v1/list-columns"),
    ("choose_columns", "PUT /api/v1/list-columns"),
    ("ticket_links", "GET /api/v1/tickets/{id}/links"),
    ("link_ticket", "POST /api/v1/tickets/{id}/links"),
    ("unlink_ticket", "DELETE /api/v1/tickets/{id}/links/{kind}/{other}"),
    ("finish_children", "POST /api/v1/tickets/{id}/children/finish"),
    ("refer_ticket", "POST /api/v1/tickets/{id}/references"),
    ("unrefer_ticket", "DELETE /api/v1/tickets/{id}/references/{reference}"),
    ("merge_ticket", "POST /api/v1/tickets/{id}/merge"),
    ("unmerge_ticket", "DELETE /api/v1/tickets/{id}/merge"),
    ("purge_ticket", "DELETE /api/v1/deleted-tickets/{id}"),
];

/// The endpoints of this room.
pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(list))
        .creating(Scope::Write, routes!(open))
        .with(Scope::Read, routes!(counts))
        .with(Scope::Read, routes!(guided))
        .with(Scope::Read, routes!(show))
        .with(Scope::Write, routes!(edit))
        .with(Scope::Write, routes!(set_lead))
        .with(Scope::Write, routes!(set_status))
        .with(Scope::Read, routes!(events))
        .with(Scope::Write, routes!(read_up_to))
        .with(Scope::Read, routes!(technicians))
        .and(around::endpoints())
        .and(deletion::endpoints())
        .and(links::endpoints())
        .and(listing::endpoints())
        .and(home::endpoints())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Tab {
    /// `requested` (one's own requests), and for technicians `mine` (in charge of), `untaken`, `all`.
    /// Default: `requested`, for technicians `all`.
    #[param(pattern = "^(requested|mine|untaken|all)$", example = "requested")]
    tab: Option<String>,
}

/// The tab that is not of the queue: one's own requests.
const REQUESTED: &str = "requested";

/// Tickets, newest first unless another order is asked for
///
/// What is narrowed by more than `search`, one state and one priority is read from the search index, which an
/// act reaches within a second.
#[utoipa::path(get, path = "/api/v1/tickets", params(Tab, ListQuery),
    responses((status = 200, description = "At most 50", body = Listed<LineShown>)))]
async fn list(
    ctx: Signed,
    QueryParams(Tab { tab }): QueryParams<Tab>,
    QueryParams(query): QueryParams<ListQuery>,
) -> ApiResult<Json<Listed<LineShown>>> {
    let usual = if ctx.actor.is_staff() { "all" } else { REQUESTED };
    Ok(Json(listed(&ctx, tab.as_deref().unwrap_or(usual), query).await?))
}

/// What the rows themselves tell at once is read from them, the rest from the index. The tabs of the queue
/// know no more than that.
async fn listed(ctx: &Signed, tab: &str, query: ListQuery) -> AppResult<Listed<LineShown>> {
    let own = tab == REQUESTED;
    let queue_tab = if own { QueueTab::All } else { word("tab", tab)? };
    match Filter::of(&query) {
        Some(filter) if own => Ok(Listed::of(service::list_requested(ctx, filter.on(queue_tab)?).await?)),
        Some(filter) => Ok(Listed::of(service::list_queue(&Staff::of(ctx)?, filter.on(queue_tab)?).await?)),
        None if own => Ok(Listed::of(service::list_own_tickets(ctx, &query).await?)),
        None if queue_tab == QueueTab::All => {
            Ok(Listed::of(service::list_tickets(&Staff::of(ctx)?, &query).await?))
        }
        None => Err(Error::field("tab", Problem::Unknown)),
    }
}

/// Open a ticket
#[utoipa::path(post, path = "/api/v1/tickets", request_body = Opening,
    responses((status = 201, description = "Opened", body = TicketShown)))]
async fn open(
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(new): JsonBody<Opening>,
) -> ApiResult<Created<TicketShown>> {
    let ticket = new.open(&ctx, &key).await?;
    Ok(Created(format!("/api/v1/tickets/{}", ticket.number), ticket.into()))
}

/// How many tickets in each tab of the queue.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"mine": 3, "untaken": 2, "all": 120}))]
struct Tabs {
    mine: i64,
    untaken: i64,
    all: i64,
}

/// How many tickets in each tab of the queue (technicians)
#[utoipa::path(get, path = "/api/v1/tickets/counts",
    responses((status = 200, description = "Counts", body = Tabs)))]
async fn counts(ctx: Staff) -> ApiResult<Json<Tabs>> {
    let Counts { mine, untaken, all } = service::count_queue(&ctx).await?;
    Ok(Json(Tabs { mine, untaken, all }))
}

/// Where the caller is guided.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"ticket": 1042}))]
struct Guided {
    /// The ticket's number; `null` where no guidance runs on a ticket of the caller's.
    ticket: Option<i64>,
}

/// One's own ticket on which guidance runs
#[utoipa::path(get, path = "/api/v1/tickets/guided",
    responses((status = 200, description = "The ticket, if there is one", body = Guided)))]
async fn guided(ctx: Signed) -> ApiResult<Json<Guided>> {
    Ok(Json(Guided { ticket: service::guided_now(&ctx).await? }))
}

async fn now(ctx: &Signed, id: i64) -> ApiResult<Tagged<TicketShown>> {
    Ok(tagged(service::find(ctx, id).await?))
}

/// A ticket
#[utoipa::path(get, path = "/api/v1/tickets/{id}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "The ticket", body = TicketShown,
        headers(("ETag" = String, description = "Its state, for `If-Match`")))))]
async fn show(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Tagged<TicketShown>> {
    now(&ctx, id).await
}

/// Change what stands on a ticket
#[utoipa::path(patch, path = "/api/v1/tickets/{id}", request_body = Option<Edit>,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 200, description = "Changed", body = TicketShown)))]
async fn edit(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(edit): JsonBody<Edit>,
) -> ApiResult<Tagged<TicketShown>> {
    service::edit(&ctx, id, edit.form(), Delivery::keyed(None, &[], at))
        .await
        .map_err(|e| named(e, &Edit::NAMES))?;
    now(&ctx, id).await
}

/// Who shall be in charge; left out, the caller takes the ticket.
#[derive(Default, Deserialize, ToSchema)]
#[schema(example = json!({"technicien": "0199c1a2-7c11-7000-8000-000000000002"}))]
struct NewLead {
    technicien: Option<AccountId>,
    /// A word to whoever gets it, for staff only.
    note: Option<String>,
}

/// Take a ticket, or give it to a technician
///
/// Given to oneself, it is taken over from its lead.
#[utoipa::path(put, path = "/api/v1/tickets/{id}/lead", request_body = Option<NewLead>,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 200, description = "Given", body = TicketShown)))]
async fn set_lead(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(lead): JsonBody<NewLead>,
) -> ApiResult<Tagged<TicketShown>> {
    let delivery = Delivery::keyed(None, &[], at);
    match lead.technicien {
        Some(to) => {
            let to = Handover { to, note: lead.note };
            service::assign(&ctx, id, to, delivery).await.map_err(|e| named(e, &[("to", "technicien")]))?
        }
        None => service::take(&ctx, id, delivery).await?,
    }
    now(&ctx, id).await
}

/// Where the ticket shall be in its life.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"statut": "resolu"}))]
struct NewStatus {
    #[schema(value_type = Status)]
    statut: String,
    /// What was done, or why it is taken up again.
    note: Option<String>,
}

/// Move a ticket along its life
///
/// By the act that leads there: `en cours` on an open ticket takes it, `ouvert` puts it back into the queue.
#[utoipa::path(put, path = "/api/v1/tickets/{id}/status", request_body = NewStatus,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 200, description = "Changed", body = TicketShown)))]
async fn set_status(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(new): JsonBody<NewStatus>,
) -> ApiResult<Tagged<TicketShown>> {
    let to = StatusMove { to: word("statut", &new.statut)?, note: new.note };
    service::change_status(&ctx, id, to, Delivery::keyed(None, &[], at)).await?;
    now(&ctx, id).await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Stretch {
    /// Events after this number, oldest first, at most 200. Default 0.
    #[param(example = 4)]
    after: Option<i64>,
    /// Instead: the latest events before this number, oldest first, at most 100.
    #[param(example = 120)]
    before: Option<i64>,
}

/// What happened on a ticket
///
/// With `after`: everything since a number; ask again with `next` until it is `null`. With `before`: the
/// story backwards, page by page. The number of another ticket is `null` where that one is not there for the
/// caller.
#[utoipa::path(get, path = "/api/v1/tickets/{id}/events",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), Stretch),
    responses((status = 200, description = "Events", body = Listed<EventShown>)))]
async fn events(
    PathId(id): PathId<i64>,
    ctx: Signed,
    QueryParams(stretch): QueryParams<Stretch>,
) -> ApiResult<Json<Listed<EventShown>>> {
    let (events, next) = match stretch.before {
        Some(before) => earlier(&ctx, id, before).await?,
        None => {
            let backlog = service::backlog(&ctx, id, stretch.after.unwrap_or(0).max(0)).await?;
            (backlog.events, backlog.more.then_some(backlog.last))
        }
    };
    Ok(Json(Listed {
        items: events.into_iter().map(EventShown::from).collect(),
        next: next.map(|n| n.to_string()),
    }))
}

async fn earlier(ctx: &Signed, id: i64, before: i64) -> AppResult<(Vec<Event>, Option<i64>)> {
    let mut tx = ctx.db.read().await?;
    let seen = service::find_visible(ctx, &mut tx, id).await?;
    let (events, more) = service::latest_events(&mut tx, &seen, before).await?;
    let next = events.first().filter(|_| more).map(|e| e.seq);
    drop(tx);
    service::tell_reading(ctx, &seen).await?;
    Ok((events, next))
}

/// How far the caller has read.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"seq": 7}))]
struct ReadUpTo {
    seq: i64,
}

/// Say how far one has read
#[utoipa::path(put, path = "/api/v1/tickets/{id}/reading", request_body = ReadUpTo,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 204, description = "Noted; it never goes back")))]
async fn read_up_to(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(to): JsonBody<ReadUpTo>,
) -> ApiResult<StatusCode> {
    service::mark_read(&ctx, id, to.seq.max(0)).await?;
    Ok(DONE)
}

/// Technicians and admins a ticket can be given to (technicians)
#[utoipa::path(get, path = "/api/v1/technicians",
    responses((status = 200, description = "By name", body = Listed<Who>)))]
async fn technicians(ctx: Staff) -> ApiResult<Json<Listed<Who>>> {
    let items = service::list_technicians(&ctx).await?.into_iter().map(Who::from).collect();
    Ok(Json(Listed { items, next: None }))
}
