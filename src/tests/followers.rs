//! Followers see each thing that happened once and in the order of its stream, whatever stops them on the
//! way.
use super::world::World;
use crate::{
    base::{
        AppResult, Error, Time,
        live::{Audience, Event},
    },
    server::{
        House, Room,
        db::{Db, Tx},
        events::{self, Happened},
        followers::{self, Follower, Start},
        tasks,
    },
    sql,
};
use chrono::Duration;
use futures_util::future::join_all;
use serde_json::json;
use std::{collections::HashMap, sync::Arc, time::Duration as Span};
use tokio::{sync::oneshot, time::timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const DIARY: Follower = Follower {
    then: None,
    name: "diary",
    kinds: &[],
    start: Start::Beginning,
    follow: |tx, happened| Box::pin(write_down(tx, happened)),
};
/// Fails, or panics, while a stone lies in its way.
const STUMBLER: Follower = Follower {
    then: None,
    name: "stumbler",
    kinds: &["assignation"],
    start: Start::Beginning,
    follow: |tx, happened| {
        Box::pin(async move {
            write_down(tx, happened).await?;
            let stones: Vec<String> =
                sql!(tx, |c| sqlx::query_scalar("select name from stones").fetch_all(c).await)?;
            match stones.first().map(String::as_str) {
                None => Ok(()),
                Some("loose") => Err(Error::Forbidden),
                Some(_) => panic!("a stone"),
            }
        })
    },
};
const ROOM: Room = Room { name: "library", followers: &[DIARY, STUMBLER], ..Room::NONE };
const DIARY_ONLY: Room = Room { name: "library", followers: &[DIARY], ..Room::NONE };

async fn write_down(tx: &mut Tx<'_>, happened: &[Happened]) -> AppResult<()> {
    for event in happened {
        sql!(tx, |c| sqlx::query("insert into diary (position, stream, seq, kind) values ($1, $2, $3, $4)")
            .bind(event.position)
            .bind(event.stream)
            .bind(event.seq)
            .bind(&event.kind)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// A line of the diary: position, stream, number there, kind.
type Line = (i64, Uuid, i64, String);

/// In the order in which it was written.
async fn diary(house: &House) -> Vec<Line> {
    let text = "select position, stream, seq, kind from diary order by line";
    sql!(&mut house.db.glance().await.unwrap(), |c| sqlx::query_as(text).fetch_all(c).await).unwrap()
}

async fn told(house: &House) -> Vec<Line> {
    let text = "select position, stream, seq, kind from events order by position";
    sql!(&mut house.db.glance().await.unwrap(), |c| sqlx::query_as(text).fetch_all(c).await).unwrap()
}

async fn last(house: &House) -> i64 {
    events::last_position(&mut house.db.glance().await.unwrap()).await.unwrap()
}

async fn run(house: &House, text: &'static str) {
    let unit = house.db.write(move |tx| {
        Box::pin(async move { Ok(sql!(tx, |c| sqlx::query(text).execute(c).await.map(drop))?) })
    });
    unit.await.unwrap();
}

/// Both houses, with paper for the diary.
async fn worlds(room: Room) -> Vec<World> {
    let worlds = World::on_both(&[room]).await;
    for world in &worlds {
        let paper = match world.house.db {
            Db::Sqlite { .. } => {
                "create table diary (line integer primary key,
                 position bigint, stream uuid, seq bigint, kind text)"
            }
            Db::Postgres { .. } => {
                "create table diary (line bigserial primary key,
                 position bigint, stream uuid, seq bigint, kind text)"
            }
        };
        run(&world.house, paper).await;
        run(&world.house, "create table stones (name text)").await;
    }
    worlds
}

#[tokio::test]
async fn each_thing_is_told_once_and_in_its_order() {
    for world in worlds(DIARY_ONLY).await {
        let number = world.guided_ticket().await;
        followers::catch_up(&world.house).await.unwrap();
        assert_eq!(diary(&world.house).await, told(&world.house).await);
        world.write(number, "Éteignez l’imprimante").await.unwrap();
        world.open_ticket().await;
        followers::catch_up(&world.house).await.unwrap();
        followers::catch_up(&world.house).await.unwrap();
        let written = diary(&world.house).await;
        assert_eq!(written, told(&world.house).await);
        assert_eq!(written.len(), 6, "opened, given to Grace, in progress, guided, instructed, opened");
    }
}

#[tokio::test]
async fn who_listens_from_now_on_hears_nothing_of_the_past() {
    const NEWCOMER: Follower = Follower { name: "newcomer", start: Start::Now, ..DIARY };
    const LATE: Room = Room { name: "library", followers: &[NEWCOMER], ..Room::NONE };
    for world in worlds(LATE).await {
        world.open_ticket().await;
        followers::catch_up(&world.house).await.unwrap();
        let number = world.open_ticket().await;
        followers::catch_up(&world.house).await.unwrap();
        assert_eq!(diary(&world.house).await, told(&world.house).await[1..], "only {number}");
    }
}

#[tokio::test]
async fn one_that_fails_stops_itself_only_and_goes_on_where_it_was() {
    for world in worlds(ROOM).await {
        for (stone, problem) in [("loose", "not allowed"), ("heavy", "internal error")] {
            let before = diary(&world.house).await.len();
            let put = if stone == "loose" {
                "insert into stones values ('loose')"
            } else {
                "insert into stones values ('heavy')"
            };
            run(&world.house, put).await;
            world.taken_ticket().await;
            assert!(followers::catch_up(&world.house).await.is_err());
            assert_eq!(
                diary(&world.house).await.len() - before,
                3,
                "the diary goes on, the stumbler does not"
            );
            let standing = standing(&world.house, "stumbler").await;
            assert_eq!(standing.failures, 1);
            assert!(standing.last_error.unwrap().starts_with(problem));
            run(&world.house, "delete from stones").await;
            followers::catch_up(&world.house).await.unwrap();
            assert_eq!(diary(&world.house).await.len() - before, 3, "it rests first");
            world.house.clock.advance(Duration::seconds(2));
            followers::catch_up(&world.house).await.unwrap();
            let kinds: Vec<String> =
                diary(&world.house).await[before..].iter().map(|line| line.3.clone()).collect();
            assert_eq!(kinds, ["creation", "assignation", "changement_statut", "assignation"]);
            assert_eq!(self::standing(&world.house, "stumbler").await.last_error, None);
        }
    }
}

async fn diary_position(house: &House) -> i64 {
    followers::progress(house).await.unwrap().first().map_or(0, |diary| diary.standing.position)
}

async fn standing(house: &House, name: &str) -> followers::Standing {
    let mut all = followers::progress(house).await.unwrap().into_iter().map(|known| known.standing);
    all.find(|standing| standing.name == name).unwrap()
}

#[tokio::test]
async fn a_follower_killed_between_two_batches_or_within_one_loses_and_doubles_nothing() {
    for world in worlds(DIARY_ONLY).await {
        write_events(world.house.clone(), streams(7), 650).await;
        assert!(followers::advance(&world.house, &DIARY_ONLY.followers[0]).await.unwrap(), "more is waiting");
        let first = diary(&world.house).await.len();
        assert!((1..650).contains(&first), "one batch, not all: {first}");
        // Dropped after so many steps, wherever that is: as a process that is killed.
        for steps in (0..14).map(|n| 1 << n) {
            let house = world.again().await;
            let mut batch = std::pin::pin!(followers::advance(&house, &DIARY_ONLY.followers[0]));
            let mut step = 0;
            while step < steps && futures_util::poll!(batch.as_mut()).is_pending() {
                tokio::task::yield_now().await;
                step += 1;
            }
        }
        let house = world.again().await;
        // PostgreSQL lets go of what a killed process held when it notices: until then nothing is done.
        let all_told = async {
            while diary(&house).await.len() < 650 {
                followers::catch_up(&house).await.unwrap();
            }
        };
        timeout(Span::from_secs(20), all_told).await.unwrap();
        assert_eq!(diary(&house).await, told(&house).await);
        assert_eq!(told(&house).await.len(), 650);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_events_of_sixteen_writers_are_each_seen_once_and_in_the_order_of_their_stream() {
    for world in worlds(DIARY_ONLY).await {
        let (each, closing) = (10_000 / 16, CancellationToken::new());
        // Two processes follow on one PostgreSQL; SQLite has one.
        let mut houses = vec![world.house.clone()];
        if matches!(world.house.db, Db::Postgres { .. }) {
            houses.push(world.again().await);
        }
        let following = houses.iter().map(|house| followers::work(house.clone(), closing.clone()));
        let following: Vec<_> = following.map(|work| tasks::spawn("followers of a test", work)).collect();
        let streams = streams(40);
        join_all(
            (0..16)
                .map(|_| tasks::spawn("a writer", write_events(world.house.clone(), streams.clone(), each))),
        )
        .await;
        let all_seen = async {
            while diary_position(&world.house).await < last(&world.house).await {
                tokio::time::sleep(Span::from_millis(50)).await;
            }
        };
        timeout(Span::from_secs(60), all_seen).await.expect("everything is seen in the end");
        closing.cancel();
        join_all(following).await;
        let mut next: HashMap<Uuid, i64> = HashMap::new();
        let lines = diary(&world.house).await;
        assert_eq!(lines.len(), 16 * each);
        for (_, stream, seq, _) in lines {
            let expected = next.entry(stream).or_insert(1);
            assert_eq!(seq, *expected, "out of order, twice or lost on {stream}");
            *expected += 1;
        }
    }
}

#[tokio::test]
async fn on_postgres_what_commits_late_is_not_passed_over() {
    for world in worlds(DIARY_ONLY).await {
        let Db::Postgres { .. } = world.house.db else { continue };
        let (tell_written, written) = oneshot::channel();
        let (open, gate) = oneshot::channel::<()>();
        let (house, stream) = (world.house.clone(), Uuid::now_v7());
        let slow = tasks::spawn("a slow unit of work", async move {
            let unit = house.db.write(move |tx| {
                Box::pin(async move {
                    write_event(tx, stream, 1).await?;
                    tell_written.send(()).ok();
                    gate.await.ok();
                    Ok(())
                })
            });
            unit.await.unwrap();
        });
        written.await.unwrap();
        write_events(world.house.clone(), streams(1), 1).await;
        // The later one is there, the one before it is not yet: whoever went on now would never see it.
        timeout(Span::from_millis(500), followers::catch_up(&world.house)).await.ok();
        open.send(()).unwrap();
        slow.await.unwrap();
        followers::catch_up(&world.house).await.unwrap();
        let lines = diary(&world.house).await;
        assert_eq!(lines, told(&world.house).await);
        assert_eq!((lines.len(), lines[0].1), (2, stream));
    }
}

fn streams(count: usize) -> Arc<Vec<Uuid>> {
    Arc::new((0..count).map(|_| Uuid::now_v7()).collect())
}

/// So many events on these streams in turn, two or one a unit, under a lock of the stream as a ticket's
/// revision is.
async fn write_events(house: Arc<House>, streams: Arc<Vec<Uuid>>, count: usize) {
    let mut written = 0;
    while written < count {
        let stream = streams[rand::random_range(0..streams.len())];
        let some = if count - written > 1 { rand::random_range(1..=2) } else { 1 };
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                let last: i64 = sql!(tx, |c| sqlx::query_scalar(
                    "insert into counters (name, value) values ($1, $2)
                     on conflict (name) do update set value = counters.value + $2 returning value"
                )
                .bind(stream.to_string())
                .bind(some)
                .fetch_one(c)
                .await)?;
                for seq in last - some + 1..=last {
                    write_event(tx, stream, seq).await?;
                }
                Ok(())
            })
        });
        unit.await.unwrap();
        written += some as usize;
    }
}

async fn write_event(tx: &mut Tx<'_>, stream: Uuid, seq: i64) -> AppResult<()> {
    let event = Event {
        seq,
        kind: "essai".into(),
        by: None,
        at: Time::UNIX_EPOCH,
        said_at: None,
        audience: Audience::Everyone,
        act: None,
        payload: json!({}),
    };
    events::record(tx, stream, &[event], None).await
}
