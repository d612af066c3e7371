//! The way back to the step, from every page. What this browser last knew of a running guidance is kept here.
use super::guide::use_guide;
use crate::{
    base::Lang,
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
    let number = guide.talk.number.to_string();
    Effect::new(move || {
        let Some(key) = live.me.map(key) else { return };
        if guide.is_active() {
            device::store(&key, &number);
        } else if device::stored(&key).is_some_and(|kept| kept == number) {
            device::forget(&key);
        }
    });
}

/// Leads back to the step, on any page but the step's own.
#[component]
pub fn GuidanceBanner() -> impl IntoView {
    let lang = Lang::current();
    let live = use_live();
    let path = use_location().pathname;
    let number = RwSignal::new(None::<String>);
    Effect::new(move || {
        path.track();
        live.lists.track();
        number.set(live.me.and_then(|me| device::stored(&key(me))));
    });
    let elsewhere = move || {
        let href = ["/tickets/", &number.get()?].concat();
        (path.get() != href).then_some(href)
    };
    move || {
        elsewhere().map(|href| {
            view! {
                <a class="banner accent guidance-banner" href=href>
                    <Icon glyph=Glyph::Rope />
                    <span class="grow">{lang.say(words::guidance::GOES_ON)}</span>
                    <Icon glyph=Glyph::Forward />
                </a>
            }
        })
    }
}
