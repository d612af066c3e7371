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
use futures_util::{StreamExt, stream};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};
use tokio::sync::mpsc;
use tower::ServiceExt;
use uuid::Uuid;

/// All files of a form together; each goes by the limits of its own door.
const MAX_FORM: usize = 512 * 1024 * 1024;
/// More files than this are left behind.
const MAX_FILES: u64 = 20;

/// Where files go.
#[derive(Clone)]
pub struct Doors {
    /// Everything that lies beside the pages.
    pub router: Router,
    pub rooms: &'static [Room],
}

impl Doors {
    /// The door of the page that a form has led to, if it was done.
    fn of(&self, answer: &Response) -> Option<String> {
        let place = headers::text(answer.headers(), header::LOCATION);
        let page = place.split('?').next().filter(|_| is_done(answer))?;
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
    let gauge = Arc::new(Gauge::default());
    let mut request = Request::from_parts(parts.clone(), gauge.measured(body));
    if is_signed_in {
        DefaultBodyLimit::max(MAX_FORM).apply(&mut request);
    }
    let form = match Multipart::from_request(request, &()).await {
        Ok(form) => form,
        Err(refused) => return refused.into_response().status().into_response(),
    };
    let (next, written) = (Some(next), String::new());
    let mut taken =
        Taken { parts, next, doors, gauge, written, answer: None, refusal: None, door: None, files: 0 };
    let stopped = taken.take(form).await.err();
    let Some(mut answer) = taken.answer else {
        let is_full = taken.gauge.is_full.load(Ordering::Relaxed);
        let full = is_full.then_some(StatusCode::PAYLOAD_TOO_LARGE);
        return full.or(stopped).unwrap_or(StatusCode::BAD_REQUEST).into_response();
    };
    // What was done is told where it was done, also where the rest was cut on its way.
    if let Some(place) = taken.refusal {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    answer
}

/// What may come before the next part of a form: until its head is there all of it lies in memory. What is in
/// a file does not count.
#[derive(Default)]
struct Gauge {
    came: AtomicUsize,
    in_file: AtomicBool,
    is_full: AtomicBool,
}

impl Gauge {
    fn measured(self: &Arc<Self>, body: Body) -> Body {
        let gauge = self.clone();
        Body::from_stream(body.into_data_stream().map(move |piece| {
            let size = piece.as_ref().map_or(0, Bytes::len);
            let came = gauge.came.fetch_add(size, Ordering::Relaxed) + size;
            if gauge.in_file.load(Ordering::Relaxed) || came <= MAX_BODY {
                return piece.map_err(axum::BoxError::from);
            }
            gauge.is_full.store(true, Ordering::Relaxed);
            Err("more than a form has".into())
        }))
    }

    fn begin(&self, in_file: bool) {
        self.came.store(0, Ordering::Relaxed);
        self.in_file.store(in_file, Ordering::Relaxed);
    }
}

/// A form on its way in.
struct Taken {
    parts: Parts,
    /// None once the form itself has been done.
    next: Option<Next>,
    doors: Doors,
    gauge: Arc<Gauge>,
    /// Its fields, as a form without files sends them.
    written: String,
    /// To the form itself.
    answer: Option<Response>,
    /// Where the first of its files that was refused leads.
    refusal: Option<HeaderValue>,
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
                    self.gauge.begin(true);
                    self.hand_on(field).await.map_err(status)?;
                }
            }
            self.gauge.begin(false);
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
        self.door = self.doors.of(&answer);
        self.answer = Some(answer);
    }

    /// A file that goes nowhere is read to its end.
    async fn hand_on(&mut self, mut field: Field<'_>) -> Result<(), MultipartError> {
        let Some(door) = self.door.as_ref().filter(|_| self.files < MAX_FILES) else {
            self.refusal =
                self.refusal.take().or(self.answer.as_ref().filter(|it| is_done(it)).and_then(left));
            while field.chunk().await?.is_some() {}
            return Ok(());
        };
        self.files += 1;
        let boundary = ["cordee-", &Uuid::now_v7().simple().to_string()].concat();
        let (sender, receiver) = mpsc::channel(1);
        let request = self.request(door, &boundary, body_of(receiver));
        // Sent twice, a file is known by where it goes and by what was written with it.
        let form = digest(&[door.as_bytes(), self.written.as_bytes()]).cast_unsigned();
        let sent = send(sender, &boundary, Uuid::from_u64_pair(form, self.files), field);
        // The doors always answer.
        let (sent, Ok(told)) = tokio::join!(sent, self.doors.router.clone().oneshot(request));
        if self.refusal.is_none() && !is_done(&told) {
            let place = told.headers().get(header::LOCATION).cloned();
            self.refusal = place.or(self.answer.as_ref().and_then(left));
        }
        sent
    }

    /// As the page itself would send a file.
    fn request(&self, door: &str, boundary: &str, body: Body) -> Request {
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        let owner = self.parts.uri.query().map(|query| ["?", query].concat()).unwrap_or_default();
        *request.uri_mut() = [door, &owner].concat().parse().unwrap_or_default();
        *request.headers_mut() = self.parts.headers.clone();
        request.headers_mut().remove(header::CONTENT_LENGTH);
        let kind = HeaderValue::try_from(["multipart/form-data; boundary=", boundary].concat());
        kind.into_iter().for_each(|kind| _ = request.headers_mut().insert(header::CONTENT_TYPE, kind));
        if let Some(peer) = self.parts.extensions.get::<ConnectInfo<SocketAddr>>() {
            request.extensions_mut().insert(*peer);
        }
        request
    }
}

/// Too large, no form at all, or cut on its way.
fn status(broken: MultipartError) -> StatusCode {
    if broken.status().is_client_error() { broken.status() } else { StatusCode::BAD_REQUEST }
}

/// Does it lead to where something was done, rather than back with what is wrong?
fn is_done(answer: &Response) -> bool {
    let place = headers::text(answer.headers(), header::LOCATION);
    answer.status().is_redirection() && !place.is_empty() && !place.contains("__err=")
}

/// Where the form has led to, which says that files were left behind.
fn left(answer: &Response) -> Option<HeaderValue> {
    let place = headers::text(answer.headers(), header::LOCATION);
    HeaderValue::from_str(&plain_forms::marked(&place, FormDone::FilesLeft.mark())).ok()
}

/// A body that comes piece by piece.
fn body_of(receiver: mpsc::Receiver<Bytes>) -> Body {
    let next = |mut receiver: mpsc::Receiver<Bytes>| async move {
        receiver.recv().await.map(|piece| (Ok::<_, Infallible>(piece), receiver))
    };
    Body::from_stream(stream::unfold(receiver, next))
}

/// The form around one file, and the file in it. A door that has heard enough hears no more.
async fn send(
    to: mpsc::Sender<Bytes>,
    boundary: &str,
    act: Uuid,
    mut file: Field<'_>,
) -> Result<(), MultipartError> {
    let part = |head: &str| ["--", boundary, "\r\nContent-Disposition: form-data; name=\"", head].concat();
    // Names are written as browsers do (HTML, "multipart form data").
    let name = file.file_name().unwrap_or_default();
    let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let act = part(&format!("act\"\r\n\r\n{act}\r\n"));
    let head = [act, part(&format!("picture\"; filename=\"{name}\"\r\n\r\n"))];
    let mut hears = to.send(head.concat().into()).await.is_ok();
    while let Some(piece) = file.chunk().await? {
        hears = hears && to.send(piece).await.is_ok();
    }
    _ = to.send(["\r\n--", boundary, "--\r\n"].concat().into()).await;
    Ok(())
}
