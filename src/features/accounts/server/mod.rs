//! The server side of accounts.
pub mod identity;
mod passwords;
pub mod people;
pub mod service;
pub(crate) mod store;
mod tokens;

pub use tokens::Entrance;
