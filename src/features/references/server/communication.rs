//! The faces of the reference on communication: figures and messages of a conversation. A conversation has
//! its ticket's number.
use super::entries::{self, CONFIRMATION, Entry, INSTRUCTION};
use crate::{
    base::{AccountId, AppResult, Scope},
    features::{
        conversation::ConversationEvent,
        tickets::{QueueFilter, QueueTab, TicketSummary, server::service as tickets},
    },
    server::{
        Caller, Signed, Staff,
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
    /// Messages, instructions, answers and pictures, among the latest thousand events.
    messages_totaux: i64,
    messages_non_lus: i64,
    /// From a message to the next one by somebody else, in seconds; `null` where there is none.
    temps_reponse_moyen: Option<f64>,
    derniere_activite: Option<DateTime<Utc>>,
    /// The caller's conversations that are going on.
    conversations_actives: i64,
}

const SPOKEN: [&str; 4] =
    [ConversationEvent::word("Comment"), INSTRUCTION, CONFIRMATION, ConversationEvent::word("Picture")];

/// Figures of a conversation
#[utoipa::path(get, path = "/depannage/api/chat/stats/", params(Request),
    responses((status = 200, description = "Figures", body = ChatStats)))]
async fn stats(ctx: Signed, QueryParams(of): QueryParams<Request>) -> ApiResult<Json<ChatStats>> {
    let spoken = entries::survey(&ctx, of.request_id, Spoken::of).await?;
    Ok(Json(ChatStats {
        request_id: of.request_id,
        messages_totaux: spoken.len() as i64,
        messages_non_lus: tickets::unread(&ctx, of.request_id).await?,
        temps_reponse_moyen: mean_answer(&spoken),
        derniere_activite: spoken.last().map(|s| s.at),
        conversations_actives: active(&ctx).await?.len() as i64,
    }))
}

/// Who said something, and when.
struct Spoken {
    by: Option<AccountId>,
    at: DateTime<Utc>,
}

impl Spoken {
    fn of(e: Entry) -> Option<Spoken> {
        let spoken = Spoken { by: e.utilisateur_auteur.map(|w| w.id), at: e.date_creation };
        SPOKEN.contains(&e.type_action.as_str()).then_some(spoken)
    }
}

/// Seconds from a message to the next one by somebody else, on average.
fn mean_answer(spoken: &[Spoken]) -> Option<f64> {
    let turns = spoken.windows(2).filter(|pair| pair[0].by != pair[1].by);
    let waits: Vec<f64> =
        turns.map(|p| (p[1].at - p[0].at).num_milliseconds().max(0) as f64 / 1000.0).collect();
    (!waits.is_empty()).then(|| waits.iter().sum::<f64>() / waits.len() as f64)
}

/// Tickets the caller is concerned with and that are not finished, newest first.
async fn active(ctx: &Signed) -> AppResult<Vec<TicketSummary>> {
    let filter = QueueFilter { tab: QueueTab::Mine, ..Default::default() };
    let page = match Staff::of(ctx) {
        Ok(staff) => tickets::list_queue(&staff, filter).await?,
        Err(_) => tickets::list_requested(ctx, filter).await?,
    };
    Ok(page.items.into_iter().filter(|line| !matches!(line.status.word(), "ferme" | "annule")).collect())
}

/// A conversation that is going on.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1042, "titre": "L’imprimante P-12 n’imprime plus", "statut": "en cours",
    "derniere_activite": "2026-11-21T09:05:00Z", "messages_non_lus": 1}))]
struct Conversation {
    /// The ticket's number.
    id: i64,
    titre: String,
    statut: String,
    derniere_activite: DateTime<Utc>,
    messages_non_lus: i64,
}

/// The conversations of the caller.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"conversations_actives": 1, "messages_non_lus": 1,
    "conversations": [{"id": 1042, "titre": "L’imprimante P-12 n’imprime plus", "statut": "en cours",
        "derniere_activite": "2026-11-21T09:05:00Z", "messages_non_lus": 1}]}))]
struct Dashboard {
    conversations_actives: i64,
    messages_non_lus: i64,
    conversations: Vec<Conversation>,
}

/// The caller's conversations that are going on
#[utoipa::path(get, path = "/depannage/api/chat/dashboard/",
    responses((status = 200, description = "At most 50, newest first", body = Dashboard)))]
async fn dashboard(ctx: Signed) -> ApiResult<Json<Dashboard>> {
    let conversation = |l: TicketSummary| {
        let (statut, derniere_activite) = (l.status.word().to_owned(), l.updated_at);
        Conversation { id: l.number, titre: l.title, statut, derniere_activite, messages_non_lus: l.unread }
    };
    let conversations: Vec<Conversation> = active(&ctx).await?.into_iter().map(conversation).collect();
    let messages_non_lus = conversations.iter().map(|c| c.messages_non_lus).sum();
    Ok(Json(Dashboard { conversations_actives: conversations.len() as i64, messages_non_lus, conversations }))
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
