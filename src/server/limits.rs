//! Rate limits, by what is done and who does it.
use super::{
    Room,
    config::{Config, TOKEN_PER_MINUTE, WRITES_PER_MINUTE},
};
use crate::base::{AppResult, Error};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};
use std::{collections::HashMap, num::NonZeroU32, sync::Arc};
use tokio::time::Instant;
use uuid::Uuid;

/// How fast one open line may speak: a bucket that fills with the rate.
pub struct LineRate {
    rate: f64,
    most: f64,
    allowance: f64,
    counted: Instant,
}

impl LineRate {
    /// So many frames a second, and so many at once after a rest.
    pub fn new(rate: u32, most: u32) -> Self {
        LineRate { rate: rate.into(), most: most.into(), allowance: most.into(), counted: Instant::now() }
    }
    /// Counts one more; is it within the rate?
    pub fn admits(&mut self) -> bool {
        self.allowance =
            (self.allowance + self.counted.elapsed().as_secs_f64() * self.rate).min(self.most) - 1.0;
        self.counted = Instant::now();
        self.allowance >= 0.0
    }
}

/// How often something may be done; it stands with the room whose business that is.
#[derive(Clone, Copy)]
pub struct Limit {
    pub name: &'static str,
    /// Of what, and by whom: each of those is counted apart.
    pub about: &'static str,
    pub per: Per,
    /// How often, as the settings have it.
    pub times: fn(&Config) -> u32,
}

/// The time in which it is counted.
#[derive(Clone, Copy, Debug)]
pub enum Per {
    Minute,
    Hour,
}

impl Limit {
    /// How often, in words.
    pub fn told(&self, config: &Config) -> String {
        let per = match self.per {
            Per::Minute => "a minute",
            Per::Hour => "an hour",
        };
        format!("{} {per}: {}", (self.times)(config), self.about)
    }
    fn quota(&self, config: &Config) -> Quota {
        let times = some((self.times)(config));
        match self.per {
            Per::Minute => Quota::per_minute(times),
            Per::Hour => Quota::per_hour(times),
        }
    }
}

/// Acts and forms, whatever the room.
pub const WRITE: Limit = Limit {
    name: "write",
    about: "acts and forms of one person",
    per: Per::Minute,
    times: |config| config.number(&WRITES_PER_MINUTE) as u32,
};

/// Generous: a whole company may come from one address.
pub const SOCKET: Limit = Limit {
    name: "socket",
    about: "sockets opened by one address",
    per: Per::Minute,
    times: |config| (WRITE.times)(config).saturating_mul(10).max(6_000),
};

/// What pages and programs read of the house, each person for themselves: more than anybody clicks.
pub const READ: Limit = Limit {
    name: "read",
    about: "pages and answers read by one person",
    per: Per::Minute,
    times: SOCKET.times,
};

/// Every limit: the machine room's, then those of the rooms.
pub fn all(rooms: &'static [Room]) -> impl Iterator<Item = &'static Limit> {
    [&WRITE, &READ, &SOCKET].into_iter().chain(rooms.iter().flat_map(|room| room.limits))
}

fn some(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

type Keyed = DefaultKeyedRateLimiter<String>;
type Paced = RateLimiter<Uuid, DefaultKeyedStateStore<Uuid>, DefaultClock, StateInformationMiddleware>;

/// How a token keeps its pace: so many a minute, so many left, all of them again in so many seconds; and how
/// long to wait where none is left.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub limit: u64,
    pub remaining: u64,
    pub reset: u64,
    pub wait: Option<u64>,
}

/// The house's limits. Cheap to clone.
#[derive(Clone)]
pub struct Limits {
    keyed: Arc<HashMap<&'static str, Keyed>>,
    tokens: Arc<Paced>,
    token_per_minute: NonZeroU32,
}

impl Limits {
    pub fn new(config: &Config, rooms: &'static [Room]) -> Self {
        let keyed = all(rooms).map(|limit| (limit.name, RateLimiter::keyed(limit.quota(config))));
        let token_per_minute = some(config.number(&TOKEN_PER_MINUTE) as u32);
        Limits {
            keyed: Arc::new(keyed.collect()),
            tokens: Arc::new(RateLimiter::keyed(Quota::per_minute(token_per_minute)).with_middleware()),
            token_per_minute,
        }
    }
    /// Counts one request with a personal access token.
    pub fn pace(&self, token: Uuid) -> Pace {
        if self.tokens.len() > 100_000 {
            self.tokens.retain_recent();
        }
        let limit = u64::from(self.token_per_minute.get());
        match self.tokens.check_key(&token) {
            Ok(state) => {
                let remaining = u64::from(state.remaining_burst_capacity());
                Pace {
                    limit,
                    remaining,
                    reset: (limit.saturating_sub(remaining) * 60).div_ceil(limit),
                    wait: None,
                }
            }
            Err(until) => {
                let wait = until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
                Pace { limit, remaining: 0, reset: 60, wait: Some(wait) }
            }
        }
    }
    /// Counts one, or says in how many seconds to try again.
    pub fn check(&self, limit: &Limit, who: String) -> AppResult<()> {
        self.check_many(limit, who, 1)
    }
    /// Counts so many, or none of them and says in how many seconds to try again.
    pub fn check_many(&self, limit: &Limit, who: String, many: usize) -> AppResult<()> {
        let Some(keyed) = self.keyed.get(limit.name) else {
            return Err(super::telemetry::internal("a limit stands in no room's list", &limit.name));
        };
        if keyed.len() > 100_000 {
            keyed.retain_recent();
        }
        let Some(many) = u32::try_from(many).ok().and_then(NonZeroU32::new) else { return Ok(()) };
        match keyed.check_key_n(&who, many) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(DefaultClock::default().now());
                Err(Error::TooMany { seconds: wait.as_secs() + 1 })
            }
            // More at once than ever fits.
            Err(_) => Err(Error::TooMany { seconds: 3_600 }),
        }
    }
}
