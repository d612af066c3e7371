//! The server side of the pages several rooms share: it puts together what their verbs return.
pub mod rest;
pub mod service;

use crate::server::Room;

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "desk",
    about: "What several rooms show together: a ticket, the queue",
    endpoints: rest::endpoints,
    server_fns: &[("view_ticket", "GET /api/v1/tickets/{id}"), ("view_queue", "GET /api/v1/queue")],
    ..Room::NONE
};
