//! accounts: people, sign-in, sessions, roles, tokens.
//!
//! Vocabulary: *account* (a person), *session* (one sign-in on one device), *role* (`employe`, `technicien`,
//! `admin`).
mod api;
mod rules;
mod types;
pub mod ui;

pub use {api::*, rules::*, types::*};

#[cfg(feature = "ssr")]
pub mod server;
