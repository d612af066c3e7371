//! A moment as the browser's program holds it: chrono, which the server has, would bring a reader and a
//! writer of every way to spell a date.
use chrono::Duration;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{
    fmt,
    ops::{Add, Sub},
};

/// In microseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// From the first of March of the year 0 to 1970: years that begin in March end with the leap day.
const DAYS_TO_1970: i64 = 719_468;
/// Days of the 400 years after which the calendar repeats.
const ERA: i64 = 146_097;

impl Moment {
    pub const UNIX_EPOCH: Moment = Moment(0);

    /// None where it lies beyond what can be told.
    pub fn from_timestamp_millis(millis: i64) -> Option<Moment> {
        millis.checked_mul(1000).map(Moment)
    }
    pub fn timestamp_millis(&self) -> i64 {
        self.0.div_euclid(1000)
    }
    /// In whole seconds since 1970.
    pub fn timestamp(&self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// As the server writes it, in UTC: `2026-11-20T20:41:07.123456Z`.
    fn parse(text: &str) -> Option<Moment> {
        let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
        let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
        let days = days_of(date.next()??, date.next()??, date.next()??);
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let mut clock = clock.splitn(3, ':').map(|part| part.parse::<i64>().ok());
        let minutes = clock.next()?? * 60 + clock.next()??;
        let seconds = minutes * 60 + clock.next()??;
        let micros: i64 = if fraction.is_empty() { 0 } else { format!("{fraction:0<6.6}").parse().ok()? };
        Some(Moment(days * DAY + seconds * SECOND + micros))
    }
}

/// Days from 1970 to a day of the calendar. <https://howardhinnant.github.io/date_algorithms.html>
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year.div_euclid(400) * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970
}

/// Year, month and day so many days after 1970.
fn date_of(days: i64) -> [i64; 3] {
    let days = days + DAYS_TO_1970;
    let of_era = days.rem_euclid(ERA);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    [year + days.div_euclid(ERA) * 400 + i64::from(month <= 2), month, day]
}

/// As the server writes it.
impl fmt::Debug for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day] = date_of(self.0.div_euclid(DAY));
        let (seconds, micros) = (self.0.rem_euclid(DAY) / SECOND, self.0.rem_euclid(SECOND));
        let [h, m, s] = [seconds / 3600, seconds / 60 % 60, seconds % 60];
        write!(out, "{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}")?;
        match micros {
            0 => out.write_str("Z"),
            _ if micros % 1000 == 0 => write!(out, ".{:03}Z", micros / 1000),
            _ => write!(out, ".{micros:06}Z"),
        }
    }
}

impl Sub for Moment {
    type Output = Duration;
    fn sub(self, before: Moment) -> Duration {
        Duration::microseconds(self.0 - before.0)
    }
}

impl Add<Duration> for Moment {
    type Output = Moment;
    fn add(self, later: Duration) -> Moment {
        Moment(self.0.saturating_add(later.num_microseconds().unwrap_or(i64::MAX)))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&format!("{self:?}"))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Moment, D::Error> {
        Moment::parse(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("not a moment"))
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;
    use crate::Time;
    use chrono::Duration;
    use serde_json::{from_value, json, to_value};

    /// From the year 0 to 9999, over every leap year and with every kind of fraction.
    #[test]
    fn the_browser_reads_and_writes_a_moment_as_the_server_does() {
        let (first, step) = (-62_167_219_200_000_000, 10_000_003_700_123);
        for micros in (first..253_402_300_800_000_000).step_by(step).chain([0, 1, -1, 1000, 1_000_000]) {
            let at = Time::from_timestamp_micros(micros).unwrap();
            let sent = to_value(at).unwrap();
            let read: Moment = from_value(sent.clone()).unwrap();
            assert_eq!(read.0, micros, "{sent}");
            assert_eq!(to_value(read).unwrap(), sent);
            assert_eq!(format!("{read:?}"), format!("{at:?}"));
            assert_eq!(read.timestamp_millis(), at.timestamp_millis());
            assert_eq!(read.timestamp(), at.timestamp());
            let whole = Moment::from_timestamp_millis(at.timestamp_millis()).unwrap();
            assert_eq!(whole.0, micros.div_euclid(1000) * 1000);
        }
    }

    #[test]
    fn moments_count_alike_at_both_sides() {
        let (time, moment) = (Time::UNIX_EPOCH, Moment::UNIX_EPOCH);
        let hour = Duration::microseconds(3_600_000_001);
        assert_eq!((time + hour) - time, (moment + hour) - moment);
        assert!(moment + hour > moment && moment + -hour < moment);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for wrong in ["", "Z", "2026-11-20", "2026-11-20T20:41Z", "2026-11-20T20:41:07", "a-b-cTd:e:fZ"] {
            assert!(from_value::<Moment>(json!(wrong)).is_err(), "{wrong}");
        }
        assert!(from_value::<Moment>(json!(7)).is_err());
    }
}
