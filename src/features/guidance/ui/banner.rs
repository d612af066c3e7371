//! The way back to the step, from every page. What this browser last knew of a running guidance is kept here
//! and shown at once, without a line too; the server knows whether it still runs, and of one this browser has
//! never seen.
use super::guide::use_guide;
use crate::{
    base::Lang,
    features::tickets::guided_now,
    ui::{Glyph, Icon, device, live::use_live},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

fn key(me: crate::base::AccountId) -> String {
    ["cordee.guided.", &me.to_string()].concat()
}

/// Keeps in mind that this ticket's requester is being guided, as long as it is so.
#[component]
pub fn RememberGuidance() -> impl IntoView {
    let guide = use_guide();
    let live = use_live();
    let number = guide.page.number.to_string();
    Effect::new(move || {
        let Some(key) = live.me.map(key) else { return };
        if guide.is_active() {
            keep(&key, Some(&number));
        } else if device::stored(&key).is_some_and(|kept| kept == number) {
            keep(&key, None);
        }
    });
}

fn keep(key: &str, number: Option<&str>) {
    match number {
        Some(number) => _ = device::store(key, number),
        None => device::forget(key),
    }
}

fn page_of(number: &str) -> String {
    ["/tickets/", number].concat()
}

/// Leads back to the step, on any page but the step's own.
#[component]
pub fn GuidanceBanner() -> impl IntoView {
    let lang = Lang::current();
    let live = use_live();
    let path = use_location().pathname;
    let lists = live.watch_lists();
    let number = RwSignal::new(None::<String>);
    Effect::new(move || {
        lists.track();
        let here = path.get();
        let Some(key) = live.me.map(key) else { return };
        let kept = device::stored(&key);
        // The step's own page follows the guidance by itself.
        if kept.as_deref().map(page_of).as_ref() != Some(&here) {
            leptos::task::spawn_local(async move {
                if let Ok(now) = guided_now().await {
                    let now = now.map(|number| number.to_string());
                    keep(&key, now.as_deref());
                    _ = number.try_set(now);
                }
            });
        }
        number.set(kept);
    });
    let elsewhere = move || number.get().as_deref().map(page_of).filter(|href| *href != path.get());
    let way_back = move |href: String| {
        view! {
            <a class="banner accent guidance-banner" href=href>
                <Icon glyph=Glyph::Rope />
                <span class="grow">{lang.say(words::guidance::GOES_ON)}</span>
                <Icon glyph=Glyph::Forward />
            </a>
        }
        .into_any()
    };
    view! { {move || elsewhere().map(way_back)} }
}
