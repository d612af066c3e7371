//! Files that come along with the form of a page without scripts: first the form, as any; then, where it
//! leads to a page that takes files, one after the other through that page's own door.
use super::{digest, headers, plain_forms};
use axum::{
    Router,
    body::Body,
    extract::{
        ConnectInfo, DefaultBodyLimit, FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use std::{borrow::Cow, convert::Infallible, net::SocketAddr};
use tokio::sync::mpsc;
use tower::ServiceExt;
use uuid::Uuid;

/// All files of a form together; each goes by the limits of its own door.
const MAX_FORM: usize = 128 * 1024 * 1024;
/// All that is written in it: as without files.
const MAX_WRITTEN: usize = 256 * 1024;
/// Stands between the parts of what is handed on, and in no picture.
const BOUNDARY: &str = "cordee-0198f2d6c1b57c3e9a40-part";
const IN_PARTS: &str = "multipart/form-data; boundary=cordee-0198f2d6c1b57c3e9a40-part";

/// Does this form come with files?
pub(super) fn are_in(parts: &Parts) -> bool {
    headers::text(&parts.headers, header::CONTENT_TYPE).starts_with("multipart/form-data")
}

/// Takes the form in, and its files. Where one is refused its page says why.
pub(super) async fn serve(parts: Parts, body: Body, next: Next, doors: Router) -> Response {
    let mut request = Request::from_parts(parts.clone(), body);
    DefaultBodyLimit::max(MAX_FORM).apply(&mut request);
    let form = match Multipart::from_request(request, &()).await {
        Ok(form) => form,
        Err(refused) => return refused.into_response().status().into_response(),
    };
    let mut taken =
        Taken { parts, next: Some(next), doors, written: String::new(), answer: None, door: None, files: 0 };
    let status = taken.take(form).await.map_or_else(|broken| broken.status(), |()| StatusCode::BAD_REQUEST);
    // Cut on its way, or too large: what was done is told where it was done.
    taken.answer.unwrap_or_else(|| status.into_response())
}

/// A form on its way in.
struct Taken {
    parts: Parts,
    /// None once the form itself has been done.
    next: Option<Next>,
    doors: Router,
    /// Its fields, as a form without files sends them.
    written: String,
    /// To the form itself, or to the first file that was refused.
    answer: Option<Response>,
    /// Where its files go.
    door: Option<String>,
    /// So many were handed on.
    files: u64,
}

impl Taken {
    /// Part by part, as they come.
    async fn take(&mut self, mut form: Multipart) -> Result<(), MultipartError> {
        while let Some(field) = form.next_field().await? {
            match field.file_name() {
                None if self.next.is_some() => self.write(field).await?,
                None | Some("") => {}
                Some(_) => {
                    self.do_form().await;
                    self.hand_on(field).await?;
                }
            }
        }
        self.do_form().await;
        Ok(())
    }

    async fn write(&mut self, field: Field<'_>) -> Result<(), MultipartError> {
        let name = percent_encode(field.name().unwrap_or_default().as_bytes(), NON_ALPHANUMERIC).to_string();
        let value = field.bytes().await?;
        if self.written.len() + value.len() <= MAX_WRITTEN {
            let value = percent_encode(&value, NON_ALPHANUMERIC).to_string();
            self.written.extend([if self.written.is_empty() { "" } else { "&" }, &name, "=", &value]);
        }
        Ok(())
    }

    /// The form itself, before its first file.
    async fn do_form(&mut self) {
        let Some(next) = self.next.take() else { return };
        let mut parts = self.parts.clone();
        parts.headers.remove(header::CONTENT_LENGTH);
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        parts.headers.insert(header::CONTENT_TYPE, kind);
        let answer = plain_forms::answer(parts, Bytes::from(self.written.clone()), next).await;
        self.door = door_of(&place_of(&answer));
        self.answer = Some(answer);
    }

    async fn hand_on(&mut self, field: Field<'_>) -> Result<(), MultipartError> {
        let Some(door) = &self.door else { return Ok(()) };
        self.files += 1;
        let (sender, receiver) = mpsc::channel(1);
        let request = self.request(door, body_of(receiver));
        let sent = send(sender, self.act(), field);
        // The doors always answer.
        let (sent, Ok(told)) = tokio::join!(sent, self.doors.clone().oneshot(request));
        // One that was taken leads to its page, as the form itself did.
        let is_told = self.answer.as_ref().is_some_and(|answer| is_refusal(&place_of(answer)));
        if !is_told && is_refusal(&place_of(&told)) {
            self.answer = Some(told);
        }
        sent
    }

    /// Sent twice, a file is known by what was written with it.
    fn act(&self) -> Uuid {
        Uuid::from_u64_pair(digest(&[self.written.as_bytes()]).cast_unsigned(), self.files)
    }

    /// As the page of the ticket itself would send a file.
    fn request(&self, door: &str, body: Body) -> Request {
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        let owner = self.parts.uri.query().map(|query| ["?", query].concat()).unwrap_or_default();
        *request.uri_mut() = [door, &owner].concat().parse().unwrap_or_default();
        *request.headers_mut() = self.parts.headers.clone();
        request.headers_mut().remove(header::CONTENT_LENGTH);
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(IN_PARTS));
        if let Some(peer) = self.parts.extensions.get::<ConnectInfo<SocketAddr>>() {
            request.extensions_mut().insert(*peer);
        }
        request
    }
}

/// A body that comes piece by piece.
fn body_of(receiver: mpsc::Receiver<Bytes>) -> Body {
    let next = |mut receiver: mpsc::Receiver<Bytes>| async move {
        receiver.recv().await.map(|piece| (Ok::<_, Infallible>(piece), receiver))
    };
    Body::from_stream(stream::unfold(receiver, next))
}

/// The form around one file, and the file in it. A door that has heard enough hears no more.
async fn send(to: mpsc::Sender<Bytes>, act: Uuid, mut file: Field<'_>) -> Result<(), MultipartError> {
    let part = |head: String| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{head}");
    // Its name comes as the browser wrote it (HTML, "multipart form data").
    let name = file.file_name().unwrap_or_default();
    let head =
        [part(format!("act\"\r\n\r\n{act}\r\n")), part(format!("picture\"; filename=\"{name}\"\r\n\r\n"))];
    let mut hears = to.send(head.concat().into()).await.is_ok();
    while hears && let Some(piece) = file.chunk().await? {
        hears = to.send(piece).await.is_ok();
    }
    _ = to.send(format!("\r\n--{BOUNDARY}--\r\n").into()).await;
    Ok(())
}

fn place_of(answer: &Response) -> Cow<'_, str> {
    headers::text(answer.headers(), header::LOCATION)
}

fn is_refusal(place: &str) -> bool {
    place.contains("__err=")
}

/// The page of a ticket takes files at its own address under this one; a form that was refused leads back to
/// a page that takes none.
fn door_of(place: &str) -> Option<String> {
    let is_page = place.strip_prefix("/tickets/").is_some_and(|number| number.parse::<i64>().is_ok());
    is_page.then(|| ["/files", place].concat())
}
