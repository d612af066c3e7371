//! The server side of the conversation.
pub mod rest;
pub mod routes;
pub mod service;
mod store;
