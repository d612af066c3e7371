//! The rooms, lower ones first: a room knows those above it in this list, never those below (the blank lines keep the formatter from sorting them).
pub mod departments;

pub mod accounts;

pub mod tickets;

pub mod conversation;

pub mod guidance;

pub mod desk;

/// What the rooms hand to the machine room.
#[cfg(feature = "ssr")]
pub fn rooms() -> crate::server::Rooms {
    use crate::server::{LiveDoors, Rooms};
    use accounts::server::identity;
    Rooms {
        api,
        scope: |method, path| accounts::scope_of(method.as_str(), path),
        routes: conversation::server::routes::routes,
        jobs: tickets::server::jobs::jobs(),
        sweeps: vec![guidance::server::service::lift_where_silent],
        live: LiveDoors {
            verbs: vec![conversation::server::service::LIVE, guidance::server::service::LIVE],
            follow: |ctx, number, after| Box::pin(tickets::server::service::backlog(ctx, number, after)),
            seen: |ctx, number, seq| Box::pin(tickets::server::service::mark_read(ctx, number, seq)),
        },
        identify: |house, headers, visit| Box::pin(identity::identify(house, headers, visit)),
        actor_of_token: |house, token| Box::pin(identity::actor_of_token(house, token)),
        refresh_actor: |house, actor| Box::pin(identity::refresh_actor(house, actor)),
    }
}

/// The HTTP API: the resources of every room, and the faces of the references.
#[cfg(feature = "ssr")]
pub fn api() -> crate::server::openapi::Endpoints {
    use crate::server::openapi::Endpoints;
    let parts = [
        accounts::server::faces::endpoints(),
        accounts::server::rest::endpoints(),
        departments::server::rest::endpoints(),
        tickets::server::faces::endpoints(),
        tickets::server::rest::endpoints(),
        conversation::server::rest::endpoints(),
        guidance::server::faces::endpoints(),
        guidance::server::chat::endpoints(),
        guidance::server::rest::endpoints(),
        guidance::server::ws::endpoints(),
        desk::server::rest::endpoints(),
    ];
    parts.into_iter().fold(Endpoints::default(), Endpoints::and)
}
