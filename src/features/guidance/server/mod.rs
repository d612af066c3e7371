//! The server side of guidance.
pub mod rest;
pub mod service;
mod settings;
mod shapes;
mod store;
pub mod sweep;

use crate::features::guidance::GuidanceEvent;
use crate::server::Room;
use settings::LIFT_SECONDS;

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "guidance",
    about: "Live guidance, step by step",
    endpoints: rest::endpoints,
    server_fns: rest::SERVER_FNS,
    verbs: &[service::ACT],
    sweeps: &[sweep::LIFT],
    settings: &[LIFT_SECONDS],
    kinds: GuidanceEvent::KINDS,
    ..Room::NONE
};
