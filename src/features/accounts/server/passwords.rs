//! Argon2id (19 MiB, 2 passes, 1 lane), a few at a time on threads of their own: a flood of sign-ins must not
//! slow the conversation.
mod strength;

use crate::{
    base::{AppResult, Error, text::composed},
    features::accounts::Account,
};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{SaltString, rand_core::OsRng},
};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::Semaphore,
    time::timeout,
};

/// Whoever waits longer is asked to try again.
const QUEUE: Duration = Duration::from_secs(10);

/// Was it made by other parameters than passwords are hashed with today?
pub fn is_dated(kept: &str) -> bool {
    let today = argon2();
    !PasswordHash::new(kept).is_ok_and(|hash| {
        hash.algorithm == Algorithm::Argon2id.ident()
            && hash.version == Some(Version::V0x13.into())
            && Params::try_from(&hash).is_ok_and(|made_by| {
                let now = today.params();
                (made_by.m_cost(), made_by.t_cost(), made_by.p_cost())
                    == (now.m_cost(), now.t_cost(), now.p_cost())
            })
    })
}

/// What judging and hashing passwords takes while the house runs.
pub struct Passwords {
    /// So many at a time: one core stays free for everything else.
    hands: Semaphore,
    /// Threads of their own: the allocator keeps the memory of a hash for each thread that ever made one, and
    /// the common pool has hundreds.
    threads: Option<Runtime>,
    /// Checked in place of an unknown account's, so that both take the same time.
    nobodys: Arc<OnceLock<String>>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        let hands = cores.saturating_sub(1).max(1);
        let threads = Builder::new_current_thread().max_blocking_threads(hands).build().ok();
        Passwords { hands: Semaphore::new(hands), threads, nobodys: Arc::default() }
    }
}

impl Drop for Passwords {
    fn drop(&mut self) {
        // Waiting for the threads would stop the thread that closes the house.
        self.threads.take().into_iter().for_each(Runtime::shutdown_background);
    }
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

fn hash_now(password: &str) -> Option<String> {
    let salt = SaltString::generate(&mut OsRng);
    Some(argon2().hash_password(password.as_bytes(), &salt).ok()?.to_string())
}

impl Passwords {
    /// Runs what takes long on the threads of hashes, when its turn has come.
    async fn in_hand<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
        let threads = self.threads.as_ref().ok_or(Error::Unavailable)?;
        let _hand = timeout(QUEUE, self.hands.acquire())
            .await
            .map_err(|_| Error::TooMany { seconds: 5 })?
            .map_err(|_| Error::Unavailable)?;
        threads.spawn_blocking(work).await.map_err(|_| Error::Unavailable)
    }

    /// The hash to keep.
    pub async fn hash(&self, password: String) -> AppResult<String> {
        self.in_hand(move || hash_now(&composed(&password))).await?.ok_or(Error::Unavailable)
    }

    /// The hash of a password somebody chooses for this person, unless it is guessed in no time.
    pub async fn hash_new(&self, password: String, owner: &Account) -> AppResult<String> {
        self.check_strength(&password, strength::own_words(owner)).await?;
        self.hash(password).await
    }

    /// Is it the password? With no account the time is spent all the same.
    pub async fn is_right(&self, password: String, kept: Option<String>) -> AppResult<bool> {
        let nobodys = self.nobodys.clone();
        let right = self.in_hand(move || {
            let nobodys = || nobodys.get_or_init(|| hash_now("nobody has this password").unwrap_or_default());
            let against = kept.as_ref().unwrap_or_else(nobodys);
            let is_it = |password: &str| {
                PasswordHash::new(against)
                    .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
            };
            // Some keyboards write an accent as a letter of its own; what was chosen so before is kept so.
            let one = composed(&password);
            (is_it(&one) || (one != password && is_it(&password))) && kept.is_some()
        });
        right.await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens_and_nobody_has_none() {
        let passwords = Passwords::default();
        let kept = passwords.hash("quatre mules grimpent".into()).await.unwrap();
        assert!(passwords.is_right("quatre mules grimpent".into(), Some(kept.clone())).await.unwrap());
        assert!(!passwords.is_right("quatre mules".into(), Some(kept)).await.unwrap());
        assert!(!passwords.is_right("nobody has this password".into(), None).await.unwrap());
    }

    #[test]
    fn a_hash_of_other_parameters_is_dated() {
        let by = |algorithm, version, memory, passes, lanes| {
            let params = Params::new(memory, passes, lanes, None).unwrap();
            let salt = SaltString::generate(&mut OsRng);
            let made_by = Argon2::new(algorithm, version, params);
            let hash = made_by.hash_password(b"quatre mules grimpent", &salt).unwrap().to_string();
            is_dated(&hash)
        };
        use Algorithm::{Argon2i, Argon2id};
        assert!(!is_dated(&hash_now("quatre mules grimpent").unwrap()));
        assert!(!by(Argon2id, Version::V0x13, 19 * 1024, 2, 1));
        assert!(by(Argon2id, Version::V0x13, 8, 2, 1), "memory");
        assert!(by(Argon2id, Version::V0x13, 19 * 1024, 1, 1), "passes");
        assert!(by(Argon2id, Version::V0x13, 19 * 1024, 2, 2), "lanes");
        assert!(by(Argon2id, Version::V0x10, 19 * 1024, 2, 1), "version");
        assert!(by(Argon2i, Version::V0x13, 19 * 1024, 2, 1), "algorithm");
        assert!(is_dated("none"));
    }

    #[tokio::test]
    async fn a_password_is_the_same_on_every_keyboard_and_one_chosen_long_ago_still_opens() {
        let passwords = Passwords::default();
        let (one, other) = ("p\u{e2}t\u{e9}-électrique", "pa\u{302}te\u{301}-électrique");
        let kept = passwords.hash(other.into()).await.unwrap();
        for typed in [one, other] {
            assert!(passwords.is_right(typed.into(), Some(kept.clone())).await.unwrap());
        }
        let old = hash_now(other).unwrap();
        assert!(passwords.is_right(other.into(), Some(old)).await.unwrap());
    }
}
