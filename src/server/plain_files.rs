//! Files that come along with the form of a page without scripts: first the form, as any; then, where it
//! leads to a page that takes files, one after the other through that page's own door. So a file that is
//! refused takes no words along. Fields that come after a file are not heard any more: a form has its files
//! last.
use super::{Ctx, Room, digest, headers, plain_forms, router::MAX_BODY};
use crate::base::FormDone;
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
use std::{convert::Infallible, net::SocketAddr};
use tokio::sync::mpsc;
use tower::ServiceExt;
use uuid::Uuid;

/// All files of a form together; each goes by the limits of its own door.
const MAX_FORM: usize = 512 * 1024 * 1024;
/// Stands between the parts of what is handed on, and in no picture.
const BOUNDARY: &str = "cordee-0198f2d6c1b57c3e9a40-part";

/// Where files go.
#[derive(Clone)]
pub struct Doors {
    /// Everything that lies beside the pages.
    pub router: Router,
    pub rooms: &'static [Room],
}

impl Doors {
    /// The door of the page that a form has led to.
    fn of(&self, page: &str) -> Option<String> {
        self.rooms.iter().find_map(|room| (room.takes_files)(page))
    }
}

/// Does this form come with files?
pub(super) fn are_in(parts: &Parts) -> bool {
    headers::text(&parts.headers, header::CONTENT_TYPE).starts_with("multipart/form-data")
}

/// Takes the form in, and its files. Where one is refused its page says why.
pub(super) async fn serve(parts: Parts, body: Body, next: Next, doors: Doors) -> Response {
    let is_signed_in = parts.extensions.get::<Ctx>().is_some_and(|ctx| ctx.actor.is_some());
    let mut request = Request::from_parts(parts.clone(), body);
    if is_signed_in {
        DefaultBodyLimit::max(MAX_FORM).apply(&mut request);
    }
    let form = match Multipart::from_request(request, &()).await {
        Ok(form) => form,
        Err(refused) => return refused.into_response().status().into_response(),
    };
    let mut taken = Taken {
        parts,
        next: Some(next),
        doors,
        written: String::new(),
        answer: None,
        refusal: None,
        door: None,
        files: 0,
    };
    match (taken.take(form).await, taken.refusal.or(taken.answer)) {
        // Cut on its way: what was done is told where it was done.
        (_, Some(answer)) => answer,
        (stopped, None) => stopped.err().unwrap_or(StatusCode::BAD_REQUEST).into_response(),
    }
}

/// A form on its way in.
struct Taken {
    parts: Parts,
    /// None once the form itself has been done.
    next: Option<Next>,
    doors: Doors,
    /// Its fields, as a form without files sends them.
    written: String,
    /// To the form itself.
    answer: Option<Response>,
    /// To the first of its files that was refused.
    refusal: Option<Response>,
    /// Where its files go.
    door: Option<String>,
    /// So many were handed on.
    files: u64,
}

impl Taken {
    /// Part by part, as they come.
    async fn take(&mut self, mut form: Multipart) -> Result<(), StatusCode> {
        while let Some(field) = form.next_field().await.map_err(status)? {
            match field.file_name() {
                None if self.next.is_some() => self.write(field).await?,
                None | Some("") => {}
                Some(_) => {
                    self.do_form().await;
                    self.hand_on(field).await.map_err(status)?;
                }
            }
        }
        self.do_form().await;
        Ok(())
    }

