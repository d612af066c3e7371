//! Guidance: its state machine, and its story.
mod queue;
mod rules;
mod story;
