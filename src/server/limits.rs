//! Rate limits, by what is done and who does it.
use crate::base::{AppResult, Error};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};
use std::{num::NonZeroU32, sync::Arc};
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

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Attempts of one address at one account.
    SignIn,
    /// Attempts of one address at any account.
    Door,
    Register,
    Upload,
    /// Acts and forms of one person.
    Write,
    /// Tickets opened by one person.
    Ticket,
    /// Sockets opened by one address.
    Socket,
}

type Keyed = DefaultKeyedRateLimiter<String>;
type Paced = RateLimiter<Uuid, DefaultKeyedStateStore<Uuid>, DefaultClock, StateInformationMiddleware>;

/// How a token keeps its pace: so many a minute, so many left, all of them again in so many seconds; and how long to wait where none is left.
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
    sign_in: Arc<Keyed>,
    door: Arc<Keyed>,
    register: Arc<Keyed>,
    upload: Arc<Keyed>,
    write: Arc<Keyed>,
    ticket: Arc<Keyed>,
    socket: Arc<Keyed>,
    tokens: Arc<Paced>,
    token_per_minute: NonZeroU32,
}

impl Limits {
    /// `sign_in` a minute for one account from one address, `writes` a minute for one person, `token` requests a minute with one personal access
    /// token; the others follow from these.
    pub fn new(sign_in: u32, writes: u32, token: u32) -> Self {
        let some = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let keyed = |per_minute: u32| Arc::new(RateLimiter::keyed(Quota::per_minute(some(per_minute))));
        let token_per_minute = some(token);
        Limits {
            sign_in: keyed(sign_in),
            door: keyed(sign_in.saturating_mul(10)),
            register: keyed(sign_in),
            upload: keyed(60),
            write: keyed(writes),
            ticket: Arc::new(RateLimiter::keyed(Quota::per_hour(some(writes / 10)))),
            socket: keyed(sign_in.saturating_mul(120).max(6_000)),
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
    pub fn check(&self, limit: Limit, who: String) -> AppResult<()> {
        let keyed = match limit {
            Limit::SignIn => &self.sign_in,
            Limit::Door => &self.door,
            Limit::Register => &self.register,
            Limit::Upload => &self.upload,
            Limit::Write => &self.write,
            Limit::Ticket => &self.ticket,
            Limit::Socket => &self.socket,
        };
        if keyed.len() > 100_000 {
            keyed.retain_recent();
        }
        keyed.check_key(&who).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Error::TooMany { seconds: wait.as_secs() + 1 }
        })
    }
}
