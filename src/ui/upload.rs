//! Pictures on their way to the server: kept on this machine until they have arrived, sent again when the
//! line is back, after a reload too.
mod chosen;
mod post;
pub(super) mod shelf;

use super::{Each, Glyph, Icon, live::Live, live::use_live, use_toasts, waking::when_awake};
use crate::{
    base::{Conflict, Error, Lang, Problem, picture},
    words,
};
pub use chosen::{Chosen, ChosenPictures, PictureButton};
use leptos::prelude::*;
pub use post::Picked;
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;

/// After a try in vain.
const REST: Duration = Duration::from_secs(5);
/// A shelf that does not answer holds nobody up for longer.
const SHELF_PATIENCE: Duration = Duration::from_secs(2);

/// A picture on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// The act: sending it twice has the effect of once.
    pub id: Uuid,
    pub name: String,
    pub state: UploadState,
    /// The act the picture belongs to: it goes when that one is acknowledged.
    pub answers: Option<Uuid>,
}

/// Where a picture is on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadState {
    /// Not yet: it is being put on the shelf, or rests after a try in vain.
    Resting,
    /// For the line, or for the act it belongs to.
    Waiting,
    Sending,
    Refused(Error),
}

struct Kept {
    picture: post::Picture,
    purpose: Option<&'static str>,
    done: Option<Callback<Value>>,
}

/// The pictures of one page on their way to one address.
#[derive(Clone, Copy)]
pub struct Uploads {
    href: StoredValue<String>,
    pub items: RwSignal<Vec<Upload>>,
    kept: StoredValue<Vec<(Uuid, Kept)>>,
    live: Live,
}

impl Uploads {
    /// Pictures for this address, until the component that calls it goes.
    pub fn new(href: String) -> Self {
        let live = use_live();
        let uploads = Uploads {
            href: StoredValue::new(href),
            items: RwSignal::new(Vec::new()),
            kept: StoredValue::new(Vec::new()),
            live,
        };
        Effect::new(move || {
            uploads.items.track();
            if live.is_online() {
                uploads.send_ready();
            }
        });
        uploads
    }

    /// Takes up what was chosen for this address elsewhere, and what waited for it when its page was left.
    pub fn take_up(self) {
        let Some(me) = self.live.me else { return };
        let (lang, toasts) = (Lang::current(), use_toasts());
        when_awake(move || {
            let href = self.href.get_value();
            leptos::task::spawn_local(async move {
                if let Some(left) = chosen::left_for(&href) {
                    let mut there = shelf::take_up(me, &left.place).await;
                    there.retain(|(id, ..)| left.ids.contains(id));
                    if there.len() < left.ids.len() {
                        toasts.say(lang.say(words::live::PICTURES_LOST));
                    }
                    for (id, _, picture) in there {
                        self.take_one(id, Kept { picture, purpose: None, done: None }, None);
                    }
                }
                for (id, answers, picture) in shelf::take_up(me, &href).await {
                    let upload = Upload { id, name: picture.name(), state: UploadState::Waiting, answers };
                    self.put(upload, Kept { picture, purpose: None, done: None });
                }
            });
        });
    }

    /// Takes pictures in and sends them; `answers` is the act they belong to.
    pub fn add(self, picked: Picked, answers: Option<Uuid>) {
        self.take(picked, None, answers, None);
    }

    /// Takes one picture in for something that is not sent yet; `done` gets what the server answers.
    pub fn add_for(self, picked: Picked, purpose: &'static str, done: Callback<Value>) {
        self.take(picked, Some(purpose), None, Some(done));
    }

    fn take(
        self,
        picked: Picked,
        purpose: Option<&'static str>,
        answers: Option<Uuid>,
        done: Option<Callback<Value>>,
    ) {
        for picture in picked.0 {
            self.take_one(Uuid::now_v7(), Kept { picture, purpose, done }, answers);
        }
    }

