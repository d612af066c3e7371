//! What does not press, where the bar has no room for it: a list of places.
use crate::{
    base::{Lang, Text},
    features::accounts::ui::use_me,
    ui::{Glyph, Icon, PageHead},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// For technicians and admins.
#[component]
pub fn MorePage() -> impl IntoView {
    let lang = Lang::current();
    let administration = use_me().filter(|me| me.is_admin()).map(|_| {
        view! { <PlaceLine href="/admin" glyph=Glyph::Gear name=words::app::ADMINISTRATION /> }.into_any()
    });
    view! {
        <Title text=lang.say(words::app::MORE) />
        <div class="page">
            <PageHead title=lang.say(words::app::MORE) />
            <div class="card">
                <ul class="lines">
                    <PlaceLine href="/tickets" glyph=Glyph::Ticket name=words::tickets::MY_REQUESTS />
                    <PlaceLine href="/tickets/new" glyph=Glyph::Plus name=words::tickets::NEW_TICKET />
                    {administration}
                </ul>
            </div>
        </div>
    }
}

/// A place as a line of a list.
#[component]
pub fn PlaceLine(href: &'static str, glyph: Glyph, name: Text) -> impl IntoView {
    view! {
        <li>
            <a class="line" href=href>
                <Icon glyph />
                <span class="grow">{Lang::current().say(name)}</span>
                <Icon glyph=Glyph::Forward />
            </a>
        </li>
    }
}
