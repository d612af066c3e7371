//! The server side of tickets.
pub mod jobs;
mod reading;
pub mod rest;
pub mod service;
mod settings;
pub mod shapes;
mod store;
mod work;

use crate::features::tickets::TicketEvent;
use crate::server::{Room, Streams};
use settings::OPEN;

pub use work::{Act, Done, Work, perform, perform_within};

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "tickets",
    about: "Requests for help and their life",
    endpoints: rest::endpoints,
    server_fns: &[
        ("open_ticket", "POST /api/v1/tickets"),
        ("my_tickets", "GET /api/v1/tickets"),
        ("guided_now", "GET /api/v1/tickets/guided"),
        ("list_queue", "GET /api/v1/tickets"),
        ("count_queue", "GET /api/v1/tickets/counts"),
        ("take_ticket", "PUT /api/v1/tickets/{id}/lead"),
        ("assign_ticket", "PUT /api/v1/tickets/{id}/lead"),
        ("change_ticket_status", "PUT /api/v1/tickets/{id}/status"),
        ("edit_ticket", "PATCH /api/v1/tickets/{id}"),
        ("list_technicians", "GET /api/v1/technicians"),
    ],
    jobs: jobs::JOBS,
    limits: &[OPEN],
    kinds: TicketEvent::KINDS,
    ..Room::NONE
};

/// A ticket's stream, which sockets follow.
pub const STREAMS: Streams = Streams {
    follow: |ctx, number, after| Box::pin(service::backlog(ctx, number, after)),
    seen: |ctx, number, seq| Box::pin(service::mark_read(ctx, number, seq)),
};
