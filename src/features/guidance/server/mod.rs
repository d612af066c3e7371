//! The server side of guidance.
pub mod chat;
mod entries;
pub mod faces;
pub mod rest;
pub mod service;
mod store;
mod talk;
pub mod ws;
