//! desk: the pages several rooms share — the ticket page and the technician's desk. No rules and no SQL of
//! its own.
mod api;
mod rooms;
mod types;
pub mod ui;

pub use {api::*, rooms::*, types::*};

#[cfg(feature = "ssr")]
pub mod server;
