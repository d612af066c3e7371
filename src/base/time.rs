//! Moments. Order never comes from them: it comes from sequence numbers.

/// A moment in UTC; the server's clock truncates it to microseconds.
pub type Time = chrono::DateTime<chrono::Utc>;

/// Seconds from one moment to another, never negative.
pub fn seconds_between(from: Time, to: Time) -> i64 {
    (to - from).num_seconds().max(0)
}

/// A length of time as on a stopwatch: `0:38`, `12:05`, `1:02:05`.
pub fn stopwatch(seconds: i64) -> String {
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_stopwatch_shows_hours_only_when_there_are_some() {
        assert_eq!(super::stopwatch(38), "0:38");
        assert_eq!(super::stopwatch(3725), "1:02:05");
    }
}
