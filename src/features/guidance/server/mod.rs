//! The server side of guidance.
pub mod service;
mod store;
