//! What a deployment sets of people and their doors, and how often a door may be tried.
use crate::server::{
    config::Config,
    limits::{Limit, Per},
    settings::{Setting, Takes},
};

pub const REGISTRATION: Setting = Setting {
    key: "registration",
    default: "false",
    about: "May visitors open an account? No address is confirmed, so anybody could take a colleague's \
            first. Otherwise an administrator adds people.",
    takes: Takes::YesNo,
    while_running: true,
};

/// The words are read by `may_make` of personal tokens.
pub const PERSONAL_TOKENS: Setting = Setting {
    key: "personal_tokens",
    default: "staff",
    about: "Who may make personal access tokens for the HTTP API: \"nobody\", \"admins\", \"staff\" \
            (technicians and admins) or \"everyone\".",
    takes: Takes::Word(&["nobody", "admins", "staff", "everyone"]),
    while_running: true,
};

pub const SIGN_IN_PER_MINUTE: Setting = Setting {
    key: "sign_in_per_minute",
    default: "10",
    about: "How often one address may try to sign in to one account, a minute.",
    takes: Takes::Number { least: 1, most: 1_000_000 },
    while_running: false,
};

fn tries(config: &Config) -> u32 {
    config.number(&SIGN_IN_PER_MINUTE) as u32
}

pub const SIGN_IN: Limit = Limit {
    name: "sign_in",
    about: "attempts of one address at one account",
    per: Per::Minute,
    times: tries,
};

pub const GUESS: Limit = Limit {
    name: "guess",
    about: "attempts at one name from all addresses where nobody is signed in to it",
    per: Per::Hour,
    times: |config| tries(config).saturating_mul(10),
};

pub const DOOR: Limit = Limit {
    name: "door",
    about: "attempts of one address at any account",
    per: Per::Minute,
    times: |config| tries(config).saturating_mul(10),
};

pub const REGISTER: Limit =
    Limit { name: "register", about: "accounts opened from one address", per: Per::Minute, times: tries };
