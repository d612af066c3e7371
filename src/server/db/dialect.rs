//! The only place that knows how the two databases differ.
use super::{Db, Tx};
use sqlx::{Connection, Executor, sqlite::SqliteConnectOptions};
use std::time::Duration;

/// What a claim of a row ends with, so that two workers never get the same one. SQLite has a single writer
/// and needs nothing.
pub fn skip_locked(tx: &Tx<'_>) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "",
        Tx::Postgres(_) => " for update skip locked",
    }
}

/// What reading rows ends with when the unit decides by them: they stay as they are until it ends. SQLite has
/// a single writer.
pub fn hold(tx: &Tx<'_>) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "",
        Tx::Postgres(_) => " for update",
    }
}

/// What stands around a moment to make seconds of it.
pub fn seconds(tx: &Tx<'_>) -> [&'static str; 2] {
    match tx {
        Tx::Sqlite(_) => ["unixepoch(", ", 'subsec')"],
        Tx::Postgres(_) => ["extract(epoch from ", ")"],
    }
}

/// Did the row exist already?
pub fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_unique_violation())
}

/// A write that changes nothing a person sees: does the disk take it? It must change something, or SQLite
/// writes nothing.
pub const PROBE: &str = "insert into counters (name, value) values ('probe', 1)
     on conflict (name) do update set value = counters.value + 1";

/// Tries the disk.
pub async fn probe(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    crate::sql!(tx, |c| sqlx::query(PROBE).execute(c).await.map(drop))
}

/// Would the database take what is written? Nothing is, and no file is made.
pub async fn try_writing(url: &str) -> sqlx::Result<()> {
    let Some(path) = url.strip_prefix("sqlite:") else {
        let mut connection = sqlx::PgConnection::connect(url).await?;
        connection.execute("begin read write; rollback").await?;
        return connection.close().await;
    };
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(5));
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
    connection.execute("begin immediate; rollback").await?;
    connection.close().await
}

/// Returns when every unit of work that was under way is over. What was committed before this was called, and
/// everything with a lower position, can then be read without holes. SQLite's single writer gives positions
/// in the order of commits and needs no waiting.
///
/// PostgreSQL draws a position before its unit commits, so that 6 may be seen before 5. Whoever draws one has
/// the number of its transaction already (the column's default sees to it); a number drawn now is greater
/// than theirs, and once the lowest one running is greater still, all are over.
pub async fn outlast(db: &Db) -> sqlx::Result<()> {
    let Db::Postgres { pool, .. } = db else { return Ok(()) };
    let drawn: i64 = sqlx::query_scalar("select cast(cast(pg_current_xact_id() as text) as bigint)")
        .fetch_one(pool)
        .await?;
    let running = "select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)";
    while sqlx::query_scalar::<_, i64>(running).fetch_one(pool).await? <= drawn {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}
