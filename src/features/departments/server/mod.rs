//! The server side of departments.
pub mod service;
mod store;
