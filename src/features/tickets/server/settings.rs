//! How often tickets may be opened, and how much may be written.
use crate::server::{
    config::WRITES_PER_MINUTE,
    limits::{Limit, Per},
    settings::{Setting, Takes},
};

pub const TEXT: Setting = Setting {
    key: "text_megabytes_per_hour",
    default: "4",
    about: "How many megabytes of text one person may write, an hour.",
    takes: Takes::Number { least: 1, most: 4_000 },
    while_running: false,
};

pub const HOUSE_TEXT: Setting = Setting {
    key: "house_text_megabytes_per_hour",
    default: "400",
    about: "How many megabytes of text everybody together may write, an hour.",
    takes: Takes::Number { least: 1, most: 4_000 },
    while_running: false,
};

pub const DELETED_DAYS: Setting = Setting {
    key: "deleted_ticket_days",
    default: "90",
    about: "After how many days a deleted ticket is removed for good, with all that is on it.",
    takes: Takes::Number { least: 1, most: 3_650 },
    while_running: false,
};

pub const OPEN: Limit = Limit {
    name: "open_ticket",
    about: "tickets opened by one person",
    per: Per::Hour,
    times: |config| config.number(&WRITES_PER_MINUTE) as u32 / 10,
};

pub const BULK: Limit = Limit {
    name: "bulk",
    about: "acts of one person on several tickets at once",
    per: Per::Minute,
    times: |config| config.number(&WRITES_PER_MINUTE) as u32 / 10,
};

pub const WRITTEN: Limit = Limit {
    name: "written",
    about: "bytes of text written by one person",
    per: Per::Hour,
    times: |config| config.bytes(&TEXT),
};

pub const WRITTEN_BY_ALL: Limit = Limit {
    name: "written_by_all",
    about: "bytes of text written by everybody together",
    per: Per::Hour,
    times: |config| config.bytes(&HOUSE_TEXT),
};
