//! Times before the browser has woken up, and where it never does: those of the house.
use crate::{
    base::{Lang, drawing::WallClock},
    ui::{Ago, Day, DayHeading, Moment, provide_day_above},
};
use leptos::prelude::*;

/// Ada's browser has not woken up: what the server in Paris wrote into her page.
fn drawn_in_paris(lang: Lang, at: &str, now: &str) -> String {
    in_paris(lang, now, || view! { <Moment at=at.parse().unwrap() /> }.to_html())
}

fn in_paris(lang: Lang, now: &str, draw: impl FnOnce() -> String) -> String {
    let wall = WallClock { zone: chrono_tz::Europe::Paris, now: now.parse().unwrap(), american: false };
    Owner::new().with(|| {
        provide_context(lang);
        provide_context(wall);
        draw()
    })
}

#[test]
fn before_her_browser_wakes_up_ada_reads_the_time_of_the_house() {
    let page = drawn_in_paris(Lang::Fr, "2026-07-14T20:41:07Z", "2026-07-14T21:00:00Z");
    assert!(
        page.contains(">22:41<")
            && page.contains("14/07/2026 22:41 CEST")
            && page.contains("2026-07-14T20:41:07Z"),
        "{page}"
    );
}

#[test]
fn yesterday_has_a_date_and_midnight_is_that_of_the_house() {
    let page = drawn_in_paris(Lang::En, "2026-01-04T22:30:00Z", "2026-01-04T23:15:00Z");
    assert!(page.contains(">4 Jan, 23:30<"), "{page}");
    let page = drawn_in_paris(Lang::En, "2026-01-04T23:05:00Z", "2026-01-05T22:15:00Z");
    assert!(page.contains(">00:05<"), "{page}");
}

#[test]
fn before_ten_o_clock_the_hour_has_two_digits() {
    let page = drawn_in_paris(Lang::Fr, "2026-07-14T04:46:00Z", "2026-07-14T05:00:00Z");
    assert!(page.contains(">06:46<") && page.contains("14/07/2026 06:46 CEST"), "{page}");
}

#[test]
fn a_day_is_drawn_without_its_hour_even_today() {
    let draw = |lang, at: &'static str| {
        in_paris(lang, "2026-07-14T21:00:00Z", || view! { <Day at=at.parse().unwrap() /> }.to_html())
    };
    assert!(draw(Lang::Fr, "2026-07-14T20:41:07Z").contains(">14 juil. 2026<"));
    assert!(draw(Lang::En, "2026-07-14T22:41:07Z").contains(">15 Jul 2026<"), "it is past midnight in Paris");
}

#[test]
fn what_was_a_while_ago_reads_before_the_page_wakes_as_it_will_after() {
    let draw = |at: &'static str| {
        let now = "2026-07-14T21:00:00Z";
        in_paris(Lang::Fr, now, || view! { <Ago at=at.parse().unwrap() /> }.to_html())
    };
    assert!(draw("2026-07-14T20:41:07Z").contains(">il y a 18 min<"));
    assert!(draw("2026-07-13T20:41:07Z").contains(">hier à 22:41<"));
    assert!(draw("2026-07-01T20:41:07Z").contains(">1 juil. 2026<"));
}

#[test]
fn another_year_is_told_and_a_whole_moment_has_its_year_even_today() {
    let (at, now) = ("2025-12-03T04:05:00Z", "2026-07-14T21:00:00Z");
    assert!(drawn_in_paris(Lang::Fr, at, now).contains(">3 déc. 2025 à 05:05<"));
    let whole = |at: &'static str| view! { <Moment at=at.parse().unwrap() whole=true /> }.to_html();
    assert!(in_paris(Lang::Fr, now, || whole("2026-07-14T20:41:00Z")).contains(">14 juil. 2026 à 22:41<"));
}

#[test]
fn on_paper_each_day_has_its_date_once_and_times_stand_under_it() {
    let of = |at: &'static str, before: Option<&'static str>| {
        let (at, before) = (at.parse().unwrap(), before.map(|before| before.parse().unwrap()));
        in_paris(Lang::Fr, "2026-07-14T21:00:00Z", move || {
            provide_day_above();
            view! { <DayHeading at before /> <Moment at /> }.to_html()
        })
    };
    let first = of("2025-11-13T04:05:00Z", None);
    assert!(first.contains("13 nov. 2025") && first.contains(">05:05<"), "{first}");
    assert!(!of("2025-11-13T22:59:00Z", Some("2025-11-12T23:00:00Z")).contains("nov."));
    assert!(of("2025-11-13T23:00:00Z", Some("2025-11-13T22:59:00Z")).contains("14 nov. 2025"));
}

#[test]
fn the_server_spells_english_as_the_browser_will() {
    let draw = |accepted: &str, at: &str| {
        let (zone, now) = (chrono_tz::Europe::Paris, "2026-12-01T00:00:00Z".parse().unwrap());
        let wall = WallClock { zone, now, american: WallClock::is_american(accepted) };
        Owner::new().with(|| {
            provide_context(Lang::En);
            provide_context(wall);
            view! { <Moment at=at.parse().unwrap() /> }.to_html()
        })
    };
    let at = "2026-09-03T17:05:00Z";
    assert!(draw("en-US,en;q=0.9,fr", at).contains(">Sep 3, 7:05\u{202f}PM<"));
    assert!(draw("fr-FR,en;q=0.8", at).contains(">Sep 3, 7:05\u{202f}PM<"));
    assert!(draw("en-GB,en-US;q=0.9", at).contains(">3 Sept, 19:05<"));
    assert!(draw("fr-FR", at).contains(">3 Sept, 19:05<"));
}

#[test]
fn an_hour_that_comes_twice_is_told_apart_and_one_that_does_not_come_is_not_told() {
    let drawn = |at| drawn_in_paris(Lang::Fr, at, "2026-10-25T12:00:00Z");
    let (summer, winter) = (drawn("2026-10-25T00:30:00Z"), drawn("2026-10-25T01:30:00Z"));
    assert!(summer.contains(">02:30<") && summer.contains("25/10/2026 02:30 CEST"), "{summer}");
    assert!(winter.contains(">02:30<") && winter.contains("25/10/2026 02:30 CET"), "{winter}");
    let drawn = |at| drawn_in_paris(Lang::Fr, at, "2026-03-29T12:00:00Z");
    assert!(drawn("2026-03-29T00:59:59Z").contains(">01:59<"));
    assert!(drawn("2026-03-29T01:00:00Z").contains(">03:00<"));
    // That day has 23 hours: all of it is today, and the last minute before it is not.
    assert!(drawn("2026-03-28T23:00:00Z").contains(">00:00<"));
    assert!(drawn("2026-03-28T22:59:00Z").contains(">28 mars à 23:59<"));
}
