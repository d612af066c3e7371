//! The server side of the conversation.
pub mod rest;
pub mod routes;
pub mod service;
mod settings;
mod store;
mod sweep;

use crate::features::{conversation::ConversationEvent, tickets::Ticket};
use crate::server::Room;
use settings::{ADDED_BY_ALL, HOUSE_PICTURES, PICTURES, UPLOAD};

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "conversation",
    about: "What is said on a ticket, and its pictures",
    endpoints: rest::endpoints,
    server_fns: rest::SERVER_FNS,
    verbs: &[service::SAY],
    routes: routes::routes,
    settings: &[PICTURES, HOUSE_PICTURES],
    limits: &[UPLOAD, ADDED_BY_ALL],
    sweeps: &[sweep::UNUSED],
    kinds: ConversationEvent::KINDS,
    files: Some(|tx, ids| Box::pin(service::pictures_in_use(tx, ids))),
    files_of: Some(|tx, stream| Box::pin(service::pictures_of(tx, stream))),
    move_files: Some(|tx, from, to, shared| Box::pin(service::move_pictures(tx, from, to, shared))),
    takes_files: |page| Some(Ticket::picture_door(page.strip_prefix("/tickets/")?.parse().ok()?)),
    ..Room::NONE
};
