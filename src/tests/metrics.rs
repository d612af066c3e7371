//! The counters are for this machine itself and for whoever has the token; to others there is nothing.
use super::world::World;
use crate::{
    base::Error,
    server::{
        Room,
        followers::{self, Follower, Start},
        jobs,
        router::router,
    },
};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use std::net::SocketAddr;
use tower::ServiceExt;

const HERE: &str = "127.0.0.1:9";
const THERE: &str = "192.0.2.7:9";

/// With these headers.
async fn ask(world: &World, from: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let peer: SocketAddr = from.parse().unwrap();
    let request = Request::get("/metrics").extension(ConnectInfo(peer));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let router = router(world.house.clone(), crate::app::PAGES);
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1024 * 1024).await.unwrap();
    (parts.status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn this_machine_reads_the_counters() {
    let world = World::on_sqlite().await;
    let now = world.house.clock.now();
    for kind in ["errands.one", "errands.two"] {
        let unit = world.house.db.write(move |tx| {
            Box::pin(async move { Ok(jobs::enqueue(tx, kind, serde_json::json!({}), now).await?) })
        });
        unit.await.unwrap();
    }
    let (status, text) = ask(&world, HERE, &[]).await;
    assert_eq!(status, 200, "{text}");
    for line in
        ["# TYPE cordee_jobs_due gauge", "cordee_jobs_due 2", "cordee_jobs_dead 0", "cordee_connections 0"]
    {
        assert!(text.lines().any(|told| told == line), "{line} in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
}

#[tokio::test]
async fn rooms_tell_what_they_count() {
    for world in World::on_both(&[]).await {
        world.taken_ticket().await;
        let (_, text) = ask(&world, HERE, &[]).await;
        for told in ["tickets{status=\"ouvert\"} 0", "tickets{status=\"en cours\"} 1", "tickets_guided 0"] {
            assert!(text.contains(&["\ncordee_", told, "\n"].concat()), "{told} in\n{text}");
        }
    }
}

const READER: Follower = Follower {
    then: None,
    name: "reader",
    kinds: &[],
    start: Start::Beginning,
    follow: |_, _| Box::pin(async { Err(Error::Forbidden) }),
};

#[tokio::test]
async fn of_each_follower_is_told_how_far_behind_it_is() {
    for world in World::on_both(&[Room { name: "library", followers: &[READER], ..Room::NONE }]).await {
        world.taken_ticket().await;
        followers::catch_up(&world.house).await.unwrap_err();
        world.house.clock.advance(chrono::Duration::seconds(60));
        let (_, text) = ask(&world, HERE, &[]).await;
        for told in ["events_behind{follower=\"reader\"} 3", "seconds_behind{follower=\"reader\"} 60"] {
            assert!(text.contains(&["\ncordee_follower_", told, "\n"].concat()), "{told} in\n{text}");
        }
        assert!(text.contains("\ncordee_follower_failures{follower=\"reader\"} 1\n"), "{text}");
    }
}

#[tokio::test]
async fn others_need_the_token_and_a_proxy_is_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "sesame\n").unwrap();
    let world = World::with(&[("metrics_token_file", file.to_str().unwrap())]).await;
    let status = async |from, headers: &[(&str, &str)]| ask(&world, from, headers).await.0;
    assert_eq!(status(THERE, &[]).await, 404);
    assert_eq!(status(HERE, &[("x-forwarded-for", "192.0.2.7")]).await, 404);
    assert_eq!(status(THERE, &[("authorization", "Bearer mustard")]).await, 404);
    assert_eq!(status(THERE, &[("authorization", "Bearer ")]).await, 404);
    assert_eq!(status(THERE, &[("authorization", "Bearer sesame")]).await, 200);
    std::fs::write(&file, "").unwrap();
    assert_eq!(status(THERE, &[("authorization", "Bearer ")]).await, 404, "an empty file opens nothing");
    let world = World::on_sqlite().await;
    assert_eq!(ask(&world, THERE, &[("authorization", "Bearer sesame")]).await.0, 404, "no token is set");
}
