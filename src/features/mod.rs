//! The rooms, lower ones first: a room knows those above it in this list, never those below (the blank lines
//! keep the formatter from sorting them).
pub mod departments;

pub mod accounts;

pub mod tickets;

pub mod conversation;

pub mod guidance;

pub mod desk;

pub mod references;

/// The rooms, for the machine room.
#[cfg(feature = "ssr")]
pub const ROOMS: crate::server::Rooms = crate::server::Rooms {
    list: &[
        departments::server::ROOM,
        accounts::server::ROOM,
        tickets::server::ROOM,
        conversation::server::ROOM,
        guidance::server::ROOM,
        desk::server::ROOM,
        references::server::ROOM,
    ],
    identity: accounts::server::IDENTITY,
    streams: tickets::server::STREAMS,
};
