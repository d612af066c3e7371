//! Jobs and sweeps do not wait for one another, come again after a failure, and a recurring one comes once
//! whatever the clocks do.
use super::{api_world::Api, world::World};
use crate::{
    base::{AppResult, Error, Time},
    features::guidance::Outcome,
    server::{
        House, Room,
        db::Db,
        jobs::{self, Calendar, Job, Recurring, calendar::On},
        tasks,
    },
    sql,
};
use chrono::{Duration, Weekday};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration as Span};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const MINUTE: Span = Span::from_secs(60);
const ROOM: Room = Room {
    name: "errands",
    jobs: &[
        Job { kind: "errands.hang", limit: MINUTE, run: |house, _| Box::pin(hang(house)) },
        Job { kind: "errands.stall", limit: Span::from_secs(1), run: |house, _| Box::pin(hang(house)) },
        Job { kind: "errands.note", limit: MINUTE, run: |house, payload| Box::pin(note(house, payload)) },
        Job { kind: "errands.fail", limit: MINUTE, run: |house, _| Box::pin(fail_while_asked(house)) },
        Job { kind: "errands.monday", limit: MINUTE, run: |house, payload| Box::pin(note(house, payload)) },
        Job { kind: "errands.night", limit: MINUTE, run: |house, payload| Box::pin(note(house, payload)) },
    ],
    recurring: &[
        Recurring {
            kind: "errands.monday",
            calendar: Calendar { on: On::Weekday(Weekday::Mon), hour: 10, minute: 0 },
        },
        Recurring { kind: "errands.night", calendar: Calendar { on: On::EveryDay, hour: 2, minute: 30 } },
    ],
    ..Room::NONE
};

/// Notes that it has begun, and never ends.
async fn hang(house: Arc<House>) -> AppResult<()> {
    note(house, json!("hanging")).await?;
    std::future::pending().await
}

/// Notes what it was told.
async fn note(house: Arc<House>, payload: Value) -> AppResult<()> {
    let text = payload.get("due").unwrap_or(&payload).as_str().unwrap_or_default().to_owned();
    let unit = house.db.write(move |tx| {
        Box::pin(async move {
            Ok(sql!(tx, |c| sqlx::query("insert into notes (text) values ($1)")
                .bind(text)
                .execute(c)
                .await
                .map(drop))?)
        })
    });
    unit.await
}

async fn fail_while_asked(house: Arc<House>) -> AppResult<()> {
    if notes(&house).await.iter().any(|note| note == "fail") {
        return Err(Error::Forbidden);
    }
    note(house, json!("done after all")).await
}

async fn notes(house: &House) -> Vec<String> {
    let text = "select text from notes order by place";
    sql!(&mut house.db.glance().await.unwrap(), |c| sqlx::query_scalar(text).fetch_all(c).await).unwrap()
}

/// Waits until something is so: a note, mostly.
async fn until(is_so: impl AsyncFn() -> bool) {
    let waited = async {
        while !is_so().await {
            tokio::time::sleep(Span::from_millis(20)).await;
        }
    };
    timeout(Span::from_secs(30), waited).await.expect("it comes in the end");
}

async fn ask(house: &House, kind: &'static str, payload: Value) {
    let now = house.clock.now();
    let unit =
        house.db.write(move |tx| Box::pin(async move { Ok(jobs::enqueue(tx, kind, payload, now).await?) }));
    unit.await.unwrap();
}

async fn run(house: &House, text: &'static str) {
    let unit = house.db.write(move |tx| {
        Box::pin(async move { Ok(sql!(tx, |c| sqlx::query(text).execute(c).await.map(drop))?) })
    });
    unit.await.unwrap();
}

/// Both houses, with paper for notes.
async fn worlds() -> Vec<World> {
    let worlds = World::on_both(&[ROOM]).await;
    for world in &worlds {
        let paper = match world.house.db {
            Db::Sqlite { .. } => "create table notes (place integer primary key, text text not null)",
            Db::Postgres { .. } => "create table notes (place bigserial primary key, text text not null)",
        };
        run(&world.house, paper).await;
    }
    worlds
}

