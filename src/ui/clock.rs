//! How a moment is written: by the server's clock on its wall, by the browser in its own zone and spelling.
//! Twins on the other side do nothing.
use crate::base::{Lang, Time};

/// A moment as programs read it: `2026-11-20T20:41:07Z`.
pub fn iso(at: Time) -> String {
    format!("{at:?}")
}

/// A moment as the server draws it, by the clock on its wall.
#[derive(Default)]
pub struct Drawn {
    /// The time of day if it is today, else with its date.
    pub short: String,
    pub date: String,
    /// Date, time and zone.
    pub full: String,
}

/// The moment as the server draws it.
#[cfg(feature = "ssr")]
pub fn drawn(at: Time, lang: Lang) -> Drawn {
    let wall = leptos::prelude::use_context()
        .unwrap_or(crate::base::drawing::WallClock { zone: chrono_tz::UTC, now: at });
    let (at, now) = (at.with_timezone(&wall.zone), wall.now.with_timezone(&wall.zone));
    let day = match lang {
        Lang::Fr => "%d/%m/%Y",
        Lang::En => "%-d %b %Y",
    };
    let dated = [day, " %H:%M"].concat();
    let short = if at.date_naive() == now.date_naive() { "%H:%M" } else { &dated };
    let [short, date, full] =
        [short, day, &[&dated, " %Z"].concat()].map(|format| at.format(format).to_string());
    Drawn { short, date, full }
}
/// In the browser nothing: what the server drew stays until it is told anew, and whatever is told then is a
/// change.
#[cfg(not(feature = "ssr"))]
pub fn drawn(_: Time, _: Lang) -> Drawn {
    Drawn::default()
}

#[cfg(feature = "hydrate")]
mod wasm {
    use super::*;
    use crate::ui::browser::now;
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
        wanted.find(|tag| tag.starts_with(lang.word())).unwrap_or_else(|| lang.word().to_owned())
    }

    pub fn local_day(at: Time) -> i64 {
        (at.timestamp() - date(at).get_timezone_offset() as i64 * 60).div_euclid(86_400)
    }

    pub fn local_clock(at: Time, lang: Lang) -> String {
        // By parts the hour would be « 6:46 » where the language writes « 06:46 ».
        told(at, lang, &[("timeStyle", "short")])
    }

    pub fn local_date(at: Time, lang: Lang) -> String {
        told(at, lang, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
    }

    pub fn local_time(at: Time, lang: Lang) -> String {
        let clock = local_clock(at, lang);
        if now().is_some_and(|now| local_day(now) == local_day(at)) {
            return clock;
        }
        [&told(at, lang, &[("day", "numeric"), ("month", "short")]), ", ", &clock].concat()
    }

    pub fn local_in_full(at: Time, lang: Lang) -> String {
        told(at, lang, &[("dateStyle", "full"), ("timeStyle", "short")])
    }
}
#[cfg(feature = "hydrate")]
pub use wasm::*;

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    use super::*;

    /// The day where the person is, counted from 1 January 1970.
    pub fn local_day(_: Time) -> i64 {
        0
    }
    /// The time of day where the person is, in the one spelling of their language.
    pub fn local_clock(_: Time, _: Lang) -> String {
        String::new()
    }
    /// The date where the person is.
    pub fn local_date(_: Time, _: Lang) -> String {
        String::new()
    }
    /// The time of day if it is today where the person is, else with its date.
    pub fn local_time(_: Time, _: Lang) -> String {
        String::new()
    }
    /// The moment with everything, where the person is.
    pub fn local_in_full(_: Time, _: Lang) -> String {
        String::new()
    }
}
#[cfg(not(feature = "hydrate"))]
pub use nowhere::*;
