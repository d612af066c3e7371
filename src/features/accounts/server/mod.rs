//! The server side of accounts.
pub mod identity;
mod passwords;
pub mod people;
pub mod service;
mod store;
mod tokens;

pub use tokens::Entrance;
