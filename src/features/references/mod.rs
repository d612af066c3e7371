//! references: the HTTP API and the sockets of the reference documents, in their words: thin faces on the
//! verbs of the other rooms.
//!
//! Vocabulary: *entry* (an event of a ticket's stream as those documents show it), its *number* (the ticket's
//! × 1,000,000 + its place).
#[cfg(feature = "ssr")]
pub mod server;
