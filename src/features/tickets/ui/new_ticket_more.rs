//! What may be said beside the problem: how pressing it is, for which team, of which kind.
use super::TicketFields;
use crate::{
    base::{Error, Lang},
    features::departments::{Directory, list_directory},
    ui::{Glyph, Icon, SelectField, fetched, loaded, problem_of},
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
    let none = (String::new(), lang.say(words::tickets::NO_DEPARTMENT).to_owned());
    let departments = std::iter::once(none)
        .chain(directory.departments.into_iter().map(|d| (d.id.to_string(), d.name)))
        .collect();
    view! {
        <div class="form">
            <TicketFields categories=directory.categories failure />
            <SelectField
                name="form[department]"
                label=lang.say(words::tickets::DEPARTMENT)
                options=departments
                problem=problem_of(failure, "department")
            />
        </div>
    }
}
