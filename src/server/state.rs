//! What the house consists of while it runs, and what the rooms hand in.
use super::{
    Keys, bus::Bus, clock::Clock, config::Config, ctx::Ctx, db::Db, files::Files, jobs, limits::Limits, live,
};
use crate::base::{Actor, AppResult, Scope};
use axum::{
    Router,
    http::{HeaderMap, Method},
};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Everything verbs work with. One per process.
pub struct House {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub bus: Bus,
    pub limits: Limits,
    pub files: Files,
    pub keys: Keys,
    pub rooms: Rooms,
    /// With nobody in the database: the code that lets the first visitor become administrator.
    pub welcome_code: String,
}

/// Somebody, or nobody.
pub type Somebody<'a> = BoxFuture<'a, AppResult<Option<Actor>>>;

/// What the rooms hand to the machine room, which names none of them.
pub struct Rooms {
    /// The HTTP API.
    pub api: fn() -> super::openapi::Endpoints,
    /// What a personal access token needs for a request; none where no token will do.
    pub scope: fn(&Method, &str) -> Option<Scope>,
    /// Routes beside the pages.
    pub routes: fn() -> Router<Arc<House>>,
    pub jobs: Vec<jobs::Job>,
    pub sweeps: Vec<jobs::Sweep>,
    pub live: LiveDoors,
    /// Who sends these headers?
    pub identify:
        for<'a> fn(&'a Arc<House>, &'a HeaderMap, &'a super::Visit) -> BoxFuture<'a, AppResult<Identified>>,
    /// The person behind an access token.
    pub actor_of_token: for<'a> fn(&'a Arc<House>, &'a str) -> Somebody<'a>,
    /// The person as they are now, if their session still lives.
    pub refresh_actor: for<'a> fn(&'a Arc<House>, &'a Actor) -> Somebody<'a>,
}

/// What the socket does with what it carries.
pub struct LiveDoors {
    /// The verbs by name.
    pub verbs: Vec<(&'static str, live::Verb)>,
    /// Everything a reader may see after a number; refuses who may not see the stream.
    pub follow: fn(Ctx, i64, i64) -> BoxFuture<'static, AppResult<live::Backlog>>,
    /// Somebody has read up to a number.
    pub seen: fn(Ctx, i64, i64) -> BoxFuture<'static, AppResult<()>>,
}

/// Who it is, and the cookies to set when their session was renewed on the way.
#[derive(Default)]
pub struct Identified {
    pub actor: Option<Actor>,
    pub cookies: Vec<String>,
    /// They came with a personal access token.
    pub pass: Option<super::passes::Pass>,
}

impl House {
    /// Opens the house: keys, files, database (migrated).
    pub async fn open(config: Config, rooms: Rooms, clock: Clock) -> AppResult<Arc<House>> {
        let broken =
            |what: &'static str| move |error: std::io::Error| super::telemetry::internal(what, &error);
        let keys = Keys::load(&config.data).map_err(broken("the data folder cannot be used"))?;
        let files =
            Files::open(&config.data.join("files")).map_err(broken("the folder of files cannot be used"))?;
        let db = Db::connect(&config.database).await?;
        db.migrate().await?;
        let welcome_code = keys
            .seal(&[b"welcome", &rand::random::<[u8; 16]>()])
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(10)
            .collect();
        let limits =
            Limits::new(config.sign_in_per_minute, config.writes_per_minute, config.token_per_minute);
        Ok(Arc::new(House {
            config,
            db,
            clock,
            bus: Bus::default(),
            limits,
            files,
            keys,
            rooms,
            welcome_code,
        }))
    }
}
