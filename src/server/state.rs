//! What the house consists of while it runs.
use super::{
    Keys, Rooms, bus::Bus, clock::Clock, config::Config, db::Db, files::Files, http::OriginsTold,
    kept_forms::KeptForms, limits::Limits, response_budget::ResponseBudget, room_state::RoomState,
    start_failure,
};
use crate::base::Actor;
use std::sync::{Arc, Once};

/// Everything verbs work with. One per process.
pub struct House {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub bus: Bus,
    pub limits: Limits,
    pub files: Files,
    pub response_budget: ResponseBudget,
    pub kept_forms: KeptForms,
    pub origins_told: OriginsTold,
    pub unkept_cookies_told: Once,
    pub keys: Keys,
    pub rooms: Rooms,
    room_state: RoomState,
    /// With nobody in the database: the code that lets the first visitor become administrator.
    pub welcome_code: String,
}

/// Who it is, and the cookies to set when their session was renewed on the way.
#[derive(Default)]
pub struct Identified {
    pub actor: Option<Actor>,
    pub cookies: Vec<String>,
    /// They came with a personal access token.
    pub token: Option<super::token_access::TokenAccess>,
}

impl House {
    /// Opens the house: keys, files, database (migrated, and it takes what is written). Else the reason, in
    /// words for whoever runs it.
    pub async fn open(config: Config, rooms: Rooms, clock: Clock) -> Result<Arc<House>, String> {
        let keys = Keys::load(&config.data).map_err(|error| start_failure::of_file(&config.data, &error))?;
        let folder = config.data.join("files");
        let files = Files::open(&folder).map_err(|error| start_failure::of_file(&folder, &error))?;
        let db = Db::open(&config.database).await?;
        let welcome_code = keys
            .seal(&[b"welcome", &rand::random::<[u8; 16]>()])
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(10)
            .collect();
        let limits = Limits::new(&config, rooms.list);
        Ok(Arc::new(House {
            config,
            db,
            clock,
            bus: Bus::default(),
            limits,
            files,
            response_budget: ResponseBudget::default(),
            kept_forms: KeptForms::default(),
            origins_told: OriginsTold::default(),
            unkept_cookies_told: Once::new(),
            keys,
            rooms,
            room_state: RoomState::default(),
            welcome_code,
        }))
    }

    /// The one value of this type that a room keeps while the house runs.
    pub fn room<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        self.room_state.get()
    }
}
