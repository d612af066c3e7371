//! tickets: the request for help and its life.
//!
//! Vocabulary: *ticket* (known by its number), *requester* (who asked), *lead* (the technician in charge),
//! *relation* (what a person is to one ticket), *stream* (the numbered events of one ticket; the socket calls
//! it by the ticket's number).
mod api;
mod forms;
mod on_ticket;
mod rules;
mod title;
mod types;
pub mod ui;

pub use {api::*, forms::*, on_ticket::OnTicket, rules::*, title::propose_title, types::*};

#[cfg(feature = "ssr")]
pub mod server;
