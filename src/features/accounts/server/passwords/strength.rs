//! How easily a password is guessed: refused are common ones, and whatever is made of its owner's own words.
use super::Passwords;
use crate::{
    base::{AppResult, Error, Problem, text::fold},
    features::accounts::Account,
};

/// Letters that a password's strength is judged by: the judge's work grows with the square of what it is
/// given, and what follows them makes no password weaker.
const JUDGED: usize = 64;

/// What is guessed first of all: a person's names and numbers, whole, in parts and as one word.
pub(super) fn own_words(person: &Account) -> Vec<String> {
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
    /// Refuses what is guessed in no time: common passwords, and the person's own words. It may take a while,
    /// and so has the threads of hashes.
    pub(super) async fn check_strength(&self, password: &str, own_words: Vec<String>) -> AppResult<()> {
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
    use std::time::Duration;

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
}
