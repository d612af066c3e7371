//! Migrations: one text for both databases, and beside it only what cannot be shared.
use super::Db;
use crate::base::Error;
use sqlx::migrate::{MigrateError, Migrator};

static SHARED: Migrator = sqlx::migrate!("./migrations");
static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

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

/// For the command line.
impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Self {
        crate::server::telemetry::internal("a migration failed", &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::Time, sql, tests::world::empty_postgres};
    use uuid::Uuid;

    /// What a house of before 0011 has told: two streams, and a clock that went back on the first.
    async fn tell(db: &Db) -> [Uuid; 2] {
        let streams = [Uuid::from_u128(2), Uuid::from_u128(1)];
        for (stream, seq, at) in [(0, 1, 100), (0, 2, 60), (1, 1, 70), (0, 3, 120), (1, 2, 110)] {
            let (stream, at) = (streams[stream], Time::from_timestamp(at, 0).unwrap());
            let unit = db.write(move |tx| {
                Box::pin(async move {
                    Ok(sql!(tx, |c| sqlx::query(
                        "insert into events (stream, seq, kind, audience, at, payload)
                         values ($1, $2, 'essai', 'tous', $3, $4)"
                    )
                    .bind(stream)
                    .bind(i64::from(seq))
                    .bind(at)
                    .bind(sqlx::types::Json(serde_json::json!({})))
                    .execute(c)
                    .await
                    .map(drop))?)
                })
            });
            unit.await.unwrap();
        }
        streams
    }

    #[tokio::test]
    async fn what_happened_before_there_were_positions_gets_them_in_the_order_of_its_streams() {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = format!("sqlite:{}", folder.path().join("old.db").display());
        for url in [Some(sqlite), empty_postgres().await].into_iter().flatten() {
            let db = Db::connect(&url).await.unwrap();
            run_up_to(&db, 9).await.unwrap();
            let [first, second] = tell(&db).await;
            run(&db).await.unwrap();
            let told: Vec<(i64, Uuid, i64)> = sql!(&mut db.glance().await.unwrap(), |c| sqlx::query_as(
                "select position, stream, seq from events order by position"
            )
            .fetch_all(c)
            .await)
            .unwrap();
            let expected = [(1, second, 1), (2, first, 1), (3, first, 2), (4, second, 2), (5, first, 3)];
            assert_eq!(told, expected);
            tell_one_more(&db, first).await;
        }
    }

    async fn tell_one_more(db: &Db, stream: Uuid) {
        let unit = db.write(move |tx| {
            Box::pin(async move {
                let position: i64 = sql!(tx, |c| sqlx::query_scalar(
                    "insert into events (stream, seq, kind, audience, at, payload)
                     values ($1, 4, 'essai', 'tous', $2, $3) returning position"
                )
                .bind(stream)
                .bind(Time::UNIX_EPOCH)
                .bind(sqlx::types::Json(serde_json::json!({})))
                .fetch_one(c)
                .await)?;
                assert_eq!(position, 6, "and what comes goes on from there");
                Ok(())
            })
        });
        unit.await.unwrap();
    }
}
