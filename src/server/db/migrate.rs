//! Migrations: one text for both databases, and beside it only what cannot be shared.
use super::Db;
use sqlx::migrate::{MigrateError, Migrator};

static SHARED: Migrator = sqlx::migrate!("../../migrations");
static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// Applies what is missing. On SQLite through a connection of its own, before the writer has work.
pub async fn run(db: &Db) -> Result<(), MigrateError> {
    run_up_to(db, i64::MAX).await
}

/// Applies what is missing up to a version.
pub async fn run_up_to(db: &Db, version: i64) -> Result<(), MigrateError> {
    match db {
        Db::Sqlite { read, .. } => {
            use sqlx::Connection;
            let options = read.connect_options().as_ref().clone().read_only(false);
            let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
            merged(&SQLITE, version).run(&mut connection).await?;
            connection.close().await.map_err(MigrateError::from)
        }
        Db::Postgres { pool, .. } => merged(&POSTGRES, version).run(pool).await,
    }
}

fn merged(own: &Migrator, version: i64) -> Migrator {
    let all = SHARED.iter().chain(own.iter()).filter(|migration| migration.version <= version);
    let mut all: Vec<_> = all.cloned().collect();
    all.sort_by_key(|migration| migration.version);
    Migrator::with_migrations(all)
}
