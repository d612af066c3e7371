//! The server side of tickets.
mod counters;
pub mod followers;
pub mod jobs;
pub mod rest;
mod search;
pub mod service;
mod settings;
pub mod shapes;
mod store;
mod work;

use crate::features::tickets::TicketEvent;
use crate::server::{Room, Streams};
use settings::{BULK, DELETED_DAYS, HOUSE_TEXT, OPEN, TEXT, WRITTEN, WRITTEN_BY_ALL};

pub use work::{By, Delivery, Done, Work, perform, perform_within};

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "tickets",
    about: "Requests for help and their life",
    endpoints: rest::endpoints,
    server_fns: rest::SERVER_FNS,
    counters: counters::COUNTERS,
    jobs: jobs::JOBS,
    recurring: jobs::RECURRING,
    followers: &[followers::INDEX],
    settings: &[TEXT, HOUSE_TEXT, DELETED_DAYS],
    limits: &[OPEN, BULK, WRITTEN, WRITTEN_BY_ALL],
    kinds: TicketEvent::KINDS,
    ..Room::NONE
};

/// A ticket's stream, which sockets follow.
pub const STREAMS: Streams = Streams {
    backlog: |ctx, number, after| Box::pin(async move { service::backlog(&ctx, number, after).await }),
    readings: |ctx, number| Box::pin(async move { service::others_readings(&ctx, number).await }),
    in_charge: |ctx, number| Box::pin(async move { service::in_charge(&ctx, number).await }),
    mark_read: |ctx, number, seq| Box::pin(async move { service::mark_read(&ctx, number, seq).await }),
    may_type: |ctx, number| Box::pin(async move { service::may_type(&ctx, number).await }),
};
