//! How often tickets may be opened.
use crate::server::{
    config::WRITES_PER_MINUTE,
    limits::{Limit, Per},
};

pub const OPEN: Limit = Limit {
    name: "open_ticket",
    about: "tickets opened by one person",
    per: Per::Hour,
    times: |config| config.number(&WRITES_PER_MINUTE) as u32 / 10,
};
