//! Messages and pictures over HTTP.
use super::{routes, service};
use crate::{
    base::Scope,
    features::{conversation::*, tickets::server as tickets},
    server::{
        Signed,
        endpoints::Endpoints,
        request::{IdempotencyKey, JsonBody, PathId},
        response::{ApiResult, Created},
    },
};
use axum::{
    extract::{DefaultBodyLimit, Multipart},
    http::HeaderMap,
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;
use uuid::Uuid;

/// The server functions of this room, each with the endpoint that does the same for programs.
pub const SERVER_FNS: &[(&str, &str)] = &[
    ("add_comment", "POST /api/v1/tickets/{id}/messages"),
    ("list_earlier", "GET /api/v1/tickets/{id}/events"),
];

/// The endpoints of this room.
pub fn endpoints() -> Endpoints {
    let (schemas, paths, upload) = routes!(upload);
    Endpoints::default()
        .creating(Scope::Write, routes!(say))
        .with(Scope::Write, (schemas, paths, upload.layer(DefaultBodyLimit::max(routes::MAX_FORM))))
        .with(Scope::Read, routes!(picture))
        .with(Scope::Read, routes!(thumbnail))
}

/// A message.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"message": "Le voyant est rouge."}))]
struct Message {
    /// 1 to 4,000 characters.
    #[schema(min_length = 1, max_length = 4_000)]
    message: String,
    /// It asks something: the ticket waits for its requester, whose next word, picture or answer ends that
    /// (technicians). Left out: no.
    #[serde(default)]
    attend_demandeur: bool,
}

/// The number of the event it became.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"seq": 7}))]
struct Recorded {
    seq: i64,
}

/// Write on a ticket
///
/// During guidance the requester's messages are refused (409 `typing_paused`) until typing is lifted, and so
/// are the technician's, whose words are instructions then (409 `guidance_active`).
#[utoipa::path(post, path = "/api/v1/tickets/{id}/messages", request_body = Message,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 201, description = "Written", body = Recorded)))]
async fn say(
    PathId(id): PathId<i64>,
    ctx: Signed,
    key: IdempotencyKey,
    JsonBody(with): JsonBody<Message>,
) -> ApiResult<Created<Recorded>> {
    let said = SayBody { text: with.message, waits: with.attend_demandeur };
    let act = tickets::Delivery::of_program(SayBody::VERB, id, &said, key.act());
    let names = [("text", "message"), ("waits", "attend_demandeur")];
    let tickets::Done { seq } =
        service::say(&ctx, id, said, act).await.map_err(|e| crate::server::response::named(e, &names))?;
    Ok(Created(format!("/api/v1/tickets/{id}/events?after={}", seq - 1), Recorded { seq }))
}

/// A picture on a ticket.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "5f2b9f1e-9d53-4f0e-8c36-0d9a3c1b2e4f", "name": "voyant.jpg",
    "media_type": "image/jpeg", "size": 182044, "width": 1600, "height": 1200,
    "href": "/api/v1/attachments/5f2b9f1e-9d53-4f0e-8c36-0d9a3c1b2e4f"}))]
struct Picture {
    id: AttachmentId,
    name: String,
    media_type: String,
    /// In bytes, as kept.
    size: i64,
    width: i64,
    height: i64,
    href: String,
}

impl From<Attachment> for Picture {
    fn from(a: Attachment) -> Self {
        let Attachment { id, name, media_type, size, width, height } = a;
        Picture { id, name, media_type, size, width, height, href: format!("/api/v1/attachments/{id}") }
    }
}

/// A form with a picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form")]
struct PictureForm {
    /// JPEG, PNG, WebP or GIF, at most 10 MB.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    picture: Vec<u8>,
    /// Made by the client: the same upload again has the effect of once. The header `Idempotency-Key` does
    /// the same.
    act: Option<Uuid>,
    /// The act of the answer to a step that the picture belongs to.
    answers: Option<Uuid>,
    /// `instruction`: it will illustrate an instruction, and is no entry of its own.
    r#for: Option<String>,
}

/// Add a picture to a ticket
#[utoipa::path(post, path = "/api/v1/tickets/{id}/attachments",
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 201, description = "Recognised, its position removed, kept", body = Picture)))]
async fn upload(
    PathId(id): PathId<i64>,
    ctx: Signed,
    key: IdempotencyKey,
    headers: HeaderMap,
    form: Multipart,
) -> ApiResult<Created<Picture>> {
    let act = key.act().unwrap_or_else(Uuid::now_v7);
    let picture: Picture = routes::receive(&ctx, id, &headers, form, Some(act)).await?.into();
    Ok(Created(picture.href.clone(), picture))
}

/// A picture
///
/// Whole, or the part that `Range` asks for.
#[utoipa::path(get, path = "/api/v1/attachments/{id}",
    params(("id" = AttachmentId, Path, description = "The picture"), ("Range" = Option<String>, Header,
        description = "`bytes=0-1023`")),
    responses((status = 200, description = "The picture", body = Vec<u8>, content_type = "image/*"),
        (status = 206, description = "A part of it", body = Vec<u8>, content_type = "image/*"), (status = 304,
        description = "The caller has it")))]
async fn picture(PathId(id): PathId<AttachmentId>, ctx: Signed, headers: HeaderMap) -> ApiResult<Response> {
    Ok(routes::serve(&ctx, &headers, id, false).await?)
}

/// A picture's thumbnail, at most 480 pixels wide
#[utoipa::path(get, path = "/api/v1/attachments/{id}/thumbnail",
    params(("id" = AttachmentId, Path, description = "The picture"), ("Range" = Option<String>, Header,
        description = "`bytes=0-1023`")),
    responses((status = 200, description = "The thumbnail", body = Vec<u8>, content_type = "image/*"),
        (status = 206, description = "A part of it", body = Vec<u8>, content_type = "image/*"), (status = 304,
        description = "The caller has it")))]
async fn thumbnail(PathId(id): PathId<AttachmentId>, ctx: Signed, headers: HeaderMap) -> ApiResult<Response> {
    Ok(routes::serve(&ctx, &headers, id, true).await?)
}
