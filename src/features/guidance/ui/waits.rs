//! It is the lead's turn: since when the other one waits.
use super::guide::Guide;
use crate::{
    base::{Lang, time::stopwatch},
    ui::Fresh,
    words,
};
use leptos::prelude::*;

/// So many seconds are no waiting.
const SOON: i64 = 30;

/// Grows more urgent where typing is free again because nothing came.
#[component]
pub(super) fn Waits(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let since = move || {
        let session = guide.session().filter(|session| session.is_leads_turn())?;
        guide.since(session.quiet_since).filter(|seconds| *seconds >= SOON)
    };
    let said = move || {
        let name = guide.page.requester_name();
        let waits =
            |seconds| lang.fill(words::guidance::WaitsForYou { name: &name, time: &stopwatch(seconds) });
        since().map(waits).unwrap_or_default()
    };
    let long = move || since() >= Some(guide.lift_seconds);
    view! {
        <span class="waits small numeric" class:long=long>
            <Fresh text=Signal::derive(said) />
        </span>
    }
}
