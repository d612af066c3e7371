//! guidance: a technician leads an employee step by step; the next instruction waits until this one is
//! answered. The heart.
//!
//! Vocabulary: *session*, *step* (a number and a wording: `3`, `3b`), *instruction* (what a step asks),
//! *draft* (an instruction that waits in the *queue*), *answer* (`fait`, `pas_marche`, `pas_compris`),
//! *release* (a step becomes visible), *lift* (typing is free again). [`rules`] is the one state machine:
//! [`decide`] says what an act changes, [`apply`] follows a change, on both sides.
mod api;
mod forms;
mod on_ticket;
mod rope;
mod rules;
mod types;
pub mod ui;

pub use {api::*, forms::*, rope::*, rules::*, types::*};

#[cfg(feature = "ssr")]
pub mod server;
