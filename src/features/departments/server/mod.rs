//! The server side of departments.
pub mod rest;
pub mod service;
mod store;
