//! A number that is called by a tap.
use super::{Glyph, Icon};
use leptos::prelude::*;

/// The number on one line, as it was typed; called without its spaces.
#[component]
pub fn PhoneLink(phone: String, class: &'static str) -> impl IntoView {
    let href = ["tel:", &phone.replace(' ', "")].concat();
    view! {
        <a class=class href=href translate="no"><Icon glyph=Glyph::Phone />{phone.replace(' ', "\u{a0}")}</a>
    }
}
