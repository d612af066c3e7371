//! Background work: named, and its panics are logged, never silent.
use crate::base::AppResult;
use futures_util::FutureExt;
use std::{future::Future, panic::AssertUnwindSafe};
use tokio::sync::oneshot;
use tracing::Instrument as _;

/// Starts a task. A panic ends this task only.
#[expect(clippy::disallowed_methods, reason = "the one place that starts tasks")]
pub fn spawn(
    name: &'static str,
    work: impl Future<Output = ()> + Send + 'static,
) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if AssertUnwindSafe(work).catch_unwind().await.is_err() {
            tracing::error!(task = name, "a task panicked");
        }
    })
}

/// Runs this to its end even when whoever asked goes away meanwhile: what was committed is also announced.
pub async fn finish<T: Send + 'static>(
    name: &'static str,
    work: impl Future<Output = AppResult<T>> + Send + 'static,
) -> AppResult<T> {
    let (tell, told) = oneshot::channel();
    let work = work.in_current_span();
    spawn(name, async move {
        tell.send(work.await).ok(); // nobody may be waiting any more
    });
    told.await.unwrap_or_else(|_| Err(super::telemetry::internal("a task ended without an answer", &name)))
}
