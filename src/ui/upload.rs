//! Pictures on their way to the server: kept in memory until they have arrived, sent again when the line is back.
mod post;

use super::{Glyph, Icon, live::Live, live::use_live};
use crate::{
    base::{Error, Lang, Problem},
    words,
};
use leptos::prelude::*;
pub use post::Picked;
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;

/// What the server takes.
const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// The value of `accept` of a file input.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif";
/// Megabytes a picture may have.
const MEGABYTES: usize = 10;

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
        let uploads = Uploads { href: StoredValue::new(href), items: RwSignal::new(Vec::new()), kept: StoredValue::new(Vec::new()), live };
        Effect::new(move || {
            uploads.items.track();
            if live.is_online() {
                uploads.send_ready();
            }
        });
        uploads
    }

    /// Takes pictures in and sends them; `answers` is the act they belong to.
    pub fn add(self, picked: Picked, answers: Option<Uuid>) {
        self.take(picked, None, answers, None);
    }

    /// Takes one picture in for something that is not sent yet; `done` gets what the server answers.
    pub fn add_for(self, picked: Picked, purpose: &'static str, done: Callback<Value>) {
        self.take(picked, Some(purpose), None, Some(done));
    }

    fn take(self, picked: Picked, purpose: Option<&'static str>, answers: Option<Uuid>, done: Option<Callback<Value>>) {
        for picture in picked.0 {
            let id = Uuid::now_v7();
            let state = check(&picture).map_or(UploadState::Waiting, |problem| UploadState::Refused(Error::field("picture", problem)));
            let upload = Upload { id, name: picture.name(), state, answers };
            self.kept.update_value(|kept| kept.push((id, Kept { picture, purpose, done })));
            self.items.update(|items| items.push(upload));
        }
    }

    /// Sends what waits and may go. Follows the outbox where a picture waits for its act.
    fn send_ready(self) {
        let ready =
            |upload: &&Upload| upload.state == UploadState::Waiting && !upload.answers.is_some_and(|act| self.live.outbox.holds(act));
        let ids: Vec<Uuid> = self.items.with_untracked(|items| items.iter().filter(ready).map(|upload| upload.id).collect());
        for id in ids {
            self.send(id);
        }
    }

    fn send(self, id: Uuid) {
        let answers = self.items.with_untracked(|items| items.iter().find(|u| u.id == id).and_then(|u| u.answers));
        let form = self.kept.with_value(|kept| {
            let (_, kept) = kept.iter().find(|(known, _)| *known == id)?;
            post::form(&kept.picture, id, answers, kept.purpose)
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
                let done = self.kept.try_with_value(|kept| kept.iter().find(|(known, _)| *known == id).and_then(|(_, k)| k.done)).flatten();
                self.drop(id);
                if let Some(done) = done {
                    done.try_run(value);
                }
            }
            Err(Error::Transport | Error::Unavailable | Error::TooMany { .. } | Error::Internal { .. }) => {
                self.set(id, UploadState::Waiting);
                set_timeout(move || self.send_if_waiting(id), Duration::from_secs(5));
            }
            Err(error) => self.set(id, UploadState::Refused(error)),
        }
    }

    fn send_if_waiting(self, id: Uuid) {
        let waits = |items: &Vec<Upload>| items.iter().any(|u| u.id == id && u.state == UploadState::Waiting);
        if self.items.try_with_untracked(waits) == Some(true) && self.live.is_online() {
            self.send(id);
        }
    }

    fn set(self, id: Uuid, state: UploadState) {
        _ = self.items.try_update(|items| {
            if let Some(upload) = items.iter_mut().find(|upload| upload.id == id) {
                upload.state = state;
            }
        });
    }

    /// Lets a picture go.
    pub fn drop(self, id: Uuid) {
        _ = self.items.try_update(|items| items.retain(|upload| upload.id != id));
        _ = self.kept.try_update_value(|kept| kept.retain(|(known, _)| *known != id));
    }
}

fn check(picture: &post::Picture) -> Option<Problem> {
    if !MEDIA_TYPES.contains(&picture.media_type().as_str()) {
        return Some(Problem::NotAPicture);
    }
    (picture.size() > MEGABYTES * 1024 * 1024).then_some(Problem::TooBig { megabytes: MEGABYTES })
}

/// The pictures on their way, and what became of those that were refused.
#[component]
pub fn UploadList(uploads: Uploads) -> impl IntoView {
    view! {
        <ul class="uploads" aria-live="polite">
            <For each=move || uploads.items.get() key=|upload| (upload.id, upload.state == UploadState::Sending, upload.state == UploadState::Waiting) let:upload>
                <UploadLine uploads upload />
            </For>
        </ul>
    }
}

#[component]
fn UploadLine(uploads: Uploads, upload: Upload) -> impl IntoView {
    let lang = Lang::current();
    let id = upload.id;
    let said = match &upload.state {
        UploadState::Waiting => lang.say(words::live::PICTURE_WAITS).to_owned(),
        UploadState::Sending => lang.say(words::live::PICTURE_GOES).to_owned(),
        UploadState::Refused(error) => error.problem_of("picture").map_or_else(|| error.text(lang), |problem| problem.text(lang)),
    };
    let refused = matches!(upload.state, UploadState::Refused(_));
    let sending = upload.state == UploadState::Sending;
    view! {
        <li class=if refused { "upload bad" } else { "upload" }>
            <Icon glyph=Glyph::Image />
            <span class="grow">
                <span class="clip upload-name">{upload.name}</span>
                <span class="tiny muted upload-state">{said}</span>
            </span>
            {sending.then(|| view! { <progress aria-label=lang.say(words::live::PICTURE_GOES)></progress> })}
            <button type="button" class="button quiet square" aria-label=lang.say(words::live::DROP_PICTURE) on:click=move |_| uploads.drop(id)>
                <Icon glyph=Glyph::Close />
            </button>
        </li>
    }
}
