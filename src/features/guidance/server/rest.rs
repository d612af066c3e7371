//! Guidance over HTTP: every act the socket knows, the state, and the replay of a session.
use super::{service, shapes::SessionShown};
use crate::{
    base::{Scope, live::Event},
    features::{
        guidance::{Act, Guidance, GuidanceId},
        tickets::server as tickets,
    },
    server::{
        Signed,
        endpoints::Endpoints,
        live::Backlog,
        request::{IdempotencyKey, JsonBody, PathId, QueryParams},
        response::{ApiResult, Created, DONE, EventShown, Listed},
    },
};
use axum::{Json, http::StatusCode};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The server functions of this room, each with the endpoint that does the same for programs.
pub const SERVER_FNS: &[(&str, &str)] = &[
    ("take_over_guidance", "PUT /api/v1/tickets/{id}/guidance/lead"),
    ("answer_step", ACTS),
    ("explain_step", ACTS),
    ("ask_call", ACTS),
    ("stop_guidance", ACTS),
];
const ACTS: &str = "POST /api/v1/tickets/{id}/guidance/acts";

/// The endpoints of this room.
pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(state))
        .creating(Scope::Write, routes!(act))
        .with(Scope::Write, routes!(take_over))
        .with(Scope::Read, routes!(list_sessions))
        .with(Scope::Read, routes!(replay))
}

/// Where guidance of a ticket stands
///
/// The session that runs or the last one, and for technicians the queue.
#[utoipa::path(get, path = "/api/v1/tickets/{id}/guidance",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "The state", body = Guidance)))]
async fn state(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Json<Guidance>> {
    Ok(Json(service::state(&ctx, id).await?))
}

/// An act, and how long ago the person did it.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"do": "write",
    "instruction": {"text": "Éteignez l’imprimante, puis rallumez-la."}}))]
struct Acted {
    /// In milliseconds; for what was done while the line was down.
    #[serde(default)]
    #[schema(minimum = 0)]
    age: i64,
    #[serde(flatten, deserialize_with = "by_word")]
    act: Act,
}

fn by_word<'de, D: Deserializer<'de>>(from: D) -> Result<Act, D::Error> {
    service::read_act(serde_json::Map::deserialize(from)?.into()).ok_or(D::Error::custom("no act"))
}

/// The number of the event the act made.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"seq": 7}))]
struct Acknowledged {
    seq: i64,
}

/// Do something in guidance
///
/// Start, write ahead, rephrase, go back, go on, edit the queue, answer with an outcome, ask for a call,
/// lift, stop, end: what `do` says. With an idempotency key, sending it twice has the effect of once.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/guidance/acts", request_body = Acted,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 201, description = "Done, and on disk", body = Acknowledged)))]
async fn act(
    PathId(id): PathId<i64>,
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(Acted { age, act }): JsonBody<Acted>,
) -> ApiResult<Created<Acknowledged>> {
    let delivery = tickets::Delivery {
        age: age.max(0),
        ..tickets::Delivery::of_program(Act::VERB, id, &act, key.act())
    };
    let tickets::Done { seq } = service::act_on(&ctx, id, act, delivery).await?;
    Ok(Created(format!("/api/v1/tickets/{id}/events?after={}", seq - 1), Acknowledged { seq }))
}

/// Take over from a silent lead (technicians, admins)
///
/// Possible where it is the lead's turn and the lead has been silent for the set delay, or has gone. Session,
/// open step and queue come along.
#[utoipa::path(put, path = "/api/v1/tickets/{id}/guidance/lead",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 204, description = "Taken over")))]
async fn take_over(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<StatusCode> {
    service::take_over(&ctx, id).await?;
    Ok(DONE)
}

/// Sessions of guidance on a ticket, the latest first
#[utoipa::path(get, path = "/api/v1/tickets/{id}/guidance/sessions",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Sessions", body = Listed<SessionShown>)))]
async fn list_sessions(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Json<Listed<SessionShown>>> {
    Ok(Json(Listed { items: service::list_sessions(&ctx, id).await?, next: None }))
}

/// An event of a session, so many milliseconds after its beginning.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"offset_ms": 0, "seq": 4, "kind": "guidage_debut",
    "by": {"id": "0199c1a2-7c11-7000-8000-000000000002", "nom": "Grace", "role": "technicien"},
    "at": "2026-11-21T09:03:00Z", "said_at": null, "audience": "tous", "act": null,
    "payload": {"session": "0199c1a2-7c11-7000-8000-00000000005e"}}))]
struct Beat {
    offset_ms: i64,
    #[serde(flatten)]
    event: EventShown,
}

/// A session with everything that happened in it, as the caller may see it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"session": {"id": "0199c1a2-7c11-7000-8000-00000000005e",
    "started_at": "2026-11-21T09:03:00Z", "ended_at": null, "ending": null, "first": 4, "last": null},
    "events": [{"offset_ms": 0, "seq": 4, "kind": "guidage_debut",
        "by": {"id": "0199c1a2-7c11-7000-8000-000000000002", "nom": "Grace", "role": "technicien"},
        "at": "2026-11-21T09:03:00Z", "said_at": null, "audience": "tous", "act": null,
        "payload": {"session": "0199c1a2-7c11-7000-8000-00000000005e"}}], "next": null}))]
struct Replay {
    session: SessionShown,
    /// Oldest first, at most two hundred.
    events: Vec<Beat>,
    /// The `after` of what follows, `null` at the end.
    #[schema(example = "204")]
    next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Onwards {
    /// Events after this number: the `next` of the page before.
    #[param(example = 204)]
    after: Option<i64>,
}

/// Which session of which ticket.
#[derive(Deserialize)]
struct Played {
    id: i64,
    session: GuidanceId,
}

/// The replay of a session
#[utoipa::path(get, path = "/api/v1/tickets/{id}/guidance/sessions/{session}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), ("session" = GuidanceId,
        Path, description = "The session"), Onwards),
    responses((status = 200, description = "The session and its events", body = Replay)))]
async fn replay(
    PathId(Played { id, session }): PathId<Played>,
    ctx: Signed,
    QueryParams(with): QueryParams<Onwards>,
) -> ApiResult<Json<Replay>> {
    let session = service::find_session(&ctx, id, session).await?;
    let (first, last) = (session.first - 1, session.last.unwrap_or(i64::MAX));
    let after = with.after.map_or(first, |after| after.max(first));
    let Backlog { mut events, last: reached, more, .. } = tickets::service::backlog(&ctx, id, after).await?;
    events.retain(|event| event.seq <= last);
    let next = (more && reached < last).then(|| reached.to_string());
    let beat = |event: Event| Beat {
        offset_ms: (event.said() - session.started_at).num_milliseconds().max(0),
        event: event.into(),
    };
    Ok(Json(Replay { events: events.into_iter().map(beat).collect(), session, next }))
}
