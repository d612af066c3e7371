//! Argon2id (19 MiB, 2 passes, 1 lane), a few at a time on threads of their own: a flood of sign-ins must not
//! slow the conversation.
use crate::{
    base::{AppResult, Error, Problem, text::fold},
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

/// Letters that a password's strength is judged by: the judge's work grows with the square of what it is
/// given, and what follows them makes no password weaker.
const JUDGED: usize = 64;

/// What is guessed first of all: a person's names and numbers, whole, in parts and as one word.
fn own_words(person: &Account) -> Vec<String> {
    let username = person.username.as_deref().unwrap_or_default();
    let phone = person.phone.as_deref().unwrap_or_default();
    let mut words = Vec::new();
    for whole in [&person.name, &person.email, username, phone] {
        let parts = || whole.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() > 2);
        words.extend([whole.to_owned(), parts().collect(), parts().rev().collect()]);
        words.extend(parts().map(str::to_owned));
    }
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    words.extend(folded);
    words.retain(|word| !word.is_empty());
    words
}

impl Passwords {
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
        self.in_hand(move || hash_now(&password)).await?.ok_or(Error::Unavailable)
    }

    /// The hash of a password somebody chooses for this person, unless it is guessed in no time.
    pub async fn hash_new(&self, password: String, owner: &Account) -> AppResult<String> {
        self.check_strength(&password, own_words(owner)).await?;
        self.hash(password).await
    }

    /// Is it the password? With no account the time is spent all the same.
    pub async fn is_right(&self, password: String, kept: Option<String>) -> AppResult<bool> {
        let nobodys = self.nobodys.clone();
        let right = self.in_hand(move || {
            let nobodys = || nobodys.get_or_init(|| hash_now("nobody has this password").unwrap_or_default());
            let against = kept.as_ref().unwrap_or_else(nobodys);
            let right = PasswordHash::new(against)
                .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
            right && kept.is_some()
        });
        right.await
    }

    /// Refuses what is guessed in no time: common passwords, and the person's own words. It may take a while,
    /// and so has the threads of hashes.
    async fn check_strength(&self, password: &str, own_words: Vec<String>) -> AppResult<()> {
        let judged: String = password.chars().take(JUDGED).collect();
        let is_guessed = self.in_hand(move || {
            let own_words: Vec<&str> = own_words.iter().map(String::as_str).collect();
            zxcvbn::zxcvbn(&judged, &own_words).score() < zxcvbn::Score::Two
        });
        if is_guessed.await? { Err(Error::field("password", Problem::TooEasy)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::tasks;

    fn words(own: &[&str]) -> Vec<String> {
        own.iter().map(|word| (*word).to_owned()).collect()
    }

    #[tokio::test]
    async fn common_passwords_and_ones_own_name_are_refused() {
        let passwords = Passwords::default();
        for easy in ["password", "azertyuiop", "12345678", "grace@cordee.test"] {
            assert!(
                passwords.check_strength(easy, words(&["grace@cordee.test", "Grace Hopper"])).await.is_err(),
                "{easy}"
            );
        }
        assert!(
            passwords.check_strength("quatre mules grimpent", words(&["grace@cordee.test"])).await.is_ok()
        );
        let beyond = ["a".repeat(JUDGED), "quatre mules grimpent".into()].concat();
        assert!(
            passwords.check_strength(&beyond, words(&[])).await.is_err(),
            "the judge saw no more than it can bear"
        );
    }

    /// Made to keep the judge busy: every letter may stand for several others.
    #[tokio::test]
    async fn a_password_made_to_be_judged_for_long_stops_nobody() {
        let knotty = r#"4@8({[<369&#!1/|0$5+7%2"*6)"#.repeat(8);
        let knotty: String = knotty.chars().take(128).collect();
        let passwords = Passwords::default();
        let began = std::time::Instant::now();
        let judging = tasks::spawn("a judgement", async move {
            passwords.check_strength(&knotty, words(&["Eve"])).await.unwrap();
        });
        let mut turns = 0;
        while !judging.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
            turns += 1;
        }
        assert!(turns > 5, "others had their turn meanwhile on this thread: {turns}");
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        judging.await.unwrap();
    }

    #[tokio::test]
    async fn only_the_right_password_opens_and_nobody_has_none() {
        let passwords = Passwords::default();
        let kept = passwords.hash("quatre mules grimpent".into()).await.unwrap();
        assert!(passwords.is_right("quatre mules grimpent".into(), Some(kept.clone())).await.unwrap());
        assert!(!passwords.is_right("quatre mules".into(), Some(kept)).await.unwrap());
        assert!(!passwords.is_right("nobody has this password".into(), None).await.unwrap());
    }
}
