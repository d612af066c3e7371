//! The faces of the references on guidance and comments. Thin, on the same verbs.
use super::{
    entries::{self, Entry},
    talk,
};
use crate::{
    base::{AppResult, Error, Problem, Scope},
    features::{
        guidance::{Act, CallOutcome, Instruction, Outcome, server::service},
        tickets::server as tickets,
    },
    server::{
        Signed,
        endpoints::Endpoints,
        request::{IdempotencyKey, JsonBody, PathId, QueryParams},
        response::{ApiResult, Created, Linked, named},
    },
};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The faces on guidance and comments.
pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .creating(Scope::Write, routes!(start))
        .creating(Scope::Write, routes!(instruction))
        .with(Scope::Write, routes!(end))
        .creating(Scope::Write, routes!(confirm))
        .with(Scope::Read, routes!(comments))
        .creating(Scope::Write, routes!(comment))
}

/// The act as a program's: under its key, told apart by what it says.
fn keyed(key: &IdempotencyKey, id: i64, act: &impl Serialize) -> tickets::Delivery {
    let body = serde_json::to_string(act).unwrap_or_default();
    tickets::Delivery::keyed(key.act(), &["guidance", &id.to_string(), &body], None)
}

async fn done(ctx: &Signed, id: i64, act: Act, key: &IdempotencyKey) -> AppResult<Entry> {
    let stamp = keyed(key, id, &act);
    let seq = service::act_on(ctx, id, act, stamp).await.map_err(|e| named(e, &[("text", "message")]))?.seq;
    entries::one(ctx, id, seq).await
}

fn created(entry: Entry) -> Created<Entry> {
    Created(format!("/api/tickets/{}/comments/", entry.ticket), entry)
}

/// Begin guidance
///
/// From now on the requester's free messages are refused, and what the lead writes is an instruction.
#[utoipa::path(post, path = "/api/tickets/{id}/guidance/start/",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 201, description = "Begun", body = Entry)))]
async fn start(PathId(id): PathId<i64>, ctx: Signed, key: IdempotencyKey) -> ApiResult<Created<Entry>> {
    Ok(created(done(&ctx, id, Act::Start, &key).await?))
}

/// What is written.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"message": "Éteignez l’imprimante, puis rallumez-la."}))]
struct Words {
    #[schema(min_length = 1, max_length = 4_000)]
    message: String,
}

/// What a step asks.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"message": "Éteignez l’imprimante, puis rallumez-la."}))]
struct Asked {
    #[schema(min_length = 1, max_length = 2_000)]
    message: String,
}

/// Send an instruction
///
/// While a step is open it waits (`en_attente`) and is shown to technicians only.
#[utoipa::path(post, path = "/api/tickets/{id}/guidance/instruction/", request_body = Asked,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 201, description = "Released, or waiting", body = Entry)))]
async fn instruction(
    PathId(id): PathId<i64>,
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(with): JsonBody<Asked>,
) -> ApiResult<Created<Entry>> {
    let act = Act::Write { instruction: Instruction { text: with.message, picture: None } };
    Ok(created(done(&ctx, id, act, &key).await?))
}

/// How guidance ends.
#[derive(Default, Deserialize, ToSchema)]
#[schema(example = json!({"message": "Problème résolu !", "resolu": true}))]
struct End {
    message: Option<String>,
    /// The problem is solved: so is the ticket. Default `false`.
    #[serde(default)]
    resolu: bool,
    /// What became of the call that the requester asked for: needed where one is still owed.
    appel: Option<CallOutcome>,
}

/// End guidance
#[utoipa::path(post, path = "/api/tickets/{id}/guidance/end/", request_body = Option<End>,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Ended", body = Entry)))]
async fn end(
    PathId(id): PathId<i64>,
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(end): JsonBody<End>,
) -> ApiResult<Json<Entry>> {
    let message = end.message.filter(|m| !m.trim().is_empty());
    let act = Act::End { solved: end.resolu, message, call: end.appel, asked: None };
    Ok(Json(done(&ctx, id, act, &key).await?))
}

/// An answer to a step.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"message": "Étape terminée ✅", "resultat": "fait"}))]
struct Confirmation {
    /// A note.
    message: Option<String>,
    /// `fait` (the default), `pas_marche` or `pas_compris`.
    #[schema(value_type = Option<Outcome>)]
    resultat: Option<String>,
}

/// Confirm a step
///
/// The requester's answer to an instruction; `fait` releases what waits next. An answer that comes late is
/// kept and changes nothing.
#[utoipa::path(post, path = "/api/comments/{id}/confirm/", request_body = Option<Confirmation>,
    params(("id" = i64, Path, description = "The instruction's number", example = 1042000005i64)),
    responses((status = 200, description = "The instruction, answered", body = Entry)))]
async fn confirm(
    PathId(id): PathId<i64>,
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(with): JsonBody<Confirmation>,
) -> ApiResult<Json<Entry>> {
    let stamp = keyed(&key, id, &with);
    let outcome = outcome(with.resultat.as_deref())?;
    let (number, seq) = talk::confirm(&ctx, id, outcome, with.message, stamp).await?;
    Ok(Json(entries::one(&ctx, number, seq).await?))
}

/// The outcome of that word; `fait` where none is given.
pub fn outcome(word: Option<&str>) -> AppResult<Outcome> {
    Outcome::parse(word.unwrap_or("fait")).ok_or(Error::field("resultat", Problem::Unknown))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Earlier {
    /// Only entries before this place: the page before, as the header `Link` says.
    #[param(example = 900)]
    before: Option<i64>,
}

/// The conversation of a ticket, oldest first
#[utoipa::path(get, path = "/api/tickets/{id}/comments/",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), Earlier),
    responses((status = 200,
        description = "The latest hundred entries; `Link` leads to earlier ones",
        body = Vec<Entry>)))]
async fn comments(
    PathId(id): PathId<i64>,
    ctx: Signed,
    QueryParams(with): QueryParams<Earlier>,
) -> ApiResult<Linked<Entry>> {
    let (list, earlier) = entries::list(&ctx, id, with.before).await?;
    Ok(Linked(earlier.map(|before| format!("/api/tickets/{id}/comments/?before={before}")), list))
}

/// Write on a ticket
///
/// During guidance a technician's text is an instruction, of at most 2,000 characters, and the requester's
/// is refused until typing is lifted (409 `typing_paused`).
#[utoipa::path(post, path = "/api/tickets/{id}/comments/", request_body = Words,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 201, description = "Written", body = Entry)))]
async fn comment(
    PathId(id): PathId<i64>,
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(with): JsonBody<Words>,
) -> ApiResult<Created<Entry>> {
    let stamp = keyed(&key, id, &with);
    let seq = talk::speak(&ctx, id, with.message, stamp).await?.seq;
    Ok(created(entries::one(&ctx, id, seq).await?))
}
