//! The page for an address that leads nowhere, or nowhere this person may go.
use super::{Empty, Glyph, browser};
use crate::{base::Lang, words};
use leptos::prelude::*;
use leptos_meta::Title;

/// Says so kindly, with the true status, and offers the way home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let lang = Lang::current();
    browser::set_status(404);
    view! {
        <Title text=lang.say(words::ui::NOT_FOUND_TITLE) />
        <div class="page">
            <Empty whole=true glyph=Glyph::Rope title=lang.say(words::ui::NOT_FOUND_TITLE)
                text=lang.say(words::ui::NOT_FOUND_TEXT)>
                <a class="button primary" href="/">
                    {lang.say(words::ui::HOME)}
                </a>
            </Empty>
        </div>
    }
}
