//! The server side of guidance.
pub mod chat;
mod entries;
pub mod faces;
pub mod rest;
pub mod service;
mod store;
mod talk;
pub mod ws;

use crate::server::{Room, openapi::Endpoints};

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "guidance",
    about: "Live guidance, step by step",
    endpoints: || {
        [faces::endpoints(), chat::endpoints(), ws::endpoints()].into_iter().fold(rest::endpoints(), Endpoints::and)
    },
    server_fns: &[
        ("take_over_guidance", "PUT /api/v1/tickets/{id}/guidance/lead"),
    ],
    verbs: &[service::ACT],
    sweeps: &[service::lift_where_silent],
    ..Room::NONE
};
