//! departments: the teams of the company and the categories of trouble. The lowest room: it knows no other.
//!
//! Vocabulary: *department* (a team people belong to), *category* (a kind of trouble; one is the default of
//! new tickets).
mod api;
mod types;
pub mod ui;

pub use {api::*, types::*};

#[cfg(feature = "ssr")]
pub mod server;
