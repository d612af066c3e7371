//! What a deployment sets of guidance.
use crate::server::settings::{Setting, Takes};

pub const LIFT_SECONDS: Setting = Setting {
    key: "lift_seconds",
    default: "180",
    about: "The technician's silence, in seconds, after which the employee's typing is free again during \
            guidance (5 to 86400).",
    takes: Takes::Number { least: 5, most: 86_400 },
    while_running: true,
};
