//! conversation: comments, pictures and who has read what — one stream with everything else that happens on a
//! ticket.
//!
//! Vocabulary: *message* (free text), *picture* (what is shown on the ticket; its row is an *attachment*),
//! *reading* (how far a person has read).
mod api;
mod on_ticket;
mod types;
pub mod ui;

pub use {api::*, types::*};

#[cfg(feature = "ssr")]
pub mod server;
