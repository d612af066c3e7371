//! When a recurring job is due: a time of day in the house's zone, right across both changes of clocks.
use crate::base::Time;
use chrono::{DateTime, Datelike, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

/// On which days, at what time by the house's clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub on: On,
    pub hour: u32,
    pub minute: u32,
}

/// On which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    EveryDay,
    Weekday(Weekday),
    /// The 1st to the 31st; a month that has no such day ends with it.
    DayOfMonth(u32),
}

impl On {
    fn holds(self, day: NaiveDate) -> bool {
        match self {
            On::EveryDay => true,
            On::Weekday(weekday) => day.weekday() == weekday,
            On::DayOfMonth(number) => {
                let is_last = (day + Days::new(1)).month() != day.month();
                day.day() == number || (is_last && day.day() < number)
            }
        }
    }
}

impl Calendar {
    /// The first moment after this one. An hour that the clocks skip is due when they have; one they repeat
    /// is due the first time only.
    pub fn next_after(self, moment: Time, zone: Tz) -> Time {
        let today = moment.with_timezone(&zone).date_naive();
        let days = today.iter_days().filter(|day| self.on.holds(*day));
        let mut moments = days.map(|day| self.on_day(day, zone));
        moments.find(|due| *due > moment).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The last moment up to `now` that is after `last`, however many there were.
    pub fn last_between(self, last: Time, now: Time, zone: Tz) -> Option<Time> {
        let due = std::iter::successors(Some(last), |last| Some(self.next_after(*last, zone)));
        due.skip(1).take_while(|due| *due <= now).last()
    }

    fn on_day(self, day: NaiveDate, zone: Tz) -> Time {
        let time = NaiveTime::from_hms_opt(self.hour, self.minute, 0).unwrap_or_default();
        let mut wanted = day.and_time(time);
        loop {
            match zone.from_local_datetime(&wanted) {
                LocalResult::Single(due) | LocalResult::Ambiguous(due, _) => return due.to_utc(),
                LocalResult::None => wanted += Duration::minutes(1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Paris;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    /// The first moments after this one, as the wall in Paris and the world count them.
    fn due(calendar: Calendar, after: &str, count: usize) -> Vec<String> {
        let moments = std::iter::successors(Some(at(after)), |last| Some(calendar.next_after(*last, Paris)));
        moments.skip(1).take(count).map(|due| due.format("%m-%d %H:%M").to_string()).collect()
    }

    const MONDAY: Calendar = Calendar { on: On::Weekday(Weekday::Mon), hour: 10, minute: 0 };
    const NIGHT: Calendar = Calendar { on: On::EveryDay, hour: 2, minute: 30 };

    #[test]
    fn monday_at_ten_stays_at_ten_when_the_clocks_change() {
        assert_eq!(due(MONDAY, "2026-03-22T12:00:00Z", 3), ["03-23 09:00", "03-30 08:00", "04-06 08:00"]);
        assert_eq!(due(MONDAY, "2026-10-18T12:00:00Z", 3), ["10-19 08:00", "10-26 09:00", "11-02 09:00"]);
    }

    #[test]
    fn a_skipped_hour_is_due_when_the_clocks_have_skipped_it() {
        // In Paris 02:00 becomes 03:00 on 29 March: that is 01:00 in the world.
        assert_eq!(due(NIGHT, "2026-03-28T00:00:00Z", 3), ["03-28 01:30", "03-29 01:00", "03-30 00:30"]);
    }

    #[test]
    fn a_repeated_hour_is_due_once() {
        // 02:30 comes twice on 25 October: at 00:30 and at 01:30 in the world.
        assert_eq!(due(NIGHT, "2026-10-24T12:00:00Z", 2), ["10-25 00:30", "10-26 01:30"]);
        assert_eq!(due(NIGHT, "2026-10-25T01:00:00Z", 1), ["10-26 01:30"], "between the two");
    }

    #[test]
    fn a_month_that_has_no_thirty_first_ends_with_it() {
        let end = Calendar { on: On::DayOfMonth(31), hour: 12, minute: 0 };
        let months = ["01-31 11:00", "02-28 11:00", "03-31 10:00", "04-30 10:00"];
        assert_eq!(due(end, "2026-01-01T00:00:00Z", 4), months);
    }

    #[test]
    fn after_a_closed_month_only_the_last_monday_counts() {
        let (closed, opened) = (at("2026-03-16T09:00:00Z"), at("2026-04-10T07:00:00Z"));
        assert_eq!(MONDAY.last_between(closed, opened, Paris), Some(at("2026-04-06T08:00:00Z")));
        assert_eq!(MONDAY.last_between(at("2026-04-06T08:00:00Z"), opened, Paris), None);
        assert_eq!(MONDAY.last_between(opened, closed, Paris), None, "a clock that went back");
    }
}
