//! What a page without scripts posted and was refused, kept for a while: the page is drawn again with it,
//! also after its person has signed in anew. Secrets are not kept, and nothing outlasts the process.
use super::{Ctx, House};
use crate::base::{AccountId, PAGE_OWNER, drawing::KeptForm};
use axum::{
    Form,
    body::{Body, to_bytes},
    extract::{FromRequest, Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Under this key an address names what is kept.
const KEY: &str = "__kept";
const FOR: Duration = Duration::from_secs(3600);
/// So many bytes are kept for the whole house; beyond it the oldest go.
const MOST: usize = 8 * 1024 * 1024;
/// The longest body of a form.
const MAX_BODY: usize = 256 * 1024;
/// Fields whose names have one of these words are secrets.
const SECRETS: [&str; 3] = ["password", "current", "code"];

/// The refused forms of the house.
#[derive(Default)]
pub struct KeptForms(Mutex<VecDeque<Kept>>);

struct Kept {
    id: Uuid,
    /// Whose page it was; a visitor's is known by its id alone.
    owner: Option<String>,
    at: Instant,
    form: KeptForm,
}

impl Kept {
    fn size(&self) -> usize {
        self.form.fields.iter().map(|(name, text)| name.len() + text.len()).sum()
    }
}

impl KeptForms {
    fn add(&self, kept: Kept) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_back(kept);
        let mut size: usize = all.iter().map(Kept::size).sum();
        while size > MOST || all.front().is_some_and(|oldest| oldest.at.elapsed() > FOR) {
            size -= all.pop_front().map_or(size, |gone| gone.size());
        }
    }

    /// What this address names, if it is of a page of this person's.
    pub fn find(&self, address: &Uri, me: Option<AccountId>) -> Option<KeptForm> {
        let id: Uuid = value(address, KEY)?.parse().ok()?;
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.iter().find(|kept| kept.id == id && kept.at.elapsed() <= FOR)?;
        let is_mine = kept.owner.as_ref().is_none_or(|owner| me.is_some_and(|me| me.to_string() == *owner));
        is_mine.then(|| kept.form.clone())
    }
}

fn value<'a>(address: &'a Uri, key: &str) -> Option<&'a str> {
    address.query()?.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
}

/// A form that the browser itself sends to a server function is read, and goes on as it came.
async fn read(request: Request) -> Result<(Request, Option<Kept>), StatusCode> {
    let accept = super::headers::text(request.headers(), header::ACCEPT);
    let is_form = request.method() == Method::POST && request.uri().path().starts_with("/fn/");
    if !is_form || !accept.contains("text/html") {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_BODY).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let copy = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let fields = Form::<Vec<(String, String)>>::from_request(copy, &()).await.ok();
    let posted = fields.map(|Form(mut fields)| {
        fields.retain(|(name, _)| SECRETS.iter().all(|secret| !name.contains(secret)));
        let form = KeptForm { path: parts.uri.path().to_owned(), fields };
        let owner = value(&parts.uri, PAGE_OWNER).map(ToOwned::to_owned);
        Kept { id: Uuid::new_v4(), owner, at: Instant::now(), form }
    });
    Ok((Request::from_parts(parts, Body::from(bytes)), posted))
}

/// Keeps what was refused; the address of the page that says so names it.
pub async fn keep_refused(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let (request, posted) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal.into_response(),
    };
    let mut answer = next.run(request).await;
    let place = answer.headers().get(header::LOCATION).and_then(|place| place.to_str().ok());
    let refused = place.filter(|place| place.contains("__err=")).map(ToOwned::to_owned);
    if let (Some(kept), Some(place)) = (posted, refused) {
        let place = HeaderValue::from_str(&format!("{place}&{KEY}={}", kept.id));
        if let Ok(place) = place {
            answer.headers_mut().insert(header::LOCATION, place);
            house.kept_forms.add(kept);
        }
    }
    answer
}

/// What the page at this address is drawn with.
pub fn of_page(ctx: &Ctx, address: &Uri) -> Option<KeptForm> {
    ctx.kept_forms.find(address, ctx.actor.as_ref().map(|actor| actor.id))
}
