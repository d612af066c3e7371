//! Logging: a message readable alone, fields queryable, a failure once, no personal data, no secret.
use crate::base::Error;
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Starts logging to standard error; `filter` as of `RUST_LOG`. Control characters in messages are escaped by
/// the formatter.
pub fn start(filter: &str, json: bool) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|e| e.to_string())?;
    let registry = tracing_subscriber::registry().with(filter);
    let done = if json {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry
            .with(fmt::layer().compact().with_ansi(false).with_target(false).with_writer(std::io::stderr))
            .try_init()
    };
    done.map_err(|e| e.to_string())
}

/// Logs a failure once and gives the reference the person is shown.
pub fn internal(what: &str, error: &dyn std::fmt::Display) -> Error {
    let reference: String = uuid::Uuid::now_v7().simple().to_string().chars().skip(24).collect();
    tracing::error!(reference, error = %error.to_string().escape_debug(), "{what}");
    Error::Internal { reference }
}
