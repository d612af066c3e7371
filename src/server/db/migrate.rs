//! Migrations: one text for both databases, and beside it only what cannot be shared.
use super::Db;
use crate::base::Error;
use sqlx::migrate::{MigrateError, Migrator};

static SHARED: Migrator = sqlx::migrate!("./migrations");
static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// Applies what is missing. On SQLite through a connection of its own, before the writer has work.
pub async fn run(db: &Db) -> Result<(), MigrateError> {
    match db {
        Db::Sqlite { read, .. } => {
            use sqlx::Connection;
            let options = read.connect_options().as_ref().clone().read_only(false);
            let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
            merged(&SQLITE).run(&mut connection).await?;
            connection.close().await.map_err(MigrateError::from)
        }
        Db::Postgres { pool, .. } => merged(&POSTGRES).run(pool).await,
    }
}

fn merged(own: &Migrator) -> Migrator {
    let mut all: Vec<_> = SHARED.iter().chain(own.iter()).cloned().collect();
    all.sort_by_key(|migration| migration.version);
    Migrator::with_migrations(all)
}

/// For the command line.
impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Self {
        crate::server::telemetry::internal("a migration failed", &error)
    }
}
