//! What the rooms hand to the machine room, which names none of them: `features/mod.rs` lists them, `cli`
//! hands the list over.
use super::{
    House, Identified, Visit, db::Tx, endpoints::Endpoints, followers, jobs, limits::Limit, live,
    metrics::Counter, orphaned_files::InUse, settings::Setting,
};
use crate::base::{AccountId, Actor, AppResult, SessionId, Time, events::Kind, live::Event};
use axum::http::HeaderMap;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use uuid::Uuid;

/// All that the machine room knows of one room. Most rooms have less: `..Room::NONE`.
#[derive(Clone, Copy)]
pub struct Room {
    pub name: &'static str,
    /// What its part of the HTTP API is about, in one line.
    pub about: &'static str,
    /// Its part of the HTTP API.
    pub endpoints: fn() -> Endpoints,
    /// Its server functions, each with the endpoint that does the same for programs.
    pub server_fns: &'static [(&'static str, &'static str)],
    /// What it adds to a stream.
    pub kinds: &'static [Kind],
    /// What the live socket brings it.
    pub verbs: &'static [live::Verb],
    /// Routes beside the pages and the HTTP API, for our own pages.
    pub routes: fn() -> Endpoints,
    /// What it does later.
    pub jobs: &'static [jobs::Job],
    /// When some of it is due again and again.
    pub recurring: &'static [jobs::Recurring],
    /// What it looks after by the clock.
    pub sweeps: &'static [jobs::Sweep],
    /// Which files are its own. A room that keeps files must say so, or they are swept after a day.
    pub files: Option<InUse>,
    /// Which of its files hang on a stream: they go with it.
    pub files_of: Option<FilesOf>,
    /// Hangs those of one stream on another, where everybody sees them or staff only: what is read there
    /// stays readable.
    pub move_files: Option<MoveFiles>,
    /// Where the page at this address takes files, if it does: a form without scripts that leads there brings
    /// them. The door takes one at a time, as `picture`, with an `act` of its own.
    pub takes_files: fn(&str) -> Option<String>,
    /// What it counts for `/metrics`.
    pub counters: &'static [Counter],
    /// How it reacts to what happened, in lower rooms above all.
    pub followers: &'static [followers::Follower],
    /// What a deployment sets of it.
    pub settings: &'static [Setting],
    /// How often what it does may be done.
    pub limits: &'static [Limit],
}

impl Room {
    /// A room that does nothing yet.
    pub const NONE: Room = Room {
        name: "",
        about: "",
        endpoints: Endpoints::default,
        server_fns: &[],
        kinds: &[],
        verbs: &[],
        routes: Endpoints::default,
        jobs: &[],
        recurring: &[],
        sweeps: &[],
        files: None,
        files_of: None,
        move_files: None,
        takes_files: |_| None,
        counters: &[],
        followers: &[],
        settings: &[],
        limits: &[],
    };
}

/// The files of a room that hang on this stream.
pub type FilesOf = for<'t, 'c> fn(&'t mut Tx<'c>, Uuid) -> BoxFuture<'t, AppResult<Vec<Uuid>>>;

/// Hangs the files of the first stream on the second; shared, for everybody there, else for staff.
pub type MoveFiles = for<'t, 'c> fn(&'t mut Tx<'c>, Uuid, Uuid, bool) -> BoxFuture<'t, AppResult<()>>;

/// The rooms of a house, and what exactly one of them does for all.
#[derive(Clone, Copy)]
pub struct Rooms {
    /// Lower ones first.
    pub list: &'static [Room],
    pub identity: Identity,
    pub streams: Streams,
}

impl Rooms {
    /// The kind of event of this word, if a room declares it.
    pub fn kind(&self, word: &str) -> Option<&Kind> {
        self.list.iter().flat_map(|room| room.kinds).find(|kind| kind.word == word)
    }
    /// An event as such a reader sees it: without what its kind keeps for staff.
    pub fn shown(&self, mut event: Event, sees_staff: bool) -> Event {
        let kind = if sees_staff { None } else { self.kind(&event.kind) };
        if let (Some(kind), Some(payload)) = (kind, event.payload.as_object_mut()) {
            kind.staff_only.iter().for_each(|field| _ = payload.remove(*field));
        }
        event
    }
    /// May this event have changed who may see its stream?
    pub fn moves_readers(&self, event: &Event) -> bool {
        self.kind(&event.kind).is_some_and(|kind| kind.moves_readers)
    }
    /// Does it say of other streams what not everybody may know?
    pub fn names_others(&self, event: &Event) -> bool {
        self.kind(&event.kind).is_some_and(|kind| !kind.others.is_empty())
    }
    /// What does this kind of job.
    pub fn job(&self, kind: &str) -> Option<&'static jobs::Job> {
        self.list.iter().flat_map(|room| room.jobs).find(|job| job.kind == kind)
    }
}

/// Somebody, or nobody.
pub type Somebody<'a> = BoxFuture<'a, AppResult<Option<Actor>>>;

/// Who is it?
#[derive(Clone, Copy)]
pub struct Identity {
    /// Who sends these headers?
    pub of_request:
        for<'a> fn(&'a Arc<House>, &'a HeaderMap, &'a Visit) -> BoxFuture<'a, AppResult<Identified>>,
    /// The person behind an access token.
    pub of_token: for<'a> fn(&'a Arc<House>, &'a str) -> Somebody<'a>,
    /// Does this session stand for a personal access token?
    pub is_token: for<'a> fn(&'a Arc<House>, SessionId) -> BoxFuture<'a, bool>,
    /// The person as they are now, if their session still lives.
    pub refreshed: for<'a> fn(&'a Arc<House>, &'a Actor) -> Somebody<'a>,
}

/// The numbered events that sockets follow.
#[derive(Clone, Copy)]
pub struct Streams {
    /// Everything a reader may see after a number; refuses who may not see the stream.
    pub backlog: fn(super::Signed, i64, i64) -> BoxFuture<'static, AppResult<live::Backlog>>,
    /// How far others have read, of what this reader may see.
    pub readings: fn(super::Signed, i64) -> BoxFuture<'static, AppResult<Vec<live::HasRead>>>,
    /// Who is in charge of what the stream is about, if anybody.
    pub in_charge: fn(super::Signed, i64) -> BoxFuture<'static, AppResult<Option<AccountId>>>,
    /// Somebody has read up to a number: when, unless they had before.
    pub mark_read: fn(super::Signed, i64, i64) -> BoxFuture<'static, AppResult<Option<Time>>>,
    /// Refuses whoever could not send now what they are typing.
    pub may_type: fn(super::Signed, i64) -> BoxFuture<'static, AppResult<()>>,
}
