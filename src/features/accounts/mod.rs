//! accounts: people, sign-in, sessions, roles, tokens.
//!
//! Vocabulary: *account* (a person), *session* (one sign-in on one device), *role* (`employe`, `technicien`,
//! `admin`).
mod api;
mod forms;
mod rules;
mod types;
pub mod ui;

pub use {api::*, forms::*, rules::*, types::*};

#[cfg(feature = "ssr")]
pub mod server;
