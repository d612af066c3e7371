//! Times before the browser has woken up, and where it never does: those of the house.
use crate::{
    base::Lang,
    ui::{Moment, page::WallClock},
};
use leptos::prelude::*;

/// Ada's browser has not woken up: what the server in Paris wrote into her page.
fn drawn_in_paris(lang: Lang, at: &str, now: &str) -> String {
    let wall = WallClock { zone: chrono_tz::Europe::Paris, now: now.parse().unwrap() };
    Owner::new().with(|| {
        provide_context(lang);
        provide_context(wall);
        view! { <Moment at=at.parse().unwrap() /> }.to_html()
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
    assert!(page.contains(">4 Jan 2026 23:30<"), "{page}");
    let page = drawn_in_paris(Lang::En, "2026-01-04T23:05:00Z", "2026-01-05T22:15:00Z");
    assert!(page.contains(">00:05<"), "{page}");
}
