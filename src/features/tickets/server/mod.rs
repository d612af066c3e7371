//! The server side of tickets.
pub mod faces;
pub mod jobs;
pub mod rest;
pub mod service;
pub mod shapes;
mod store;
mod work;

pub use work::{Act, Done, Work, perform, perform_within};
