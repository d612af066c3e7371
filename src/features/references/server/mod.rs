//! The faces of the reference documents. What they show that our own API shows too are the `shapes` of the
//! rooms.
mod agent;
mod communication;
mod entries;
mod guidance;
mod people;
mod socket;
mod talk;
mod tickets;

use crate::server::{Room, endpoints::Endpoints};

/// This room, as the machine room knows it.
pub const ROOM: Room =
    Room { name: "references", about: "The paths of the reference documents", endpoints, ..Room::NONE };

fn endpoints() -> Endpoints {
    let parts = [
        people::endpoints(),
        tickets::endpoints(),
        agent::endpoints(),
        guidance::endpoints(),
        communication::endpoints(),
        socket::endpoints(),
    ];
    parts.into_iter().fold(Endpoints::default(), Endpoints::and)
}
