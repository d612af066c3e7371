//! Tests that belong to no single room: the rules of the house, the named cast, and stories across rooms.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says where"
)]

mod access;
mod api_conditional;
mod api_cors;
mod api_docs;
mod api_schema;
mod api_v1;
mod api_world;
mod demo;
mod disk;
mod followers;
mod forms;
mod gone;
mod headers;
mod home;
mod hostile_texts;
mod house_patterns;
mod house_reading;
mod house_rooms;
mod house_rules;
mod house_syntax;
mod house_text;
mod jobs;
mod lines;
mod lines_ended;
mod metrics;
mod migrations;
mod moments;
mod old_pages;
mod pictures;
mod plain_files;
mod plain_forms;
mod plans;
mod presence;
mod proxy;
mod rights;
mod search;
mod settings;
mod slow_readers;
mod starting;
mod sweeps;
mod ticket_around;
mod ticket_confidential;
mod ticket_deletion;
mod ticket_editing;
mod ticket_links;
mod ticket_listing;
mod ticket_opening;
mod upgrade;
mod workflow;
pub mod world;

// What a room tells stands in the room; it is told here, by the cast that knows all of them.
#[path = "../features/accounts/tests/mod.rs"]
mod accounts;
#[path = "../features/desk/tests/mod.rs"]
mod desk;
#[path = "../features/guidance/tests/mod.rs"]
mod guidance;
#[path = "../features/references/tests/mod.rs"]
mod references;
