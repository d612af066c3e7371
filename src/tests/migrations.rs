//! Migrations of a house with a past.
use super::world::empty_postgres;
use crate::{base::Time, server::db::Db, sql};
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
        db.migrate_to(9).await.unwrap();
        let [first, second] = tell(&db).await;
        db.migrate().await.unwrap();
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
