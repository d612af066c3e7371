//! The server side of accounts.
pub mod faces;
pub mod identity;
mod passwords;
pub mod people;
mod personal_tokens;
pub mod rest;
pub mod service;
pub(crate) mod store;
mod tokens;

pub use tokens::Entrance;
