//! What the shared pages show.
mod links;
mod phone;
mod print;
mod snapshots;
