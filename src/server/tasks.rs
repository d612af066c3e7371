//! Background work: named, and its panics are logged, never silent.
use futures_util::FutureExt;
use std::{future::Future, panic::AssertUnwindSafe};

/// Starts a task. A panic ends this task only.
#[expect(clippy::disallowed_methods, reason = "the one place that starts tasks")]
pub fn spawn(name: &'static str, work: impl Future<Output = ()> + Send + 'static) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if AssertUnwindSafe(work).catch_unwind().await.is_err() {
            tracing::error!(task = name, "a task panicked");
        }
    })
}