    async fn write(&mut self, mut field: Field<'_>) -> Result<(), StatusCode> {
        let separator = if self.written.is_empty() { "" } else { "&" };
        let name = percent_encode(field.name().unwrap_or_default().as_bytes(), NON_ALPHANUMERIC).to_string();
        self.written.extend([separator, &name, "="]);
        while let Some(piece) = field.chunk().await.map_err(status)? {
            self.written.extend(percent_encode(&piece, NON_ALPHANUMERIC));
            if self.written.len() > MAX_BODY {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
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
        self.door = self.doors.of(&headers::text(answer.headers(), header::LOCATION));
        self.answer = Some(answer);
    }

    async fn hand_on(&mut self, field: Field<'_>) -> Result<(), MultipartError> {
        let Some(door) = &self.door else {
            self.answer.iter_mut().filter(|answer| is_done(answer)).for_each(tell_left);
            return Ok(());
        };
        self.files += 1;
        let (sender, receiver) = mpsc::channel(1);
        let request = self.request(door, body_of(receiver));
        let sent = send(sender, self.act(), field);
        // The doors always answer.
        let (sent, Ok(told)) = tokio::join!(sent, self.doors.router.clone().oneshot(request));
        if self.refusal.is_none() && !is_done(&told) {
            self.refusal = Some(told);
        }
        sent
    }

    /// Sent twice, a file is known by what was written with it.
    fn act(&self) -> Uuid {
        Uuid::from_u64_pair(digest(&[self.written.as_bytes()]).cast_unsigned(), self.files)
    }

    /// As the page itself would send a file.
    fn request(&self, door: &str, body: Body) -> Request {
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        let owner = self.parts.uri.query().map(|query| ["?", query].concat()).unwrap_or_default();
        *request.uri_mut() = [door, &owner].concat().parse().unwrap_or_default();
        *request.headers_mut() = self.parts.headers.clone();
        request.headers_mut().remove(header::CONTENT_LENGTH);
        let kind = HeaderValue::try_from(["multipart/form-data; boundary=", BOUNDARY].concat());
        kind.into_iter().for_each(|kind| _ = request.headers_mut().insert(header::CONTENT_TYPE, kind));
        if let Some(peer) = self.parts.extensions.get::<ConnectInfo<SocketAddr>>() {
            request.extensions_mut().insert(*peer);
        }
        request
    }
}

fn status(broken: MultipartError) -> StatusCode {
    broken.status()
}

/// Does it lead to where something was done, rather than back with what is wrong?
fn is_done(answer: &Response) -> bool {
    let place = headers::text(answer.headers(), header::LOCATION);
    answer.status().is_redirection() && !place.is_empty() && !place.contains("__err=")
}

/// The page that the form has led to takes no files, and says so.
fn tell_left(answer: &mut Response) {
    let place =
        plain_forms::marked(&headers::text(answer.headers(), header::LOCATION), FormDone::FilesLeft.mark());
    if let Ok(place) = HeaderValue::from_str(&place) {
        answer.headers_mut().insert(header::LOCATION, place);
    }
}

/// A body that comes piece by piece.
fn body_of(receiver: mpsc::Receiver<Bytes>) -> Body {
    let next = |mut receiver: mpsc::Receiver<Bytes>| async move {
        receiver.recv().await.map(|piece| (Ok::<_, Infallible>(piece), receiver))
    };
    Body::from_stream(stream::unfold(receiver, next))
}

/// The form around one file, under the name it came by, and the file in it. A door that has heard enough
/// hears no more.
async fn send(to: mpsc::Sender<Bytes>, act: Uuid, mut file: Field<'_>) -> Result<(), MultipartError> {
    let part = |head: String| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{head}");
    // Names come as the browser wrote them (HTML, "multipart form data").
    let (name, file_name) = (file.name().unwrap_or_default(), file.file_name().unwrap_or_default());
    let act = part(format!("act\"\r\n\r\n{act}\r\n"));
    let head = [act, part(format!("{name}\"; filename=\"{file_name}\"\r\n\r\n"))];
    let mut hears = to.send(head.concat().into()).await.is_ok();
    while hears && let Some(piece) = file.chunk().await? {
        hears = to.send(piece).await.is_ok();
    }
    _ = to.send(format!("\r\n--{BOUNDARY}--\r\n").into()).await;
    Ok(())
}
