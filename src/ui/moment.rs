//! Moments as people read them: the server draws them by the clock on its wall, the browser rewrites them in
//! its own zone and language.
use super::{browser, clock};
use crate::{
    base::{
        Lang, Time,
        time::{Past, past, seconds_between},
    },
    words,
};
use leptos::prelude::*;
use std::time::Duration;

/// Changes at midnight where the person is: what was told without its date is then told with it.
#[derive(Clone, Copy)]
struct Today(RwSignal<i64>);

/// Follows the day for all moments of the page.
pub fn provide_today() {
    let day = RwSignal::new(0);
    provide_context(Today(day));
    Effect::new(move || follow(day));
}

/// Looks at the beginning of every minute: midnight is one, and a machine that slept does not know how long.
fn follow(day: RwSignal<i64>) {
    let Some(now) = browser::now() else { return };
    if day.get_untracked() != clock::local_day(now) {
        day.set(clock::local_day(now));
    }
    // Every zone begins its minutes together.
    let left = 60 - now.timestamp().rem_euclid(60);
    set_timeout(move || follow(day), Duration::from_secs(left as u64));
}

/// Moments stand under the day they are of: they are told by their time alone.
#[derive(Clone, Copy)]
struct UnderDay;

/// From here on moments stand under a [`DayHeading`].
pub fn provide_day_above() {
    provide_context(UnderDay);
}

/// A moment: the time today, else the date with it. `whole` is with date and year in any case.
#[component]
pub fn Moment(at: Time, #[prop(optional)] whole: bool) -> impl IntoView {
    let lang = Lang::current();
    let (today, under_day) = (use_context::<Today>(), use_context::<UnderDay>().is_some());
    let text = move || match (whole, under_day) {
        (true, _) => clock::local_moment(at, lang),
        (false, true) => clock::local_clock(at, lang),
        (false, false) => clock::local_time(at, lang),
    };
    let tell = move |said: RwSignal<String>| {
        today.inspect(|Today(day)| day.track());
        said.set(text());
    };
    told(at, clock::drawn(text), Box::new(tell))
}

/// A day with its year.
#[component]
pub fn Day(at: Time) -> impl IntoView {
    let lang = Lang::current();
    let text = move || clock::local_date(at, lang);
    told(at, clock::drawn(text), Box::new(move |said| said.set(text())))
}

/// The day of what follows, with its year; nothing where what stands before is of the same day.
#[component]
pub fn DayHeading(at: Time, before: Option<Time>) -> impl IntoView {
    let lang = Lang::current();
    let text = move || match before {
        Some(before) if clock::local_day(before) == clock::local_day(at) => String::new(),
        _ => clock::local_date(at, lang),
    };
    let said = RwSignal::new(clock::drawn(text));
    Effect::new(move || said.set(text()));
    view! { <p class="day label" hidden=move || said.with(String::is_empty)>{said}</p> }
}

/// How long ago something was; follows the clock in the browser. `short` is for narrow places: « 14 min », «
/// hier ».
#[component]
pub fn Ago(at: Time, #[prop(optional)] short: bool) -> impl IntoView {
    let lang = Lang::current();
    let text = move || if short { since(lang, at) } else { ago(lang, at) };
    let tell = move |said: RwSignal<String>| {
        said.set(text());
        if let Ok(ticking) = set_interval_with_handle(move || said.set(text()), Duration::from_secs(30)) {
            on_cleanup(move || ticking.clear());
        }
    };
    told(at, clock::drawn(text), Box::new(tell))
}

/// As the server draws it, until the browser tells it in its own zone and language.
fn told(at: Time, drawn: String, tell: Box<dyn Fn(RwSignal<String>)>) -> impl IntoView {
    let lang = Lang::current();
    let (said, full) = (RwSignal::new(drawn), RwSignal::new(clock::drawn(|| clock::local_in_full(at, lang))));
    Effect::new(move || {
        tell(said);
        full.set(clock::local_in_full(at, lang));
    });
    view! { <time datetime=clock::iso(at) title=full>{said}</time> }
}

fn past_of(at: Time) -> Option<Past> {
    let now = clock::now()?;
    let midnights = clock::local_day(now) - clock::local_day(at);
    Some(past(seconds_between(at, now), midnights))
}

fn ago(lang: Lang, at: Time) -> String {
    let Some(past) = past_of(at) else { return String::new() };
    match past {
        Past::Now => lang.say(words::ui::JUST_NOW).to_owned(),
        Past::Minutes(n) => lang.fill(words::ui::MinutesAgo { n }),
        Past::Hours(n) => lang.fill(words::ui::HoursAgo { n }),
        Past::Yesterday => lang.fill(words::ui::YesterdayAt { time: &clock::local_clock(at, lang) }),
        Past::Days(n @ ..=6) => lang.fill(words::ui::DaysAgo { n }),
        Past::Days(_) => clock::local_date(at, lang),
    }
}

fn since(lang: Lang, at: Time) -> String {
    let Some(past) = past_of(at) else { return String::new() };
    match past {
        Past::Now => lang.say(words::ui::NOW).to_owned(),
        Past::Minutes(n) => lang.fill(words::ui::Minutes { n }),
        Past::Hours(n) => lang.fill(words::ui::Hours { n }),
        Past::Yesterday => lang.say(words::ui::YESTERDAY).to_owned(),
        Past::Days(n) => lang.fill(words::ui::Days { n }),
    }
}
