//! Guidance: its state machine, and its story.
mod rules;
mod story;