#[tokio::test]
async fn jobs_that_hang_delay_neither_another_job_nor_the_automatic_lift() {
    for world in worlds().await {
        let (house, closing) = (&world.house, CancellationToken::new());
        let number = world.guided_ticket().await;
        world.write(number, "Éteignez").await.unwrap();
        world.answer(number, 1, 1, Outcome::Done).await.unwrap();
        for _ in 0..6 {
            ask(house, "errands.hang", json!({})).await;
        }
        let work = tasks::spawn("jobs of a test", jobs::work(house.clone(), closing.clone()));
        let sweeps = tasks::spawn("sweeps of a test", jobs::sweep_all(house.clone(), closing.clone()));
        until(async || notes(house).await.len() == 4).await; // no more of one kind at once
        house.clock.advance(Duration::minutes(3));
        ask(house, "errands.note", json!("meanwhile")).await;
        until(async || notes(house).await.iter().any(|note| note == "meanwhile")).await;
        until(async || !world.view(&world.ada, number).await.ticket.typing_paused).await;
        assert!(!notes(house).await.iter().any(|note| note == "done after all"));
        closing.cancel();
        sweeps.await.unwrap();
        work.abort();
    }
}

#[tokio::test]
async fn a_job_that_hangs_is_given_up_after_its_limit_and_comes_again() {
    for world in worlds().await {
        let house = world.house.clone();
        ask(&house, "errands.stall", json!({})).await;
        assert_eq!(jobs::run_due(&house).await, Ok(1));
        assert_eq!(job(&house).await, Some((1, false, Some("not done within 1 s".into()))));
        assert_eq!(jobs::run_due(&house).await, Ok(0), "it rests first");
    }
}

/// Attempts, whether it is dead, and the last error of the only job.
async fn job(house: &House) -> Option<(i64, bool, Option<String>)> {
    let text = "select attempts, dead, last_error from jobs";
    sql!(&mut house.db.glance().await.unwrap(), |c| sqlx::query_as(text).fetch_optional(c).await).unwrap()
}

#[tokio::test]
async fn a_job_whose_process_died_is_claimed_again_when_its_time_is_over() {
    for world in worlds().await {
        ask(&world.house, "errands.hang", json!({})).await;
        let dying = world.again().await;
        let due = tasks::spawn("a process that dies", async move {
            jobs::run_due(&dying).await.ok();
        });
        until(async || notes(&world.house).await.len() == 1).await;
        due.abort();
        run(&world.house, "update jobs set kind = 'errands.note', payload = '\"again\"'").await;
        assert_eq!(jobs::run_due(&world.house).await, Ok(0), "it may still be at it");
        world.house.clock.advance(Duration::minutes(2));
        assert_eq!(jobs::run_due(&world.house).await, Ok(1));
        assert_eq!(notes(&world.house).await.len(), 2);
        assert_eq!(job(&world.house).await, None);
    }
}

#[tokio::test]
async fn a_dead_job_is_listed_and_retried_by_an_admin() {
    for world in worlds().await {
        let api = Api::of(world);
        let house = &api.world.house;
        note(house.clone(), json!("fail")).await.unwrap();
        ask(house, "errands.fail", json!({})).await;
        let mut rests = Vec::new();
        while !job(house).await.unwrap().1 {
            let before = house.clock.now();
            while jobs::run_due(house).await.unwrap() == 0 {
                house.clock.advance(Duration::seconds(1));
            }
            rests.push((house.clock.now() - before).num_seconds());
        }
        assert_eq!(rests, [0, 2, 4, 8, 16, 32, 64, 128, 256, 512], "each time twice as long");
        let (linus, grace) = (api.token(&api.world.linus).await, api.token(&api.world.grace).await);
        let listed = api.get("/api/v1/jobs/dead").by(&linus).send().await.is(200);
        assert_eq!(listed["items"][0]["kind"], "errands.fail");
        assert_eq!(listed["items"][0]["last_error"], "not allowed");
        assert_eq!(listed["next"], json!(null));
        let retry = format!("/api/v1/jobs/{}/retry", listed["items"][0]["id"].as_str().unwrap());
        for path in ["/api/v1/jobs/dead", "/api/v1/followers"] {
            api.get(path).by(&grace).send().await.is(403);
        }
        api.post(&retry, json!({})).by(&grace).send().await.is(403);
        let unknown = format!("/api/v1/jobs/{}/retry", Uuid::now_v7());
        api.post(&unknown, json!({})).by(&linus).send().await.is(404);
        run(house, "delete from notes").await;
        assert_eq!(jobs::run_due(house).await, Ok(0), "dead");
        api.post(&retry, json!({})).by(&linus).send().await.is(204);
        assert_eq!(jobs::run_due(house).await, Ok(1));
        assert_eq!(notes(house).await, ["done after all"]);
        api.post(&retry, json!({})).by(&linus).send().await.is(404);
    }
}

