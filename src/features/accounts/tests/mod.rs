//! Who people are: their sessions, user names and tokens, on pages and over HTTP.
mod addresses;
mod admins;
mod http;
mod personal_tokens;
pub mod sessions;
mod usernames;
