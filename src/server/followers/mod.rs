//! Followers: how a higher room reacts to what happened in a lower one. Each reads the events in the order of
//! their positions, a batch at a time, in one unit of work that also moves its cursor: exactly once in
//! effect, never lost, and the verb that caused them pays nothing.
mod store;

use super::{
    House, Rooms,
    db::{Tx, dialect},
    events::{self, Happened},
    tasks, telemetry,
};
use crate::base::{AppResult, Error, Time};
use chrono::Duration;
use futures_util::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration as Span};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

pub use store::{Standing, find};

/// So many events are read in one unit of work: others who write wait for it.
const BATCH: i64 = 400;
/// So many positions are looked through at once for the kinds a follower listens to.
const STRETCH: i64 = 10_000;
/// Between two batches of what has just happened: verbs that come close together are read together.
const PAUSE: Span = Span::from_millis(100);
/// Looked up this often even when nobody says that something happened: another process may have written.
const EVERY: Span = Span::from_secs(5);
/// After a failure, 2 s, then 4, 8 … up to this many seconds.
const LONGEST_REST: i64 = 300;

/// Who reacts to what happened.
pub struct Follower {
    /// Its cursor stands under this name: a new one begins anew.
    pub name: &'static str,
    /// The words of the kinds it listens to (`TicketEvent::word("Assigned")`); none named, all.
    pub kinds: &'static [&'static str],
    /// Where it begins on a database that does not know it yet.
    pub start: Start,
    /// Writes its own tables and enqueues jobs; it never calls outside, and takes nothing for granted but the
    /// order of each stream. An error undoes the batch, which comes again; what happened twice in the telling
    /// never happened twice in the database.
    pub follow: for<'t, 'c> fn(&'t mut Tx<'c>, &'t [Happened]) -> BoxFuture<'t, AppResult<()>>,
    /// What is told once a batch is on disk.
    pub then: Option<fn(&House)>,
}

/// Where a new follower begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// With the first event ever: it keeps something that must be whole (a search index, figures).
    Beginning,
    /// With what happens from now on: it tells people (notifications, webhooks).
    Now,
}

/// Keeps every follower up with what happens until the house closes. Each has its own task: one that fails or
/// is slow stops itself only.
pub async fn work(house: Arc<House>, closing: CancellationToken) {
    let all = all(&house.rooms).map(|follower| {
        let (house, closing) = (house.clone(), closing.clone());
        tasks::spawn(follower.name, async move {
            closing.run_until_cancelled(keep_up(&house, follower)).await;
        })
    });
    join_all(all).await;
}

/// Moves a follower to a position, whether it was there before or not: for a demonstration, which tells it
/// many events at once.
pub async fn place(tx: &mut Tx<'_>, name: &str, position: i64) -> AppResult<()> {
    store::join(tx, name, position).await?;
    Ok(store::advance(tx, name, position).await?)
}

/// Tells everything that has happened so far to every follower, and says whether all could take it: what a
/// test waits for.
pub async fn catch_up(house: &House) -> AppResult<()> {
    let mut outcome = Ok(());
    for follower in all(&house.rooms) {
        outcome = outcome.and(advance_fully(house, follower).await);
    }
    outcome
}

/// How far a follower has come, and what waits for it.
pub struct Progress {
    pub standing: Standing,
    /// So many events, counted up to 10,000.
    pub behind: i64,
    /// When the first of them happened.
    pub since: Option<Time>,
}

/// How far each has come, by name. One that never ran yet is not there.
pub async fn progress(house: &House) -> AppResult<Vec<Progress>> {
    let mut tx = house.db.read().await?;
    let mut progress = Vec::new();
    for standing in store::list(&mut tx).await? {
        if all(&house.rooms).any(|follower| follower.name == standing.name) {
            let (behind, since) = store::behind(&mut tx, standing.position).await?;
            progress.push(Progress { standing, behind, since });
        }
    }
    Ok(progress)
}

