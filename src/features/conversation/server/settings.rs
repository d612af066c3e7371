//! How often pictures may be sent, and how much they may weigh.
use crate::server::{
    limits::{Limit, Per},
    settings::{Setting, Takes},
};

pub const PICTURES: Setting = Setting {
    key: "picture_megabytes_per_day",
    default: "200",
    about: "How many megabytes of pictures one person may add, a day.",
    takes: Takes::Number { least: 10, most: 1_000_000 },
    while_running: true,
};

pub const HOUSE_PICTURES: Setting = Setting {
    key: "house_picture_megabytes_per_hour",
    default: "2000",
    about: "How many megabytes of pictures everybody together may add, an hour.",
    takes: Takes::Number { least: 10, most: 4_000 },
    while_running: false,
};

pub const UPLOAD: Limit =
    Limit { name: "upload", about: "pictures sent by one person", per: Per::Minute, times: |_| 60 };

pub const ADDED_BY_ALL: Limit = Limit {
    name: "added_by_all",
    about: "bytes of pictures added by everybody together",
    per: Per::Hour,
    times: |config| config.bytes(&HOUSE_PICTURES),
};
