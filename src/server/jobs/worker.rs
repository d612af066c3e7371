//! The worker: looks every second for what is due, and gives each job a task of its own.
use super::{
    Job,
    store::{self, Claimed},
};
use crate::{
    base::AppResult,
    server::{House, tasks},
};
use chrono::Duration;
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc, time::Duration as Span};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

/// So many of one kind run at once: when all of them hang, other kinds go on.
const AT_ONCE: usize = 4;
/// After so many failures a job is dead, until an admin retries it.
const MAX_ATTEMPTS: i64 = 10;
/// A claim is over this long after the job's own limit.
const MARGIN: Span = Span::from_secs(60);
/// For a job of a kind that nobody does.
const NO_LIMIT_KNOWN: Span = Span::from_secs(60);

/// Does jobs until the house closes; what is under way then is finished first.
pub async fn work(house: Arc<House>, closing: CancellationToken) {
    let mut worker = Worker::new(house);
    let mut tick = interval(Span::from_secs(1));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !closing.is_cancelled() {
        tokio::select! {
            () = closing.cancelled() => {}
            _ = tick.tick() => worker.start_due_or_warn().await,
            Some(kind) = worker.running.next() => {
                worker.free_place(&kind);
                worker.start_due_or_warn().await;
            }
        }
    }
    while worker.running.next().await.is_some() {}
}

/// Does every job that is due now, and waits for them; returns how many.
pub async fn run_due(house: &Arc<House>) -> AppResult<usize> {
    let (mut worker, mut done) = (Worker::new(house.clone()), 0);
    worker.start_due().await?;
    while let Some(kind) = worker.running.next().await {
        worker.free_place(&kind);
        worker.start_due().await?;
        done += 1;
    }
    Ok(done)
}

struct Worker {
    house: Arc<House>,
    /// Each gives its kind when it is done.
    running: FuturesUnordered<BoxFuture<'static, String>>,
    /// How many of each kind.
    counts: BTreeMap<String, usize>,
}

impl Worker {
    fn new(house: Arc<House>) -> Self {
        Worker { house, running: FuturesUnordered::new(), counts: BTreeMap::new() }
    }

    async fn start_due_or_warn(&mut self) {
        if let Err(error) = self.start_due().await {
            tracing::warn!(%error, "jobs could not be looked up");
        }
    }

    /// Starts whatever is due and has a free place. Mostly nothing is: seen without asking the writer.
    async fn start_due(&mut self) -> AppResult<()> {
        let now = self.house.clock.now();
        let kinds = store::list_due_kinds(&mut self.house.db.glance().await?, now).await?;
        for kind in kinds {
            while self.has_place(&kind)
                && let Some(job) = claim(&self.house, kind.clone()).await?
            {
                self.start(job);
            }
        }
        Ok(())
    }

    fn has_place(&self, kind: &str) -> bool {
        self.counts.get(kind).is_none_or(|count| *count < AT_ONCE)
    }

    fn start(&mut self, job: Claimed) {
        let (house, kind) = (self.house.clone(), job.kind.clone());
        *self.counts.entry(kind.clone()).or_default() += 1;
        let task = tasks::spawn("a job", run_one(house, job));
        self.running.push(Box::pin(async move {
            task.await.ok(); // a panic was logged
            kind
        }));
    }

    fn free_place(&mut self, kind: &str) {
        if let Some(count) = self.counts.get_mut(kind) {
            *count -= 1;
        }
    }
}

/// Takes the next job of this kind that is due.
async fn claim(house: &House, kind: String) -> AppResult<Option<Claimed>> {
    let now = house.clock.now();
    let limit = house.rooms.job(&kind).map_or(NO_LIMIT_KNOWN, |known| known.limit);
    let unit = house.db.write(move |tx| {
        Box::pin(async move {
            let Some(mut job) = store::hold_due(tx, &kind, now).await? else { return Ok(None) };
            store::claim(tx, job.id, now + (limit + MARGIN)).await?;
            job.attempts += 1;
            Ok(Some(job))
        })
    });
    unit.await
}

/// Runs a job within its limit; what came of it is kept. A failure that cannot be kept ends with the claim.
async fn run_one(house: Arc<House>, job: Claimed) {
    let outcome = match house.rooms.job(&job.kind) {
        // More often than it may: it took the process down with it.
        _ if job.attempts > MAX_ATTEMPTS => Err("started again and again, and never finished".to_owned()),
        Some(known) => attempt(&house, known, &job).await,
        None => Err("nobody does this kind of job".into()),
    };
    let kind = job.kind.clone();
    if let Err(error) = keep(&house, job, outcome).await {
        tracing::warn!(job = kind, %error, "what came of a job could not be kept; it is claimed again");
    }
}

async fn attempt(house: &Arc<House>, known: &Job, job: &Claimed) -> Result<(), String> {
    let work = AssertUnwindSafe((known.run)(house.clone(), job.payload.0.clone())).catch_unwind();
    match timeout(known.limit, work).await {
        Ok(Ok(done)) => done.map_err(|error| error.to_string()),
        Ok(Err(_)) => Err("panicked".into()),
        Err(_) => Err(format!("not done within {} s", known.limit.as_secs())),
    }
}

async fn keep(house: &House, job: Claimed, outcome: Result<(), String>) -> AppResult<()> {
    let Err(problem) = outcome else {
        return house.db.write(move |tx| Box::pin(async move { Ok(store::finish(tx, &job).await?) })).await;
    };
    tracing::warn!(job = job.kind, attempts = job.attempts, problem, "a job failed");
    let later = house.clock.now() + Duration::seconds(2_i64.pow(job.attempts.clamp(1, 12) as u32));
    let run_at = Some(later).filter(|_| job.attempts < MAX_ATTEMPTS);
    let unit = house
        .db
        .write(move |tx| Box::pin(async move { Ok(store::postpone(tx, &job, run_at, &problem).await?) }));
    unit.await
}
