//! The server side of accounts.
mod cookies;
pub mod identity;
mod jobs;
mod passwords;
pub mod rest;
mod search;
pub mod service;
mod session_tokens;
mod settings;
pub mod shapes;
pub mod store;
mod sweep;

use crate::server::{Identity, Room};
use settings::{DOOR, GUESS, PERSONAL_TOKENS, REGISTER, REGISTRATION, SIGN_IN, SIGN_IN_PER_MINUTE};

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "accounts",
    about: "People, signing in, sessions and tokens",
    endpoints: rest::endpoints,
    server_fns: rest::SERVER_FNS,
    jobs: jobs::JOBS,
    settings: &[REGISTRATION, PERSONAL_TOKENS, SIGN_IN_PER_MINUTE],
    limits: &[SIGN_IN, GUESS, DOOR, REGISTER],
    sweeps: &[sweep::ENDED],
    ..Room::NONE
};

/// Who it is: this room knows it for the whole house.
pub const IDENTITY: Identity = Identity {
    of_request: |house, headers, visit| Box::pin(identity::identify(house, headers, visit)),
    of_token: |house, token| Box::pin(identity::actor_of_token(house, token)),
    is_token: |house, session| Box::pin(identity::is_token(house, session)),
    refreshed: |house, actor| Box::pin(identity::refresh_actor(house, actor)),
};