    fn take_one(self, id: Uuid, kept: Kept, answers: Option<Uuid>) {
        let picture = &kept.picture;
        let state = match check(picture) {
            Some(problem) => UploadState::Refused(Error::field("picture", problem)),
            None => UploadState::Resting,
        };
        if state != UploadState::Resting {
            self.forget(id);
        }
        let is_sound = state == UploadState::Resting;
        // After a reload nothing would know any more what it was for.
        let entry = (is_sound && kept.purpose.is_none())
            .then(|| shelf::entry(id, &self.href.get_value(), answers, picture));
        let measured = is_sound.then(|| post::has_too_many_pixels(picture));
        self.put(Upload { id, name: picture.name(), state, answers }, kept);
        if let Some(measured) = measured {
            leptos::task::spawn_local(async move { self.take_measured(id, measured.await, entry) });
        }
    }

    /// What has too many pixels is not sent first and refused then.
    fn take_measured(self, id: Uuid, has_too_many_pixels: bool, entry: Option<shelf::Entry>) {
        match entry {
            _ if has_too_many_pixels => {
                self.forget(id);
                let problem = Problem::TooManyPixels { megapixels: picture::MAX_MEGAPIXELS };
                self.set(id, UploadState::Refused(Error::field("picture", problem)));
            }
            Some(entry) => self.shelve(id, entry),
            None => self.may_go(id),
        }
    }

    fn put(self, upload: Upload, kept: Kept) {
        let id = upload.id;
        if self.items.try_with_untracked(|items| items.iter().all(|known| known.id != id)) == Some(true) {
            _ = self.kept.try_update_value(|all| all.push((id, kept)));
            self.items.update(|items| items.push(upload));
        }
    }

    /// It may go once it lies on the shelf.
    fn shelve(self, id: Uuid, entry: shelf::Entry) {
        let Some(me) = self.live.me else { return self.may_go(id) };
        leptos::task::spawn_local(async move {
            shelf::keep(me, entry).await;
            self.may_go(id);
        });
        set_timeout(move || self.may_go(id), SHELF_PATIENCE);
    }

    fn may_go(self, id: Uuid) {
        if self
            .items
            .try_with_untracked(|items| items.iter().any(|u| u.id == id && u.state == UploadState::Resting))
            == Some(true)
        {
            self.set(id, UploadState::Waiting);
        }
    }

    /// Sends what waits and may go. Follows the outbox where a picture waits for its act.
    fn send_ready(self) {
        let ready = |upload: &&Upload| {
            upload.state == UploadState::Waiting
                && !upload.answers.is_some_and(|act| self.live.outbox.holds(act))
        };
        let ids: Vec<Uuid> =
            self.items.with_untracked(|items| items.iter().filter(ready).map(|upload| upload.id).collect());
        for id in ids {
            self.send(id);
        }
    }

    fn send(self, id: Uuid) {
        let answers =
            self.items.with_untracked(|items| items.iter().find(|u| u.id == id).and_then(|u| u.answers));
        let form = self.kept.with_value(|kept| {
            let (_, kept) = kept.iter().find(|(known, _)| *known == id)?;
            post::form(&kept.picture, self.live.me, id, answers, kept.purpose)
        });
        let Some(form) = form else { return };
        self.set(id, UploadState::Sending);
        let href = self.href.get_value();
        leptos::task::spawn_local(async move {
            let answer = post::post(&href, form).await;
            self.finish(id, answer);
        });
    }

    fn finish(self, id: Uuid, answer: Result<Value, Error>) {
        match answer {
            Ok(value) => {
                let done = self
                    .kept
                    .try_with_value(|kept| {
                        kept.iter().find(|(known, _)| *known == id).and_then(|(_, k)| k.done)
                    })
                    .flatten();
                self.drop(id);
                if let Some(done) = done {
                    done.try_run(value);
                }
            }
            Err(error) if passes(&error) => {
                self.set(id, UploadState::Resting);
                set_timeout(move || self.may_go(id), REST);
            }
            Err(error) => {
                if !may_come_again(&error) {
                    self.forget(id);
                }
                self.set(id, UploadState::Refused(error));
            }
        }
    }

    fn forget(self, id: Uuid) {
        if let Some(me) = self.live.me {
            leptos::task::spawn_local(shelf::forget(me, id));
        }
    }

