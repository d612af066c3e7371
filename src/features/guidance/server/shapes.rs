//! How guidance looks to programs.
use crate::features::guidance::{Ending, GuidanceId};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// A session of guidance.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-00000000005e", "started_at": "2026-11-21T09:03:00Z",
    "ended_at": "2026-11-21T09:21:00Z", "ending": "resolu", "first": 4, "last": 31}))]
pub struct SessionShown {
    pub id: GuidanceId,
    pub started_at: DateTime<Utc>,
    /// `null` while it runs.
    pub ended_at: Option<DateTime<Utc>>,
    pub ending: Option<Ending>,
    /// The number of its first event.
    pub first: i64,
    /// The number of its last event; `null` while it runs.
    pub last: Option<i64>,
}
