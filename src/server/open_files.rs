//! How many files the system lets this process hold open, and so how many connections it can serve.
use rlimit::{Resource, increase_nofile_limit};

/// So many connections at a time, sockets included.
const CONNECTIONS: usize = 10_000;
/// Of four open files, one is kept for the database, the logs and the pictures under way.
const OF_FOUR: u64 = 3;

/// Raises the limit as far as the system allows; returns where it stands now.
pub fn raise_limit() -> u64 {
    increase_nofile_limit(u64::MAX).or_else(|_| Resource::NOFILE.get().map(|(soft, _)| soft)).unwrap_or(1_024)
}

/// So many connections fit under a limit of open files.
pub fn connections(files: u64) -> usize {
    usize::try_from(files.saturating_mul(OF_FOUR) / 4).unwrap_or(CONNECTIONS).min(CONNECTIONS)
}

/// What an operator does where fewer fit than are meant to.
pub fn advice(files: u64) -> Result<(), String> {
    let fit = connections(files);
    if fit == CONNECTIONS {
        return Ok(());
    }
    let needed = (CONNECTIONS as u64 * 4).div_ceil(OF_FOUR);
    let how = "LimitNOFILE= of systemd, ulimit -n";
    Err(format!("only {fit} of {CONNECTIONS} connections fit: raise it to {needed} ({how})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_limit_leaves_files_for_the_database_and_is_told() {
        assert_eq!((connections(1_024), connections(1 << 20)), (768, CONNECTIONS));
        assert!(advice(1_024).unwrap_err().contains("raise it to 13334"));
        assert_eq!(advice(13_334), Ok(()));
    }

    #[test]
    fn the_limit_is_raised_to_what_the_system_allows() {
        let raised = raise_limit();
        let (soft, hard) = Resource::NOFILE.get().unwrap();
        assert_eq!((raised, soft), (soft, hard));
    }
}
