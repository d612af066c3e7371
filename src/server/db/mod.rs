//! Two databases, one text: SQLite by default, PostgreSQL to grow. Writes are units of work; `Ok` means
//! committed and on disk.
pub mod dialect;
pub mod idempotency;
mod migrate;
pub mod statement;
mod unit;
mod writer;

use crate::{
    base::{AppResult, Error},
    start_failure,
};
use futures_util::future::BoxFuture;
use sqlx::{
    PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction,
    pool::PoolConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
pub use statement::statement;
use std::{
    ops::{Deref, DerefMut},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Connections that read, on SQLite.
const READERS: u32 = 4;

/// Rows that a connection's thread may read ahead: a page of any list, without waiting for its reader.
const ROWS: usize = 256;

/// The database. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    Sqlite { writer: writer::Writer, read: SqlitePool },
    Postgres { pool: PgPool, sound: Arc<AtomicBool> },
}

/// What store functions read and write through. Inside [`Db::write`] it is a unit of work.
pub enum Tx<'c> {
    Sqlite(SqliteHandle<'c>),
    Postgres(PostgresHandle),
}

/// A transaction, or a connection without one: that is two trips to the server more.
pub enum PostgresHandle {
    Transaction(Transaction<'static, Postgres>),
    Glance(PoolConnection<Postgres>),
}

impl Deref for PostgresHandle {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        match self {
            Self::Transaction(t) => t,
            Self::Glance(c) => c,
        }
    }
}

impl DerefMut for PostgresHandle {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            Self::Transaction(t) => t,
            Self::Glance(c) => c,
        }
    }
}

/// The writer's own connection, or one of the readers'.
pub enum SqliteHandle<'c> {
    Writer(unit::UnitConnection<'c>),
    Reader(Transaction<'static, Sqlite>),
    Glance(PoolConnection<Sqlite>),
}

impl Deref for SqliteHandle<'_> {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        match self {
            Self::Writer(unit) => unit.connection(),
            Self::Reader(t) => t,
            Self::Glance(c) => c,
        }
    }
}

impl DerefMut for SqliteHandle<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Writer(unit) => unit.connection_mut(),
            Self::Reader(t) => t,
            Self::Glance(c) => c,
        }
    }
}

impl SqliteHandle<'_> {
    /// Before a statement is run: it sees what was left for the end.
    pub async fn catch_up(&mut self) -> sqlx::Result<()> {
        match self {
            Self::Writer(unit) => unit.catch_up().await,
            Self::Reader(_) | Self::Glance(_) => Ok(()),
        }
    }
}

/// Runs a body once per driver: `sql!(tx, |c| …)`; `Driver` names the driver inside. For a text that depends
/// on what is asked; all others are written with `run!`, `changed!`, `maybe!`, `one!` and `all!`
/// ([`statement`](mod@statement)).
#[macro_export]
macro_rules! sql {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(handle) => {
                #[allow(dead_code, clippy::allow_attributes)]
                type Driver = sqlx::Sqlite;
                match handle.catch_up().await {
                    Ok(()) => {
                        let $c = &mut **handle;
                        $body
                    }
                    Err(error) => Err(error),
                }
            }
            $crate::db::Tx::Postgres(handle) => {
                #[allow(dead_code, clippy::allow_attributes)]
                type Driver = sqlx::Postgres;
                let $c = &mut **handle;
                $body
            }
        }
    };
}

impl Db {
    /// The database at a URL, its tables brought up to date; it takes what is written. Else the reason, in
    /// words for whoever runs the house.
    pub async fn open(url: &str) -> Result<Db, String> {
        let db = Db::connect(url).await.map_err(|error| start_failure::of_database(url, &error))?;
        db.migrate().await.map_err(|error| start_failure::of_migration(url, error))?;
        dialect::try_writing(url).await.map_err(|error| start_failure::of_database(url, &error))?;
        Ok(db)
    }

    /// Opens the database at a URL (`sqlite:PATH` or `postgres://…`) without touching its tables.
    pub async fn connect(url: &str) -> Result<Db, sqlx::Error> {
        match url.strip_prefix("sqlite:") {
            Some(path) => Self::sqlite(Path::new(path)).await,
            None => {
                let pool = PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(Duration::from_secs(5))
                    .connect(url)
                    .await?;
                Ok(Db::Postgres { pool, sound: Arc::new(AtomicBool::new(true)) })
            }
        }
    }

    async fn sqlite(path: &Path) -> Result<Db, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(200)
            .row_buffer_size(ROWS);
        let writer = writer::Writer::start(&options).await?;
        let pool = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(false);
        Ok(Db::Sqlite { writer, read: pool.connect_with(options.read_only(true)).await? })
    }

    /// Applies the migrations that are missing.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        migrate::run(self).await
    }

    /// Applies those up to a version: the tables are then as a house of that version left them.
    pub async fn migrate_to(&self, version: i64) -> Result<(), sqlx::migrate::MigrateError> {
        migrate::run_up_to(self, version).await
    }

    /// Several statements that see one state of the data.
    pub async fn read(&self) -> AppResult<Tx<'static>> {
        Ok(match self {
            Db::Sqlite { read, .. } => Tx::Sqlite(SqliteHandle::Reader(read.begin().await?)),
            Db::Postgres { pool, .. } => {
                const BEGIN: &str = "begin isolation level repeatable read read only";
                Tx::Postgres(PostgresHandle::Transaction(pool.begin_with(BEGIN).await?))
            }
        })
    }

    /// A single statement that reads.
    pub async fn glance(&self) -> AppResult<Tx<'static>> {
        match self {
            Db::Sqlite { read, .. } => Ok(Tx::Sqlite(SqliteHandle::Glance(read.acquire().await?))),
            Db::Postgres { pool, .. } => Ok(Tx::Postgres(PostgresHandle::Glance(pool.acquire().await?))),
        }
    }

    /// Runs a unit of work. `Ok` means committed and on disk; `Err` means that nothing of it happened. Await
    /// nothing but stores inside.
    pub async fn write<T, F>(&self, unit: F) -> AppResult<T>
    where
        T: Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, AppResult<T>> + Send + 'static,
    {
        match self {
            Db::Sqlite { writer, .. } => writer.run(unit).await,
            Db::Postgres { pool, sound } => {
                let mut tx = Tx::Postgres(PostgresHandle::Transaction(pool.begin().await?));
                let value = unit(&mut tx).await?;
                let Tx::Postgres(PostgresHandle::Transaction(transaction)) = tx else {
                    return Err(Error::Unavailable);
                };
                let committed = transaction.commit().await;
                sound.store(committed.is_ok(), Ordering::Relaxed);
                committed?;
                Ok(value)
            }
        }
    }

    /// Did the last commit reach the disk? Healing is seen at the next one.
    pub fn is_sound(&self) -> bool {
        match self {
            Db::Sqlite { writer, .. } => writer.is_sound(),
            Db::Postgres { sound, .. } => sound.load(Ordering::Relaxed),
        }
    }

    /// Waits for what is being written, then closes.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { writer, read } => {
                writer.close().await;
                read.close().await;
            }
            Db::Postgres { pool, .. } => pool.close().await,
        }
    }
}
