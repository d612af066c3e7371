//! What may be said beside the problem: how pressing it is, for which team, of which kind.
use super::priority_name;
use crate::{
    base::{Error, Lang},
    features::{
        departments::{Directory, list_directory},
        tickets::Priority,
    },
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
    let normal = Priority::Normal.word();
    let priorities =
        Priority::ALL.iter().map(|p| (p.word().to_owned(), priority_name(lang, *p).to_owned())).collect();
    let own = (String::new(), lang.say(words::tickets::OWN_DEPARTMENT).to_owned());
    let departments = std::iter::once(own)
        .chain(directory.departments.into_iter().map(|d| (d.id.to_string(), d.name)))
        .collect();
    let default =
        directory.categories.iter().find(|c| c.is_default).map(|c| c.id.to_string()).unwrap_or_default();
    let categories = directory.categories.into_iter().map(|c| (c.id.to_string(), c.name)).collect();
    view! {
        <div class="form">
            <SelectField
                name="form[priority]"
                label=lang.say(words::tickets::PRIORITY)
                options=priorities
                value=normal
                problem=problem_of(failure, "priority")
            />
            <div class="form-row">
                <SelectField
                    name="form[department]"
                    label=lang.say(words::tickets::DEPARTMENT)
                    options=departments
                    problem=problem_of(failure, "department")
                />
                <SelectField
                    name="form[category]"
                    label=lang.say(words::tickets::CATEGORY)
                    options=categories
                    value=default
                    problem=problem_of(failure, "category")
                />
            </div>
        </div>
    }
}
