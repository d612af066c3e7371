//! The server side of the pages several rooms share: it puts together what their verbs return.
pub mod rest;
pub mod service;

use crate::server::Room;

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "desk",
    about: "What several rooms show together: a ticket, the queue",
    endpoints: rest::endpoints,
    server_fns: rest::SERVER_FNS,
    ..Room::NONE
};
