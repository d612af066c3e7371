//! A name that is changed where it stands, and the row that adds one.
use crate::{
    base::{Error, Lang},
    ui::{Glyph, Icon, Submit, TextField, problem_of},
    words,
};
use leptos::prelude::*;

/// The name as a field; what saves it shows while one is in it.
#[component]
pub fn NameRow(id: String, name: String) -> impl IntoView {
    let lang = Lang::current();
    let label = lang.fill(words::departments::Rename { name: &name });
    view! {
        <div class="name-row">
            <input type="hidden" name="id" value=id />
            <input class="control" name="name" value=name required=true maxlength="80" aria-label=label.clone() autocomplete="off" />
            <button type="submit" class="button square" aria-label=[lang.say(words::ui::SAVE), ": ", &label].concat()>
                <Icon glyph=Glyph::Check />
            </button>
        </div>
    }
}

/// The field and the button that add a name.
#[component]
pub fn AddRow(
    id: &'static str,
    label: &'static str,
    failure: Signal<Option<Error>>,
    #[prop(into)] pending: Signal<bool>,
) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <div class="inline-form add-row">
            <TextField name="name" id label required=true maxlength=80 autocomplete="off" problem=problem_of(failure, "name") />
            <Submit pending class="button">
                {lang.say(words::ui::ADD)}
            </Submit>
        </div>
    }
}