fn all(rooms: &Rooms) -> impl Iterator<Item = &'static Follower> + use<> {
    rooms.list.iter().flat_map(|room| room.followers)
}

async fn keep_up(house: &House, follower: &'static Follower) {
    let mut recorded = house.bus.recorded();
    loop {
        if let Err(error) = advance_fully(house, follower).await {
            tracing::warn!(follower = follower.name, %error, "a follower could not go on and will try again");
        }
        sleep(PAUSE).await;
        timeout(EVERY, recorded.changed()).await.ok();
    }
}

async fn advance_fully(house: &House, follower: &'static Follower) -> AppResult<()> {
    while advance(house, follower).await? {}
    Ok(())
}

/// One batch. Is more waiting?
pub async fn advance(house: &House, follower: &'static Follower) -> AppResult<bool> {
    let (standing, newest) = standing(house, follower).await?;
    if newest <= standing.position || standing.retry_at.is_some_and(|at| at > house.clock.now()) {
        return Ok(false);
    }
    dialect::outlast(&house.db).await?;
    let end = newest.min(standing.position + STRETCH);
    let stretch = standing.position + 1..=end;
    let happened =
        events::list_stretch(&mut house.db.glance().await?, stretch, follower.kinds, BATCH).await?;
    let to = happened.last().filter(|_| happened.len() as i64 == BATCH).map_or(end, |last| last.position);
    let any = !happened.is_empty();
    match apply(house, follower, standing.position, to, happened).await {
        Ok(held) => {
            follower.then.filter(|_| held && any).into_iter().for_each(|tell| tell(house));
            Ok(held && to < newest)
        }
        Err(error) => {
            rest(house, follower.name, standing.failures + 1, &error).await?;
            Err(error)
        }
    }
}

/// Where it stands, and the newest position. A new one is placed at its start.
async fn standing(house: &House, follower: &'static Follower) -> AppResult<(Standing, i64)> {
    let mut tx = house.db.read().await?;
    let newest = events::last_position(&mut tx).await?;
    if let Some(known) = store::find(&mut tx, follower.name).await? {
        return Ok((known, newest));
    }
    drop(tx);
    let start = if follower.start == Start::Beginning { 0 } else { newest };
    let unit = house.db.write(move |tx| {
        Box::pin(async move {
            store::join(tx, follower.name, start).await?;
            Ok(store::find(tx, follower.name).await?)
        })
    });
    Ok((unit.await?.ok_or(Error::Unavailable)?, newest))
}

/// What happened and the cursor that says so, in one unit of work. Its row is the follower's lock: where
/// another process holds it, or has been here already, nothing is done.
async fn apply(
    house: &House,
    follower: &'static Follower,
    from: i64,
    to: i64,
    happened: Vec<Happened>,
) -> AppResult<bool> {
    let unit = house.db.write(move |tx| {
        Box::pin(async move {
            if store::hold(tx, follower.name).await? != Some(from) {
                return Ok(false);
            }
            if !happened.is_empty() {
                (follower.follow)(tx, &happened).await?;
            }
            store::advance(tx, follower.name, to).await?;
            Ok(true)
        })
    });
    let panicked = |_| Err(telemetry::internal("a follower panicked", &follower.name));
    AssertUnwindSafe(unit).catch_unwind().await.unwrap_or_else(panicked)
}

/// It stays where it is, and tries again later.
async fn rest(house: &House, name: &'static str, failures: i64, error: &Error) -> AppResult<()> {
    let (problem, retry_at) = (error.to_string(), house.clock.now() + pause_after(failures));
    let unit = house
        .db
        .write(move |tx| Box::pin(async move { Ok(store::fail(tx, name, problem, retry_at).await?) }));
    unit.await
}

fn pause_after(failures: i64) -> Duration {
    Duration::seconds(2_i64.pow(failures.clamp(1, 16) as u32).min(LONGEST_REST))
}
