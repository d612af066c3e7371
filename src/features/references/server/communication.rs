//! The faces of the reference on communication: figures and messages of a conversation. A conversation has
//! its ticket's number.
use super::entries::{self, CONFIRMATION, Entry, INSTRUCTION};
use crate::{
    base::Scope,
    features::{
        conversation::ConversationEvent,
        tickets::{Talk, TicketSummary, server::service as tickets},
    },
    server::{
        Signed,
        endpoints::Endpoints,
        problem,
        request::QueryParams,
        response::{ApiResult, Linked},
    },
};
use axum::{Json, response::Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The faces on communication.
pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(stats))
        .with(Scope::Read, routes!(dashboard))
        .with(Scope::Read, routes!(messages))
        .with(Scope::Write, routes!(send_location))
        .with(Scope::Write, routes!(send_voice))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Request {
    /// The ticket's number.
    #[param(example = 1042)]
    request_id: i64,
}

/// Figures of a conversation.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"request_id": 1042, "messages_totaux": 12, "messages_non_lus": 1,
    "temps_reponse_moyen": 42.5, "derniere_activite": "2026-11-21T09:05:00Z", "conversations_actives": 1}))]
struct ChatStats {
    request_id: i64,
    /// Messages, instructions, answers and pictures, over the whole conversation; what waits is none yet.
    messages_totaux: i64,
    /// Of these, by others and not read.
    messages_non_lus: i64,
    /// From a message to the next one by somebody else, in seconds; `null` where there is none.
    temps_reponse_moyen: Option<f64>,
    derniere_activite: Option<DateTime<Utc>>,
    /// The caller's conversations that are active: not resolved, closed or cancelled.
    conversations_actives: i64,
}

const SPOKEN: [&str; 4] =
    [ConversationEvent::word("Comment"), INSTRUCTION, CONFIRMATION, ConversationEvent::word("Picture")];

/// Figures of a conversation
#[utoipa::path(get, path = "/depannage/api/chat/stats/", params(Request),
    responses((status = 200, description = "Figures", body = ChatStats)))]
async fn stats(ctx: Signed, QueryParams(of): QueryParams<Request>) -> ApiResult<Json<ChatStats>> {
    let talk = tickets::talk_on(&ctx, of.request_id, &SPOKEN).await?;
    let count = |of: fn(&Talk) -> i64| talk.as_ref().map_or(0, of);
    Ok(Json(ChatStats {
        request_id: of.request_id,
        messages_totaux: count(|talk| talk.said),
        messages_non_lus: count(|talk| talk.unread),
        temps_reponse_moyen: mean_answer(talk.iter()),
        derniere_activite: talk.as_ref().map(|talk| talk.last_at),
        conversations_actives: tickets::count_active(&ctx).await?,
    }))
}

/// Seconds from a message to the next one by somebody else, on average.
fn mean_answer<'a>(talk: impl Iterator<Item = &'a Talk>) -> Option<f64> {
    let (answers, waited) = talk.fold((0, 0.0), |(n, sum), talk| (n + talk.answers, sum + talk.waited));
    (answers > 0).then(|| waited / answers as f64)
}

/// A conversation that is active.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1042, "titre": "L’imprimante P-12 n’imprime plus", "statut": "en cours",
    "derniere_activite": "2026-11-21T09:05:00Z", "messages_non_lus": 1, "temps_reponse_moyen": 42.5}))]
struct Conversation {
    /// The ticket's number.
    id: i64,
    titre: String,
    statut: String,
    derniere_activite: DateTime<Utc>,
    /// Messages by others that the caller has not read.
    messages_non_lus: i64,
    /// In seconds; `null` where nobody has answered anybody.
    temps_reponse_moyen: Option<f64>,
}

/// The conversations of the caller.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"conversations_actives": 1, "messages_non_lus": 1, "temps_reponse_moyen": 42.5,
    "conversations": [{"id": 1042, "titre": "L’imprimante P-12 n’imprime plus", "statut": "en cours",
        "derniere_activite": "2026-11-21T09:05:00Z", "messages_non_lus": 1, "temps_reponse_moyen": 42.5}]}))]
struct Dashboard {
    conversations_actives: i64,
    messages_non_lus: i64,
    /// Over all of them, in seconds.
    temps_reponse_moyen: Option<f64>,
    conversations: Vec<Conversation>,
}

/// The caller's active conversations
///
/// Those they asked for and those in their charge, until the ticket is resolved, closed or cancelled.
#[utoipa::path(get, path = "/depannage/api/chat/dashboard/",
    responses((status = 200, description = "All of them, newest first", body = Dashboard)))]
async fn dashboard(ctx: Signed) -> ApiResult<Json<Dashboard>> {
    let lines = tickets::list_active(&ctx).await?;
    let talk = tickets::talk_on_these(&ctx, &lines, &SPOKEN).await?;
    let conversations: Vec<Conversation> = lines.into_iter().map(|line| conversation(line, &talk)).collect();
    Ok(Json(Dashboard {
        conversations_actives: conversations.len() as i64,
        messages_non_lus: talk.iter().map(|talk| talk.unread).sum(),
        temps_reponse_moyen: mean_answer(talk.iter()),
        conversations,
    }))
}

fn conversation(line: TicketSummary, talk: &[Talk]) -> Conversation {
    let talk = talk.iter().find(|talk| talk.ticket == line.id);
    Conversation {
        id: line.number,
        titre: line.title,
        statut: line.status.word().to_owned(),
        derniere_activite: line.updated_at,
        messages_non_lus: talk.map_or(0, |talk| talk.unread),
        temps_reponse_moyen: mean_answer(talk.into_iter()),
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Of {
    /// The conversation, which has its ticket's number.
    #[param(example = 1042)]
    conversation_id: i64,
    /// Only entries before this place: the page before, as the header `Link` says.
    #[param(example = 900)]
    before: Option<i64>,
}

/// The messages of a conversation, oldest first
#[utoipa::path(get, path = "/depannage/api/chat/messages/conversation_messages/", params(Of),
    responses((status = 200, description = "The latest hundred entries; `Link` leads to earlier ones",
        body = Vec<Entry>)))]
async fn messages(ctx: Signed, QueryParams(of): QueryParams<Of>) -> ApiResult<Linked<Entry>> {
    let (list, earlier) = entries::list(&ctx, of.conversation_id, of.before).await?;
    let path = "/depannage/api/chat/messages/conversation_messages/";
    let link = earlier.map(|before| format!("{path}?conversation_id={}&before={before}", of.conversation_id));
    Ok(Linked(link, list))
}

/// Share a position
///
/// Its room is not built yet: always 404, and the problem says so.
#[utoipa::path(post, path = "/depannage/api/chat/messages/send_location/",
    responses((status = 404, description = "Not built yet", body = problem::ProblemDetails,
        content_type = "application/problem+json")))]
async fn send_location(_: Signed) -> ApiResult<Response> {
    Ok(problem::not_built())
}

/// Send a voice message
///
/// Its room is not built yet: always 404, and the problem says so.
#[utoipa::path(post, path = "/depannage/api/chat/messages/send_voice/",
    responses((status = 404, description = "Not built yet", body = problem::ProblemDetails,
        content_type = "application/problem+json")))]
async fn send_voice(_: Signed) -> ApiResult<Response> {
    Ok(problem::not_built())
}
