//! Argon2id (19 MiB, 2 passes, 1 lane), a few at a time on threads of their own: a flood of sign-ins must not slow the conversation.
use crate::base::{AppResult, Error, Problem};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{SaltString, rand_core::OsRng},
};
use std::{io, sync::LazyLock, time::Duration};
use tokio::{
    runtime::{Builder, Runtime},
    sync::Semaphore,
    time::timeout,
};

/// So many hashes at a time: one core stays free for everything else.
static HANDS: LazyLock<usize> =
    LazyLock::new(|| std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1)).max(1));
/// Who waits for a hand.
static FREE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(*HANDS));
/// Threads of their own: the allocator keeps the memory of a hash for each thread that ever made one, and the common pool has hundreds.
static ROOM: LazyLock<io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_current_thread().max_blocking_threads(*HANDS).build());
/// Checked in place of an unknown account's, so that both take the same time.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());
/// Whoever waits longer is asked to try again.
const QUEUE: Duration = Duration::from_secs(10);

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

fn hash_now(password: &str) -> Option<String> {
    let salt = SaltString::generate(&mut OsRng);
    Some(argon2().hash_password(password.as_bytes(), &salt).ok()?.to_string())
}

async fn in_hand<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    let room = ROOM.as_ref().map_err(|_| Error::Unavailable)?;
    let _hand = timeout(QUEUE, FREE.acquire())
        .await
        .map_err(|_| Error::TooMany { seconds: 5 })?
        .map_err(|_| Error::Unavailable)?;
    room.spawn_blocking(work).await.map_err(|_| Error::Unavailable)
}

/// The hash to keep.
pub async fn hash(password: String) -> AppResult<String> {
    in_hand(move || hash_now(&password)).await?.ok_or(Error::Unavailable)
}

/// Is it the password? With no account the time is spent all the same.
pub async fn is_right(password: String, kept: Option<String>) -> AppResult<bool> {
    in_hand(move || {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| NOBODYS.clone());
        let right = PasswordHash::new(&kept)
            .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
        right && known
    })
    .await
}

/// Letters that a password's strength is judged by: the judge's work grows with the square of what it is given, and beyond them nothing is weak.
const JUDGED: usize = 64;

/// Refuses what is guessed in no time: common passwords, and the person's own words. Judged on the threads of hashes, as it may take a while.
pub async fn check_strength(password: &str, own_words: &[&str]) -> AppResult<()> {
    let judged: String = password.chars().take(JUDGED).collect();
    let own_words: Vec<String> = own_words.iter().map(|word| (*word).to_owned()).collect();
    let is_guessed = in_hand(move || {
        let own_words: Vec<&str> = own_words.iter().map(String::as_str).collect();
        zxcvbn::zxcvbn(&judged, &own_words).score() < zxcvbn::Score::Two
    });
    if is_guessed.await? { Err(Error::field("password", Problem::TooEasy)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::tasks;

    #[tokio::test]
    async fn common_passwords_and_ones_own_name_are_refused() {
        for easy in ["password", "azertyuiop", "12345678", "grace@cordee.test"] {
            assert!(check_strength(easy, &["grace@cordee.test", "Grace Hopper"]).await.is_err(), "{easy}");
        }
        assert!(check_strength("quatre mules grimpent", &["grace@cordee.test"]).await.is_ok());
    }

    /// Made to keep the judge busy: every letter may stand for several others.
    #[tokio::test]
    async fn a_password_made_to_be_judged_for_long_stops_nobody() {
        let knotty = r#"4@8({[<369&#!1/|0$5+7%2"*6)"#.repeat(8);
        let knotty: String = knotty.chars().take(128).collect();
        let judging =
            tasks::spawn("a judgement", async move { check_strength(&knotty, &["Eve"]).await.unwrap() });
        let began = std::time::Instant::now();
        let mut longest = Duration::ZERO;
        while !judging.is_finished() {
            let before = std::time::Instant::now();
            tokio::time::sleep(Duration::from_millis(1)).await;
            longest = longest.max(before.elapsed());
        }
        assert!(longest < Duration::from_millis(500), "this thread stood still for {longest:?}");
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
        judging.await.unwrap();
    }

    #[tokio::test]
    async fn only_the_right_password_opens_and_nobody_has_none() {
        let kept = hash("quatre mules grimpent".into()).await.unwrap();
        assert!(is_right("quatre mules grimpent".into(), Some(kept.clone())).await.unwrap());
        assert!(!is_right("quatre mules".into(), Some(kept)).await.unwrap());
        assert!(!is_right("nobody has this password".into(), None).await.unwrap());
    }
}
