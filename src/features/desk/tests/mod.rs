//! What the shared pages show.
mod snapshots;
