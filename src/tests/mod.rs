//! Tests that belong to no single room: the rules of the house, the named cast, and stories across rooms.
mod access;
mod guidance_rules;
mod guidance_story;
mod house_rules;
mod house_text;
mod lines;
mod sessions;
mod snapshots;
pub mod world;
