//! What accounts ask for later: people are written into the search index.
use super::search;
use crate::server::jobs::Job;
use std::time::Duration;

/// The jobs of this room. This one is asked for by the migration that brought the index.
pub const JOBS: &[Job] = &[Job {
    kind: "accounts.index_people",
    limit: Duration::from_secs(600),
    run: |house, _| Box::pin(async move { search::index_all(&house).await }),
}];
