//! Moments as people read them: the server draws them by the clock on its wall, the browser rewrites them in its own zone and language.
use super::{effect, page};
use crate::{
    base::{Lang, Time, time::seconds_between},
    words,
};
use leptos::prelude::*;
use std::time::Duration;

/// A moment: the time today, else the date with it.
#[component]
pub fn Moment(at: Time) -> impl IntoView {
    let lang = Lang::current();
    let (said, full) = drawn(at, lang);
    effect(move || {
        let (short, long) = page::local_time(at, lang);
        said.set(short);
        full.set(long);
    });
    view! { <time datetime=page::iso(at) title=full>{said}</time> }
}

/// A day with its year.
#[component]
pub fn Day(at: Time) -> impl IntoView {
    let lang = Lang::current();
    let (said, full) = drawn(at, lang);
    effect(move || {
        said.set(page::local_date(at, lang));
        full.set(page::local_time(at, lang).1);
    });
    view! { <time datetime=page::iso(at) title=full>{said}</time> }
}

/// How long ago something was; follows the clock in the browser. `short` is for narrow places: « 14 min », « hier ».
#[component]
pub fn Ago(at: Time, #[prop(optional)] short: bool) -> impl IntoView {
    let lang = Lang::current();
    let (said, full) = drawn(at, lang);
    effect(move || {
        let tell = move || said.set(if short { since(lang, at) } else { ago(lang, at) });
        tell();
        full.set(page::local_time(at, lang).1);
        if let Ok(ticking) = set_interval_with_handle(tell, Duration::from_secs(30)) {
            on_cleanup(move || ticking.clear());
        }
    });
    view! { <time datetime=page::iso(at) title=full>{said}</time> }
}

fn drawn(at: Time, lang: Lang) -> (RwSignal<String>, RwSignal<String>) {
    let (short, long) = page::drawn_time(at, lang);
    (RwSignal::new(short), RwSignal::new(long))
}

fn ago(lang: Lang, at: Time) -> String {
    let Some(now) = page::now() else { return String::new() };
    match seconds_between(at, now) / 60 {
        0 => lang.say(words::ui::JUST_NOW).to_owned(),
        n @ 1..=59 => lang.fill(words::ui::MinutesAgo { n }),
        n @ 60..=1439 => lang.fill(words::ui::HoursAgo { n: n / 60 }),
        1440..=2879 => lang.fill(words::ui::YesterdayAt { time: &page::local_clock(at, lang) }),
        n @ 2880..=10079 => lang.fill(words::ui::DaysAgo { n: n / 1440 }),
        _ => page::local_date(at, lang),
    }
}

fn since(lang: Lang, at: Time) -> String {
    let Some(now) = page::now() else { return String::new() };
    match seconds_between(at, now) / 60 {
        0 => lang.say(words::ui::NOW).to_owned(),
        n @ 1..=59 => lang.fill(words::ui::Minutes { n }),
        n @ 60..=1439 => lang.fill(words::ui::Hours { n: n / 60 }),
        1440..=2879 => lang.say(words::ui::YESTERDAY).to_owned(),
        n => lang.fill(words::ui::Days { n: n / 1440 }),
    }
}
