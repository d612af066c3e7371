//! Pictures over HTTP: up as a form, down to whoever may see the ticket.
use super::service::{self, Upload};
use crate::{
    base::{AccountId, AppResult, Error, Problem, Scope, picture},
    features::conversation::*,
    server::{Signed, endpoints::Endpoints, files::Stored, headers, http::Refusal, ranges, request::PathId},
};
use axum::{
    Json,
    extract::{
        DefaultBodyLimit, Multipart,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use bytes::{Bytes, BytesMut};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use server_fn::error::FromServerFnError;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

/// A picture, and its file.
type Found = (Attachment, Stored);
/// A picture and the form around it.
pub(super) const MAX_FORM: usize = picture::MAX_BYTES + 64 * 1024;
/// A picture on its way takes at most this long, even from a phone in a cellar.
const ARRIVAL: Duration = Duration::from_secs(180);

/// The routes of this room.
pub fn routes() -> Endpoints {
    let upload = post(upload).layer(DefaultBodyLimit::max(MAX_FORM));
    Endpoints::default()
        .beside(Scope::Write, "/files/tickets/{number}", upload)
        .beside(Scope::Read, "/files/{id}", get(whole))
        .beside(Scope::Read, "/files/{id}/thumbnail", get(thumbnail))
        .beside(Scope::Read, "/files/deleted/{id}", get(deleted_whole))
        .beside(Scope::Read, "/files/deleted/{id}/thumbnail", get(deleted_thumbnail))
}

async fn upload(
    PathId(number): PathId<i64>,
    ctx: Result<Signed, Refusal>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Refusal> {
    let is_plain = headers::text(&headers, header::ACCEPT).contains("text/html");
    let received = match &ctx {
        Ok(ctx) => receive(ctx, number, &headers, form, None).await,
        Err(Refusal(error)) => Err(error.clone()),
    };
    if is_plain {
        let is_staff = ctx.is_ok_and(|ctx| ctx.actor.is_staff());
        return Ok(lead_back(number, is_staff, received.err()).into_response());
    }
    Ok(Json(received?).into_response())
}

/// A page without scripts is drawn anew, with the picture or with why there is none.
fn lead_back(number: i64, is_staff: bool, refused: Option<Error>) -> Redirect {
    let page = format!("/{}/{number}", if is_staff { "desk" } else { "tickets" });
    let told = refused.map(|error| {
        let error = URL_SAFE.encode(error.ser());
        format!("?__path={}&__err={error}", utf8_percent_encode(PLAIN_PICTURE, NON_ALPHANUMERIC))
    });
    Redirect::to(&(page + &told.unwrap_or_default()))
}

/// Takes a picture in when there is a place for it; `act` is the upload's id where the form has none.
pub(super) async fn receive(
    ctx: &Signed,
    number: i64,
    headers: &HeaderMap,
    form: Multipart,
    act: Option<Uuid>,
) -> AppResult<Attachment> {
    let size = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if size.is_some_and(|size| size > MAX_FORM) {
        return Err(too_big());
    }
    let _place = service::expect_picture(ctx, number).await?;
    let (upload, account) = timeout(ARRIVAL, read(form, act)).await.map_err(|_| Error::Unavailable)??;
    // A tab that slept while somebody else signed in would send its picture in their name. A program need not
    // say whose it is.
    if account.is_some_and(|account| ctx.actor.id != account) {
        return Err(Error::Unauthenticated);
    }
    service::add_picture(ctx, number, upload).await
}

/// The picture, and whose it is said to be.
async fn read(mut form: Multipart, act: Option<Uuid>) -> AppResult<(Upload, Option<AccountId>)> {
    let (mut account, mut act) = (None, act);
    let (mut answers, mut for_instruction) = (None, false);
    let mut picture = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "account" => account = Some(AccountId(uuid_of("account", field).await?)),
            "act" => act = Some(uuid_of("act", field).await?),
            "answers" => answers = Some(uuid_of("answers", field).await?),
            "for" => for_instruction = field.text().await.map_err(broken)? == "instruction",
            "picture" => picture = Some((file_name(&field), bytes_of(field).await?)),
            _ => {}
        }
    }
    let act = act.ok_or(Error::field("act", Problem::Empty))?;
    let (name, bytes) =
        picture.filter(|(_, bytes)| !bytes.is_empty()).ok_or(Error::field("picture", Problem::Empty))?;
    Ok((Upload { name, bytes, act, answers, for_instruction }, account))
}

/// Browsers escape these and nothing else (HTML, "multipart form data").
fn file_name(field: &Field<'_>) -> String {
    field.file_name().unwrap_or_default().replace("%22", "\"").replace("%0D", " ").replace("%0A", " ")
}

/// Too large; no form, or cut on its way.
fn broken(error: MultipartError) -> Error {
    let is_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
    if is_large { too_big() } else { Error::field("picture", Problem::Unreadable) }
}

fn too_big() -> Error {
    Error::field("picture", Problem::TooBig { megabytes: picture::MAX_MEGABYTES })
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
        if bytes.len() > picture::MAX_BYTES {
            return Err(too_big());
        }
    }
    Ok(bytes.freeze())
}

async fn whole(
    PathId(id): PathId<AttachmentId>,
    ctx: Signed,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    Ok(serve(&ctx, &headers, id, false).await?)
}

async fn thumbnail(
    PathId(id): PathId<AttachmentId>,
    ctx: Signed,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    Ok(serve(&ctx, &headers, id, true).await?)
}

async fn deleted_whole(
    PathId(id): PathId<AttachmentId>,
    ctx: Signed,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    Ok(shown(&headers, service::deleted_picture(&ctx, id, false).await?, false).await?)
}

async fn deleted_thumbnail(
    PathId(id): PathId<AttachmentId>,
    ctx: Signed,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    Ok(shown(&headers, service::deleted_picture(&ctx, id, true).await?, true).await?)
}

/// A picture of a ticket that the caller sees.
pub(super) async fn serve(
    ctx: &Signed,
    headers: &HeaderMap,
    id: AttachmentId,
    thumbnail: bool,
) -> AppResult<Response> {
    shown(headers, service::picture(ctx, id, thumbnail).await?, thumbnail).await
}

/// Recognised and re-encoded by us, so it is shown, not downloaded; kept by this person's browser only.
async fn shown(headers: &HeaderMap, found: Found, thumbnail: bool) -> AppResult<Response> {
    let (picture, file) = found;
    let tag = format!("{}{}", picture.id.0.simple(), if thumbnail { "-thumbnail" } else { "" });
    let mut response = ranges::serve(headers, &picture.media_type, &tag, file).await?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, shown_as(&picture));
    Ok(response)
}

/// Shown in its place, and saved under its name: in letters everybody reads, and as it is (RFC 6266).
fn shown_as(picture: &Attachment) -> HeaderValue {
    let kind = picture.media_type.rsplit('/').next().unwrap_or_default();
    let stem = picture.name.rsplit_once('.').map_or(&*picture.name, |(stem, _)| stem);
    let name = [stem, ".", kind].concat();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let coded = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    let text = format!("inline; filename=\"{plain}\"; filename*=UTF-8''{coded}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("inline"))
}
