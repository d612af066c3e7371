//! The one writer of SQLite: it runs the waiting units one after another, each in a savepoint, commits them
//! together, and only then answers.
use super::{
    BoxFuture, SqliteHandle, Tx,
    dialect::{self, PROBE},
    unit::UnitConnection,
};
use crate::base::{AppResult, Conflict, Error};
use crate::joined;
use futures_util::FutureExt;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::{mpsc, oneshot};

/// So many units share a commit at most.
const BATCH: usize = 64;
/// So many may wait before callers wait too.
const WAITING: usize = 1024;

/// Told after the commit whether it is on disk, and if not, why.
type Told = Box<dyn FnOnce(AppResult<()>) + Send>;
/// How a unit ended.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Held,
    /// Refused by a rule: it is rolled back, the rest stands.
    Refused,
    /// The disk or the database refused: readiness is lost until a commit succeeds.
    Broken,
}
/// A unit: how it ended, and what to tell.
type Unit = Box<dyn for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, (Outcome, Told)> + Send>;

/// The door to the writer. Cheap to clone.
#[derive(Clone)]
pub struct Writer {
    units: mpsc::Sender<Unit>,
    sound: Arc<AtomicBool>,
}

impl Writer {
    /// Opens the writing connection and starts the task that owns it.
    pub async fn start(options: &SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let connection = SqliteConnection::connect_with(options).await?;
        let (units, inbox) = mpsc::channel(WAITING);
        let sound = Arc::new(AtomicBool::new(true));
        crate::tasks::spawn("writer", work(connection, inbox, sound.clone()));
        Ok(Writer { units, sound })
    }

    /// Runs a unit in the next batch and answers after its commit.
    pub async fn run<T, F>(&self, unit: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, AppResult<T>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let unit: Unit = Box::new(move |tx| {
            Box::pin(async move {
                let out = AssertUnwindSafe(unit(tx)).catch_unwind().await;
                let out = out
                    .unwrap_or_else(|_| Err(crate::telemetry::internal("a unit of work panicked", &"panic")));
                let outcome = match &out {
                    Ok(_) => Outcome::Held,
                    Err(Error::Unavailable) => Outcome::Broken,
                    Err(_) => Outcome::Refused,
                };
                let told: Told = Box::new(move |durable: AppResult<()>| {
                    // The caller may have gone; its unit stands all the same.
                    tell.send(out.and_then(|out| durable.map(|()| out))).ok();
                });
                (outcome, told)
            })
        });
        self.units.send(unit).await.map_err(|_| Error::Unavailable)?;
        told.await.map_err(|_| Error::Unavailable)?
    }

    /// Did the last commit succeed?
    pub fn is_sound(&self) -> bool {
        self.sound.load(Ordering::Relaxed)
    }

    /// Waits until everything handed in so far is committed.
    pub async fn close(&self) {
        self.run(|_| Box::pin(async { Ok(()) })).await.ok();
    }
}

async fn work(mut connection: SqliteConnection, mut inbox: mpsc::Receiver<Unit>, sound: Arc<AtomicBool>) {
    let mut batch = Vec::with_capacity(BATCH);
    while inbox.recv_many(&mut batch, BATCH).await > 0 {
        let mut told = Vec::with_capacity(batch.len());
        let durable = match (batch.len(), batch.pop()) {
            (1, Some(unit)) => commit_alone(&mut connection, unit, &mut told, &sound).await,
            (_, last) => {
                batch.extend(last);
                commit_together(&mut connection, &mut batch, &mut told, &sound).await
            }
        };
        batch.clear(); // whoever was not run sees its channel close: Unavailable
        told.into_iter().for_each(|tell: Told| tell(if durable { Ok(()) } else { Err(Error::Unavailable) }));
    }
    connection.close().await.ok();
}

/// A batch of one needs no savepoint: the transaction is its own.
async fn commit_alone(
    connection: &mut SqliteConnection,
    unit: Unit,
    told: &mut Vec<Told>,
    sound: &AtomicBool,
) -> bool {
    let mut outcome = Outcome::Broken;
    if run(connection, "begin immediate").await {
        let (ended, tell) = run_unit(connection, unit, commit(sound)).await;
        told.push(tell);
        outcome = ended;
    }
    if outcome != Outcome::Held {
        roll_back(connection).await;
    }
    sound.store(outcome != Outcome::Broken, Ordering::Relaxed);
    outcome == Outcome::Held
}

/// Runs a unit and its end, in which goes what it left. All are told after the commit, also those whom the
/// end refuses: what was there before them may be of the same batch.
async fn run_unit(connection: &mut SqliteConnection, unit: Unit, end: &str) -> (Outcome, Told) {
    let mut tx = Tx::Sqlite(SqliteHandle::Writer(UnitConnection::new(connection)));
    let (outcome, tell) = unit(&mut tx).await;
    let Tx::Sqlite(SqliteHandle::Writer(mut used)) = tx else { return (outcome, tell) };
    if outcome != Outcome::Held {
        return (outcome, tell);
    }
    match used.end(end).await {
        Ok(()) => (Outcome::Held, tell),
        // Of what is left for the end only an act has a key that may be there.
        Err(error) if dialect::is_taken(&error) => {
            (Outcome::Refused, Box::new(|_| tell(Err(Error::Conflict(Conflict::IdReused)))))
        }
        Err(error) => {
            tracing::error!(%error, end, "the writer could not end a unit");
            (Outcome::Broken, tell)
        }
    }
}

/// One transaction for the batch. A unit that is refused is rolled back alone; when the transaction itself
/// breaks, nothing of it stands.
async fn commit_together(
    connection: &mut SqliteConnection,
    batch: &mut Vec<Unit>,
    told: &mut Vec<Told>,
    sound: &AtomicBool,
) -> bool {
    let mut durable = run(connection, "begin immediate; savepoint unit").await;
    for unit in batch.drain(..) {
        if !durable {
            continue;
        }
        let (outcome, tell) = run_unit(connection, unit, "release unit; savepoint unit").await;
        told.push(tell);
        durable = match outcome {
            Outcome::Held => true,
            Outcome::Refused => run(connection, "rollback to unit").await,
            Outcome::Broken => false,
        };
    }
    durable = durable && run(connection, commit(sound)).await;
    if !durable {
        roll_back(connection).await;
    }
    sound.store(durable, Ordering::Relaxed);
    durable
}

/// How a transaction ends. After a commit that failed the next one writes something for certain, so that its
/// success says that the disk is back.
fn commit(sound: &AtomicBool) -> &'static str {
    if sound.load(Ordering::Relaxed) { "commit" } else { joined!(PROBE, ";commit") }
}

/// A broken transaction may be gone already.
async fn roll_back(connection: &mut SqliteConnection) {
    sqlx::query("rollback").execute(connection).await.ok();
}

/// A failure here is everybody's in the batch: nothing of it is acknowledged.
async fn run(connection: &mut SqliteConnection, statement: &'static str) -> bool {
    let done = sqlx::query(statement).execute(connection).await;
    done.inspect_err(|error| tracing::error!(%error, statement, "the writer could not go on with a batch"))
        .is_ok()
}
