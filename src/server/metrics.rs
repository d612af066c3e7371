//! `/metrics`: the counters of the rooms and of the machine room, as Prometheus reads them; for this machine
//! itself, or with the token.
use super::{
    House, Room,
    config::at_start,
    followers::{self, Progress},
    http::Refusal,
    jobs,
    settings::{Setting, Takes},
};
use crate::base::{AppResult, Error, Time};
use axum::{
    Extension,
    extract::{ConnectInfo, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures_util::future::BoxFuture;
use prometheus_client::{
    encoding::text::encode,
    metrics::{family::Family, gauge::Gauge},
    registry::Registry,
};
use std::{net::SocketAddr, sync::Arc};
use subtle::ConstantTimeEq;

/// Something that is counted when somebody asks.
pub struct Counter {
    /// After `cordee_`, as Prometheus wants it: `jobs_dead`, `follower_seconds_behind`.
    pub name: &'static str,
    pub about: &'static str,
    pub read: fn(Arc<House>) -> BoxFuture<'static, AppResult<Vec<Sample>>>,
}

/// A number, and of what where there are several.
pub struct Sample {
    /// `("follower", "search")`
    pub label: Option<(&'static str, String)>,
    pub value: i64,
}

impl From<i64> for Sample {
    fn from(value: i64) -> Self {
        Sample { label: None, value }
    }
}

/// The file is read at each request, so that a new token needs no restart.
pub const TOKEN_FILE: Setting = at_start(
    "metrics_token_file",
    "",
    "A file with the token that opens /metrics. Left out: this machine alone may read it; a proxy on it must \
     say for whom it asks (X-Forwarded-For), or not pass /metrics on.",
    Takes::ANY,
);

/// The machine room's own.
pub const COUNTERS: &[Counter] = &[
    Counter {
        name: "connections",
        about: "Open lines of pages and programs",
        read: |house| Box::pin(async move { Ok(vec![(house.bus.count() as i64).into()]) }),
    },
    Counter {
        name: "jobs_due",
        about: "Jobs that are due and not done",
        read: |house| {
            Box::pin(async move {
                let now = house.clock.now();
                Ok(vec![jobs::count_due(&mut house.db.glance().await?, now).await?.into()])
            })
        },
    },
    Counter {
        name: "jobs_dead",
        about: "Jobs that failed too often and are done no more",
        read: |house| {
            Box::pin(async move { Ok(vec![jobs::count_dead(&mut house.db.glance().await?).await?.into()]) })
        },
    },
];

/// What is told of each follower.
struct OfFollower {
    name: &'static str,
    about: &'static str,
    value: fn(&Progress, Time) -> i64,
}

const OF_FOLLOWERS: [OfFollower; 3] = [
    OfFollower {
        name: "follower_events_behind",
        about: "Events that wait for a follower, counted up to 10000",
        value: |progress, _| progress.behind,
    },
    OfFollower {
        name: "follower_seconds_behind",
        about: "How long the first event that waits for a follower has waited",
        value: |progress, now| progress.since.map_or(0, |since| (now - since).num_seconds()),
    },
    OfFollower {
        name: "follower_failures",
        about: "Failures of a follower in a row",
        value: |progress, _| progress.standing.failures,
    },
];

/// Answers 404 to whoever may not read it: nobody else needs to know that it is there.
pub async fn serve(
    State(house): State<Arc<House>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    let peer = peer.map(|Extension(ConnectInfo(peer))| peer);
    if !is_near(peer, &headers) && !has_token(&house, &headers).await {
        return Refusal(Error::NotFound).into_response();
    }
    match told(&house).await {
        Ok(text) => {
            ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
                .into_response()
        }
        Err(error) => Refusal(error).into_response(),
    }
}

/// From this machine itself. A proxy on it passes the requests of others on, and says so.
fn is_near(peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    let passed_on = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];
    peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback())
        && passed_on.iter().all(|name| !headers.contains_key(*name))
}

async fn has_token(house: &House, headers: &HeaderMap) -> bool {
    let file = house.config.text(&TOKEN_FILE);
    let given =
        headers.get(header::AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    let Some(given) = given.filter(|_| !file.is_empty()) else { return false };
    match tokio::fs::read_to_string(file).await {
        Ok(token) if !token.trim().is_empty() => token.trim().as_bytes().ct_eq(given).into(),
        Ok(_) => false,
        Err(error) => {
            tracing::warn!(%error, "the token of /metrics cannot be read");
            false
        }
    }
}

/// By label and its value.
type Labelled = Family<Vec<(&'static str, String)>, Gauge>;

async fn told(house: &Arc<House>) -> AppResult<String> {
    let mut registry = Registry::with_prefix("cordee");
    let rooms = house.rooms.list.iter().flat_map(|room: &Room| room.counters);
    for counter in COUNTERS.iter().chain(rooms) {
        let family = family((counter.read)(house.clone()).await?);
        registry.register(counter.name, counter.about, family);
    }
    let (progress, now) = (followers::progress(house).await?, house.clock.now());
    for OfFollower { name, about, value } in OF_FOLLOWERS {
        let sample = |of: &Progress| Sample {
            label: Some(("follower", of.standing.name.clone())),
            value: value(of, now),
        };
        registry.register(name, about, family(progress.iter().map(sample)));
    }
    let mut text = String::new();
    encode(&mut text, &registry).map_err(|error| super::telemetry::internal("counters", &error))?;
    Ok(text)
}

fn family(samples: impl IntoIterator<Item = Sample>) -> Labelled {
    let family = Labelled::default();
    for Sample { label, value } in samples {
        family.get_or_create(&label.into_iter().collect()).set(value);
    }
    family
}
