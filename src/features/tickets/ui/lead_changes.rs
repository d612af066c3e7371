//! A ticket was given to the person at this page, or has left their hands by another's: said in passing,
//! wherever they are.
use crate::{
    base::Lang,
    ui::{live::use_live, use_toasts},
    words,
};
use leptos::prelude::*;

/// For staff, on every page.
#[component]
pub fn LeadChanges(me: crate::base::AccountId) -> impl IntoView {
    let lang = Lang::current();
    let (live, toasts) = (use_live(), use_toasts());
    Effect::new(move || {
        let Some((number, lead)) = live.in_charge.get() else { return };
        toasts.say(if lead.id == me {
            lang.fill(words::tickets::GivenToYou { n: number })
        } else {
            lang.fill(words::tickets::TakenFromYou { n: number, name: &lead.name })
        });
    });
}
