//! Pictures over HTTP: up as a form, down to whoever may see the ticket.
use super::service::{self, Upload};
use crate::{
    base::{AppResult, Error, Problem},
    features::conversation::*,
    server::{Ctx, House, http::Refusal},
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, Path, multipart::Field},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::{Bytes, BytesMut};
use std::sync::Arc;
use uuid::Uuid;

/// The routes of this room.
pub fn routes() -> Router<Arc<House>> {
    Router::new()
        .route("/files/tickets/{number}", post(upload).layer(DefaultBodyLimit::max(MAX_PICTURE + 64 * 1024)))
        .route("/files/{id}", get(whole))
        .route("/files/{id}/thumbnail", get(thumbnail))
}

async fn upload(ctx: Ctx, Path(number): Path<i64>, form: Multipart) -> Result<Json<Attachment>, Refusal> {
    ctx.actor()?;
    let upload = read(form, None).await?;
    Ok(Json(service::add_picture(&ctx, number, upload).await?))
}

/// The fields of the form; `act` is the upload's id where the form has none.
pub(super) async fn read(mut form: Multipart, act: Option<Uuid>) -> AppResult<Upload> {
    let (mut act, mut answers, mut for_instruction, mut picture) = (act, None, false, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "act" => act = Some(uuid_of("act", field).await?),
            "answers" => answers = Some(uuid_of("answers", field).await?),
            "for" => for_instruction = field.text().await.map_err(broken)? == "instruction",
            "picture" => picture = Some((field.file_name().unwrap_or_default().to_owned(), bytes_of(field).await?)),
            _ => {}
        }
    }
    let act = act.ok_or(Error::field("act", Problem::Empty))?;
    let (name, bytes) = picture.filter(|(_, bytes)| !bytes.is_empty()).ok_or(Error::field("picture", Problem::Empty))?;
    Ok(Upload { name, bytes, act, answers, for_instruction })
}

fn broken(_: axum::extract::multipart::MultipartError) -> Error {
    Error::field("picture", Problem::TooBig { megabytes: MAX_PICTURE / 1024 / 1024 })
}

async fn uuid_of(name: &str, field: Field<'_>) -> AppResult<Uuid> {
    let text = field.text().await.map_err(broken)?;
    text.parse().map_err(|_| Error::field(name, Problem::Unknown))
}

/// Stops reading where the limit is passed.
async fn bytes_of(mut field: Field<'_>) -> AppResult<Bytes> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_PICTURE {
            return Err(Error::field("picture", Problem::TooBig { megabytes: MAX_PICTURE / 1024 / 1024 }));
        }
    }
    Ok(bytes.freeze())
}

async fn whole(ctx: Ctx, Path(id): Path<AttachmentId>) -> Result<Response, Refusal> {
    serve(ctx, id, false).await
}

async fn thumbnail(ctx: Ctx, Path(id): Path<AttachmentId>) -> Result<Response, Refusal> {
    serve(ctx, id, true).await
}

/// Recognised and re-encoded by us, so it is shown, not downloaded; kept by this person's browser only.
async fn serve(ctx: Ctx, id: AttachmentId, thumbnail: bool) -> Result<Response, Refusal> {
    let (media_type, bytes) = service::picture(&ctx, id, thumbnail).await?;
    let headers = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "private, max-age=3600".into())];
    Ok((headers, bytes).into_response())
}
