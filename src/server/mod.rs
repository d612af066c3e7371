//! The machine room: everything a server of any product needs. No product words; the rooms are handed to it by `main`.
pub mod bus;
pub mod clock;
pub mod config;
mod crowd;
pub mod ctx;
pub mod db;
pub mod doctor;
pub mod events;
pub mod files;
pub mod http;
pub mod jobs;
mod keys;
pub mod limits;
pub mod live;
mod patient;
mod router;
mod serve;
pub mod state;
pub mod tasks;
pub mod telemetry;
mod tls;

pub use ctx::{Ctx, Visit};
pub use keys::{Keys, digest};
pub use serve::serve;
pub use state::{House, Identified, LiveDoors, Rooms};
