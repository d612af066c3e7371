//! The server side of tickets.
pub mod jobs;
pub mod service;
mod store;
mod work;

pub use work::{Act, Done, Work, perform};
