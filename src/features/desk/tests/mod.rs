//! What the shared pages show.
mod print;
mod snapshots;