/// Moves the clock there in strides of an hour, looking on the way for what is due; the notes of what came.
async fn live_until(world: &World, end: &str, stride: Duration) -> Vec<String> {
    let (house, end) = (&world.house, end.parse::<Time>().unwrap());
    run(house, "delete from notes").await;
    while house.clock.now() < end {
        house.clock.advance(stride.min(end - house.clock.now()));
        for _ in 0..2 {
            jobs::ask_for_due(house.clone()).await.unwrap();
        }
        jobs::run_due(house).await.unwrap();
    }
    notes(house).await
}

#[tokio::test]
async fn monday_at_ten_in_paris_comes_once_a_week_across_both_changes_of_clocks() {
    for world in worlds().await {
        let hour = Duration::hours(1);
        live_until(&world, "2026-03-21T12:00:00Z", Duration::days(400)).await;
        let spring = live_until(&world, "2026-03-31T12:00:00Z", hour).await;
        let mondays = |notes: &[String]| -> Vec<String> {
            notes.iter().filter(|note| note.contains(":00:00") && !note.contains("T01:00")).cloned().collect()
        };
        assert_eq!(mondays(&spring), ["2026-03-23T09:00:00Z", "2026-03-30T08:00:00Z"]);
        let nights: Vec<_> = spring.iter().filter(|note| !mondays(&spring).contains(note)).collect();
        assert_eq!(nights.len(), 10, "every night once: {nights:?}");
        assert!(nights.iter().any(|night| *night == "2026-03-29T01:00:00Z"), "02:30 was skipped: at 03:00");
        live_until(&world, "2026-10-24T12:00:00Z", Duration::days(400)).await;
        let autumn = live_until(&world, "2026-10-27T12:00:00Z", Duration::minutes(30)).await;
        let expected = [
            "2026-10-25T00:30:00Z", // 02:30 comes twice, and counts once
            "2026-10-26T01:30:00Z",
            "2026-10-26T09:00:00Z",
            "2026-10-27T01:30:00Z",
        ];
        assert_eq!(autumn, expected);
    }
}

#[tokio::test]
async fn what_was_due_while_the_house_was_closed_comes_once_when_it_opens() {
    for world in worlds().await {
        live_until(&world, "2026-05-04T12:00:00Z", Duration::days(1000)).await; // a Monday
        let opened = live_until(&world, "2026-05-27T07:00:00Z", Duration::days(30)).await;
        assert_eq!(opened.len(), 2, "{opened:?}");
        assert!(opened.contains(&"2026-05-25T08:00:00Z".to_owned()), "the last Monday of three");
        assert!(opened.contains(&"2026-05-27T00:30:00Z".to_owned()), "the last night");
        assert_eq!(live_until(&world, "2026-05-27T20:00:00Z", Duration::hours(1)).await, [""; 0]);
    }
}

#[tokio::test]
async fn of_two_processes_one_asks_for_what_is_due() {
    for world in worlds().await {
        live_until(&world, "2026-05-04T12:00:00Z", Duration::days(1000)).await;
        world.house.clock.advance(Duration::days(7));
        let other = world.again().await;
        let both: [BoxFuture<'_, AppResult<()>>; 2] =
            [jobs::ask_for_due(world.house.clone()), jobs::ask_for_due(other)];
        futures_util::future::try_join_all(both).await.unwrap();
        assert_eq!(
            jobs::run_due(&world.house).await,
            Ok(3),
            "a Monday, a night, and the night of deleted tickets"
        );
    }
}
