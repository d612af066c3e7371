//! How a moment is written: by the server's clock on its wall until the page wakes up, then in the person's
//! own zone. Both spell alike, so that nothing changes its look meanwhile.
use crate::{
    base::{Lang, Time},
    words,
};

/// A moment as programs read it: `2026-11-20T20:41:07Z`.
pub fn iso(at: Time) -> String {
    format!("{at:?}")
}

/// What the server draws. In the browser nothing: what the server drew stays until it is told anew, and
/// whatever is told then is a change.
pub fn drawn(told: impl FnOnce() -> String) -> String {
    if cfg!(feature = "hydrate") { String::new() } else { told() }
}

/// The time of day if it is today, else with its date: « 13 nov. à 05:05 »; of another year with that too.
pub fn local_time(at: Time, lang: Lang) -> String {
    match now() {
        Some(now) if local_day(now) != local_day(at) => {
            dated(at, lang, &short_date(at, lang, local_year(now) != local_year(at)))
        }
        _ => local_clock(at, lang),
    }
}

/// The date with its year, and the time of day.
pub fn local_moment(at: Time, lang: Lang) -> String {
    dated(at, lang, &local_date(at, lang))
}

/// The date with its year: « 13 nov. 2026 ».
pub fn local_date(at: Time, lang: Lang) -> String {
    short_date(at, lang, true)
}

fn dated(at: Time, lang: Lang, day: &str) -> String {
    lang.fill(words::ui::DayAt { day, time: &local_clock(at, lang) })
}

#[cfg(feature = "hydrate")]
mod wasm {
    use super::*;
    pub use crate::ui::browser::now;
    use js_sys::{Date, Object, Reflect};

    fn date(at: Time) -> Date {
        Date::new(&(at.timestamp_millis() as f64).into())
    }

    fn told(at: Time, lang: Lang, options: &[(&str, &str)]) -> String {
        let wish = Object::new();
        for (key, value) in options {
            _ = Reflect::set(&wish, &(*key).into(), &(*value).into());
        }
        String::from(date(at).to_locale_string(&locale(lang), &wish))
    }

    /// The person's own variety of the language where the browser knows it: clocks in London are not read as
    /// in Boston.
    fn locale(lang: Lang) -> String {
        let mut wanted =
            leptos::prelude::window().navigator().languages().into_iter().filter_map(|tag| tag.as_string());
        let own = wanted.find(|tag| tag.starts_with(lang.word()));
        own.unwrap_or_else(|| if lang == Lang::En { "en-GB" } else { "fr" }.to_owned())
    }

    pub fn local_day(at: Time) -> i64 {
        (at.timestamp() - date(at).get_timezone_offset() as i64 * 60).div_euclid(86_400)
    }

    pub(super) fn local_year(at: Time) -> i32 {
        date(at).get_full_year() as i32
    }

    pub fn local_clock(at: Time, lang: Lang) -> String {
        // By parts the hour would be « 6:46 » where the language writes « 06:46 ».
        told(at, lang, &[("timeStyle", "short")])
    }

    pub(super) fn short_date(at: Time, lang: Lang, with_year: bool) -> String {
        let wish = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
        told(at, lang, if with_year { &wish } else { &wish[..2] })
    }

    pub fn local_in_full(at: Time, lang: Lang) -> String {
        told(at, lang, &[("dateStyle", "full"), ("timeStyle", "short")])
    }
}
#[cfg(feature = "hydrate")]
pub use wasm::*;

#[cfg(feature = "ssr")]
mod wall {
    use super::*;
    use crate::base::drawing::WallClock;
    use chrono::Datelike;
    use chrono_tz::Tz;

    /// As browsers shorten them.
    const MOIS: [&str; 12] =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

    fn wall() -> Option<WallClock> {
        leptos::prelude::use_context()
    }

    fn here(at: Time) -> chrono::DateTime<Tz> {
        at.with_timezone(&wall().map_or(Tz::UTC, |wall| wall.zone))
    }

    fn is_american() -> bool {
        wall().is_some_and(|wall| wall.american)
    }

    /// The time on this side's clock, where there is one.
    pub fn now() -> Option<Time> {
        wall().map(|wall| wall.now)
    }

    /// The day where the person is, counted from 1 January 1970.
    pub fn local_day(at: Time) -> i64 {
        here(at).num_days_from_ce().into()
    }

    pub(super) fn local_year(at: Time) -> i32 {
        here(at).year()
    }

    /// The time of day where the person is, in the one spelling of their language.
    pub fn local_clock(at: Time, lang: Lang) -> String {
        let american = lang == Lang::En && is_american();
        here(at).format(if american { "%-I:%M\u{202f}%p" } else { "%H:%M" }).to_string()
    }

    pub(super) fn short_date(at: Time, lang: Lang, with_year: bool) -> String {
        let at = here(at);
        let (day, year) = (at.day().to_string(), at.year().to_string());
        let month = match lang {
            Lang::Fr => MOIS[at.month0() as usize].to_owned(),
            Lang::En if is_american() => at.format("%b").to_string(),
            Lang::En => at.format("%b").to_string().replace("Sep", "Sept"),
        };
        match (lang == Lang::En && is_american(), with_year) {
            (true, true) => [&month, " ", &day, ", ", &year].concat(),
            (true, false) => [&month, " ", &day].concat(),
            (false, true) => [&day, " ", &month, " ", &year].concat(),
            (false, false) => [&day, " ", &month].concat(),
        }
    }

    /// The moment with everything, where the person is.
    pub fn local_in_full(at: Time, lang: Lang) -> String {
        let day = if lang == Lang::Fr { "%d/%m/%Y" } else { "%-d %b %Y" };
        here(at).format(&[day, " %H:%M %Z"].concat()).to_string()
    }
}
#[cfg(feature = "ssr")]
pub use wall::*;
