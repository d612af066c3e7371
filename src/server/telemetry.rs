//! Logging: a message readable alone, fields queryable, a failure once, no personal data, no secret.
pub use crate::base::failure::internal;
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
