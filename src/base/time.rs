//! Moments. Order never comes from them: it comes from sequence numbers.

#[cfg(any(feature = "hydrate", test))]
mod moment;

/// A moment in UTC; the server's clock truncates it to microseconds.
#[cfg(not(feature = "hydrate"))]
pub type Time = chrono::DateTime<chrono::Utc>;
/// A moment in UTC, in microseconds.
#[cfg(feature = "hydrate")]
pub type Time = moment::Moment;

/// Seconds from one moment to another, never negative.
pub fn seconds_between(from: Time, to: Time) -> i64 {
    (to - from).num_seconds().max(0)
}

/// So many milliseconds a machine's own clock is behind that of the house, which has just told the time.
pub fn behind(house: Time, own: i64) -> i64 {
    house.timestamp_millis() - own
}

/// The time of the house by such a clock.
pub fn put_right(own: i64, behind: i64) -> Option<Time> {
    Time::from_timestamp_millis(own + behind)
}

/// A length of time as on a stopwatch: `0:38`, `12:05`, `1:02:05`.
pub fn stopwatch(seconds: i64) -> String {
    let (minutes, s) = (seconds / 60, seconds % 60);
    let (h, m) = (minutes / 60, minutes % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

/// How long ago something was, as people say it.
#[derive(Debug, PartialEq, Eq)]
pub enum Past {
    Now,
    Minutes(i64),
    Hours(i64),
    Yesterday,
    Days(i64),
}

/// By the seconds gone since, and the midnights between where the person is: yesterday ends at midnight, not
/// after 48 hours, and a day of 25 hours is one day.
pub fn past(seconds: i64, midnights: i64) -> Past {
    match (seconds / 60, midnights) {
        (0, _) => Past::Now,
        (n @ 1..=59, _) => Past::Minutes(n),
        (n, ..=0) | (n @ ..1440, _) => Past::Hours(n / 60),
        (_, 1) => Past::Yesterday,
        (_, n) => Past::Days(n),
    }
}

#[cfg(test)]
mod tests {
    use super::{Past, Time, behind, past, put_right, seconds_between};

    #[test]
    fn how_long_something_waits_is_told_alike_by_every_clock() {
        let house = Time::from_timestamp_millis(1_790_000_000_000).unwrap();
        let (hour, told) = (3_600_000, house.timestamp_millis());
        for wrong in [-24 * hour, -600_000, 0, hour, 24 * hour] {
            let by = behind(house, told + wrong);
            let later = put_right(told + wrong + 90_000, by).unwrap();
            assert_eq!(seconds_between(house, later), 90, "{wrong} ms wrong");
        }
    }

    #[test]
    fn yesterday_is_the_day_before_this_one() {
        let hours = |n: i64| n * 3600;
        assert_eq!(past(59, 1), Past::Now, "midnight has just passed");
        assert_eq!(past(hours(1) - 1, 1), Past::Minutes(59));
        assert_eq!(past(hours(23), 1), Past::Hours(23));
        assert_eq!(past(hours(24), 1), Past::Yesterday);
        assert_eq!(past(hours(47), 1), Past::Yesterday, "from 00:30 to 23:30 of the next day");
        assert_eq!(past(hours(35), 2), Past::Days(2), "from 23:00 to 10:00 of the day after the next");
        assert_eq!(past(hours(49), 2), Past::Days(2));
    }

    #[test]
    fn days_of_23_and_of_25_hours_are_days() {
        assert_eq!(past(3600 * 24 + 2400, 0), Past::Hours(24), "25 October 2026 in Paris, 00:10 to 23:50");
        assert_eq!(past(3600 * 24 + 600, 2), Past::Days(2), "28 March 23:55 to 30 March 01:05");
    }

    #[test]
    fn a_stopwatch_shows_hours_only_when_there_are_some() {
        assert_eq!(super::stopwatch(38), "0:38");
        assert_eq!(super::stopwatch(3725), "1:02:05");
    }
}
