//! What the bar offers to whom.
use crate::{
    base::{Actor, Lang},
    features::{
        accounts::ui::{AccountMenu, use_me},
        guidance::ui::GuidanceBanner,
        tickets::ui::LeadChanges,
    },
    ui::{Glyph, Later, LineBadge, NavLink, TopBar},
    words,
};
use leptos::prelude::*;

/// The bar of a signed-in person; a visitor's pages have their own mark and need none.
/// Under it, on every page, the way back to a guidance that goes on.
#[component]
pub fn Bar() -> impl IntoView {
    use_me().map(|me| {
        let lang = Lang::current();
        let back = (!me.is_staff()).then(|| {
            view! {
                <aside class="way-back" aria-label=lang.say(words::app::WAY_BACK)>
                    <GuidanceBanner />
                </aside>
            }
            .into_any()
        });
        let changes = me.is_staff().then(|| view! { <LeadChanges me=me.id /> });
        view! {
            {changes}
            <TopBar>
                <Places me=me.clone() />
                <span class="grow"></span>
                <LineBadge />
                <Later last=true>
                    <AccountMenu me />
                </Later>
            </TopBar>
            {back}
        }
        .into_any()
    })
}

/// Where one can go.
#[component]
fn Places(me: Actor) -> impl IntoView {
    let lang = Lang::current();
    let desk = me.is_staff().then(|| {
        view! { <NavLink href="/desk" glyph=Glyph::Desk label=lang.say(words::app::DESK) /> }.into_any()
    });
    let mine = (!me.is_staff()).then(|| {
        view! { <NavLink href="/tickets" glyph=Glyph::Ticket label=lang.say(words::app::MY_TICKETS) /> }
            .into_any()
    });
    let admin = me.is_admin().then(|| {
        view! {
            <NavLink href="/admin/people" glyph=Glyph::People label=lang.say(words::app::PEOPLE) />
            <NavLink href="/admin/departments" glyph=Glyph::Building
                label=lang.say(words::app::DEPARTMENTS) />
        }
        .into_any()
    });
    view! { <nav class="topnav" aria-label=lang.say(words::app::PLACES)>{desk} {mine} {admin}</nav> }
}
