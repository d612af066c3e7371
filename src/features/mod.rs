//! The rooms, lower ones first: a room knows those above it in this list, never those below (the blank lines
//! keep the formatter from sorting them).
use crate as features;
pub use cordee_base as base;
pub use cordee_base::{events, id, word_set, words};
#[cfg(feature = "ssr")]
pub use cordee_server as server;
#[cfg(feature = "ssr")]
pub use cordee_server::{all, changed, joined, leave, maybe, one, run, sql};
pub use cordee_ui as ui;

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