    fn set(self, id: Uuid, state: UploadState) {
        _ = self.items.try_update(|items| {
            if let Some(upload) = items.iter_mut().find(|upload| upload.id == id) {
                upload.state = state;
            }
        });
    }

    /// Tries again with a picture that was refused.
    fn send_again(self, id: Uuid) {
        self.set(id, UploadState::Waiting);
    }

    /// Lets a picture go.
    pub fn drop(self, id: Uuid) {
        self.forget(id);
        _ = self.items.try_update(|items| items.retain(|upload| upload.id != id));
        _ = self.kept.try_update_value(|kept| kept.retain(|(known, _)| *known != id));
    }
}

/// What passes by itself: the server has no hand free, or the picture came before the answer it belongs to.
fn passes(error: &Error) -> bool {
    let busy = matches!(error, Error::Unavailable | Error::TooMany { .. } | Error::Internal { .. });
    busy || matches!(error, Error::Transport | Error::Conflict(Conflict::AnswerMissing))
}

/// Whoever has to sign in first finds the picture afterwards, and what a ticket does not take now it may take
/// later; only the person lets it go.
fn may_come_again(error: &Error) -> bool {
    matches!(error, Error::Unauthenticated | Error::Conflict(_) | Error::NotFound)
}

fn check(chosen: &post::Picture) -> Option<Problem> {
    match chosen.media_type().as_str() {
        "image/heic" | "image/heif" => return Some(Problem::PhonePicture),
        known if picture::MEDIA_TYPES.contains(&known) => {}
        _ => return Some(Problem::NotAPicture),
    }
    (chosen.size() > picture::MAX_BYTES).then_some(Problem::TooBig { megabytes: picture::MAX_MEGABYTES })
}

/// A line is drawn anew when this changes.
fn drawn_anew_with(upload: &Upload) -> (Uuid, bool, bool) {
    let is_sending = upload.state == UploadState::Sending;
    (upload.id, is_sending, matches!(upload.state, UploadState::Refused(_)))
}

/// The pictures on their way, and what became of those that were refused.
#[component]
pub fn UploadList(uploads: Uploads) -> impl IntoView {
    view! {
        <ul class="uploads" aria-live="polite">
            <Each each=move || uploads.items.get() key=drawn_anew_with let:upload>
                <UploadLine uploads upload />
            </Each>
        </ul>
    }
}

#[component]
fn UploadLine(uploads: Uploads, upload: Upload) -> impl IntoView {
    let lang = Lang::current();
    let id = upload.id;
    let said = match &upload.state {
        UploadState::Resting | UploadState::Waiting => lang.say(words::live::PICTURE_WAITS).to_owned(),
        UploadState::Sending => lang.say(words::live::PICTURE_GOES).to_owned(),
        UploadState::Refused(error) => {
            error.problem_of("picture").map_or_else(|| error.text(lang), |problem| problem.text(lang))
        }
    };
    let refused = matches!(upload.state, UploadState::Refused(_));
    let sending = upload.state == UploadState::Sending;
    let again = matches!(&upload.state, UploadState::Refused(error) if may_come_again(error));
    let again = again.then(|| {
        view! {
            <button type="button" class="button compact" on:click=move |_| uploads.send_again(id)>
                {lang.say(words::live::SEND_AGAIN)}
            </button>
        }
        .into_any()
    });
    view! {
        <li class=if refused { "upload bad" } else { "upload" }>
            <Icon glyph=Glyph::Image />
            <span class="grow">
                <span class="clip upload-name">{upload.name}</span>
                <span class="tiny muted upload-state">{said}</span>
            </span>
            {sending.then(|| {
                view! { <progress aria-label=lang.say(words::live::PICTURE_GOES)></progress> }.into_any()
            })}
            {again}
            <button type="button" class="button quiet square" aria-label=lang.say(words::live::DROP_PICTURE)
                on:click=move |_| uploads.drop(id)>
                <Icon glyph=Glyph::Close />
            </button>
        </li>
    }
}
