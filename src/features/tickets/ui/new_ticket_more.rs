//! What may be said beside the problem: how pressing it is, for which team, of which kind, who may see it.
use super::{SortingFields, TicketFields};
use crate::{
    base::{Error, Lang},
    features::departments::{Directory, list_directory},
    ui::{CheckBox, Glyph, Icon, fetched, loaded},
    words,
};
use leptos::prelude::*;

/// Folded away: none of it is needed.
#[component]
pub(super) fn More(failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let directory = fetched(|| (), |()| list_directory());
    view! {
        <details class="more">
            <summary class="row small muted">
                <Icon glyph=Glyph::Sliders />
                {lang.say(words::tickets::MORE)}
            </summary>
            {loaded(directory, move |directory| view! { <Choices directory failure /> })}
        </details>
    }
}

#[component]
fn Choices(directory: Directory, failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <div class="form">
            <TicketFields categories=directory.categories failure />
            <SortingFields departments=directory.departments failure />
            <label class="check">
                <CheckBox name="form[confidential]" value="on" checked=false />
                <span>
                    {lang.say(words::tickets::CONFIDENTIAL)} <br />
                    <span class="small muted">{lang.say(words::tickets::CONFIDENTIAL_HINT)}</span>
                </span>
            </label>
        </div>
    }
}
