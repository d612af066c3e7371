//! The server side of departments.
pub mod rest;
pub mod service;
mod store;

use crate::server::Room;

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "departments",
    about: "Departments and categories",
    endpoints: rest::endpoints,
    server_fns: rest::SERVER_FNS,
    ..Room::NONE
};
