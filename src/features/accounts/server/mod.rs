//! The server side of accounts.
mod cookies;
pub mod identity;
mod passwords;
pub mod people;
mod personal_tokens;
pub mod rest;
mod search;
pub mod service;
mod session_tokens;
mod settings;
pub mod shapes;
pub mod store;
mod sweep;

use crate::server::{Identity, Room, jobs::Job};
use settings::{DOOR, PERSONAL_TOKENS, REGISTER, REGISTRATION, SIGN_IN, SIGN_IN_PER_MINUTE};
use std::time::Duration;

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "accounts",
    about: "People, signing in, sessions and tokens",
    endpoints: rest::endpoints,
    server_fns: &[
        ("whoami", "GET /api/v1/me"),
        ("front_door", "GET /api/v1/door"),
        ("sign_in", "POST /api/v1/sessions"),
        ("register", "POST /api/register"),
        ("make_first_admin", "POST /api/v1/first-admin"),
        ("sign_out", "DELETE /api/v1/sessions/current"),
        ("my_account", "GET /api/v1/me"),
        ("change_profile", "PATCH /api/v1/me"),
        ("change_password", "PUT /api/v1/me/password"),
        ("my_sessions", "GET /api/v1/sessions"),
        ("revoke_session", "DELETE /api/v1/sessions/{id}"),
        ("list_people", "GET /api/v1/people"),
        ("find_person", "GET /api/v1/people/{id}"),
        ("add_person", "POST /api/v1/people"),
        ("change_person", "PATCH /api/v1/people/{id}"),
        ("set_person_password", "PUT /api/v1/people/{id}/password"),
        ("list_person_sessions", "GET /api/v1/people/{id}/sessions"),
        ("my_tokens", "GET /api/v1/tokens"),
        ("make_token", "POST /api/v1/tokens"),
        ("revoke_token", "DELETE /api/v1/tokens/{id}"),
    ],
    jobs: &[INDEX_PEOPLE],
    settings: &[REGISTRATION, PERSONAL_TOKENS, SIGN_IN_PER_MINUTE],
    limits: &[SIGN_IN, DOOR, REGISTER],
    sweeps: &[sweep::ENDED],
    ..Room::NONE
};

/// Who it is: this room knows it for the whole house.
pub const IDENTITY: Identity = Identity {
    of_request: |house, headers, visit| Box::pin(identity::identify(house, headers, visit)),
    of_token: |house, token| Box::pin(identity::actor_of_token(house, token)),
    refreshed: |house, actor| Box::pin(identity::refresh_actor(house, actor)),
};

/// Asked for by the migration that brought the index.
const INDEX_PEOPLE: Job = Job {
    kind: "accounts.index_people",
    limit: Duration::from_secs(600),
    run: |house, _| Box::pin(async move { search::index_all(&house).await }),
};
