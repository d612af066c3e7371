//! What the shared pages show.
mod links;
mod print;
mod snapshots;
