//! An admin adds a person.
use super::role_name;
use crate::{
    base::{Error, Lang, Role},
    features::departments::{Department, list_directory},
    ui::{
        Dialog, Form, FormError, Glyph, Icon, SelectField, Sending, Submit, TextField, awaited, clear_form,
        failure_of, fetched, problem_of, use_toasts, when_done,
    },
    words,
};
use leptos::{html, prelude::*};

/// The button, and the dialog it opens.
#[component]
pub fn AddPersonButton(add: Sending) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let (toasts, node) = (use_toasts(), NodeRef::new());
    when_done(add, move || {
        clear_form(node);
        open.set(false);
        toasts.good(lang.say(words::accounts::PERSON_ADDED));
    });
    let directory = fetched(|| (), |()| list_directory());
    let form = move || async move {
        let departments = directory.await.map(|directory| directory.departments).unwrap_or_default();
        view! { <AddPersonForm add departments node /> }
    };
    view! {
        <button type="button" class="button primary" on:click=move |_| open.set(true)>
            <Icon glyph=Glyph::Plus />
            {lang.say(words::accounts::ADD_PERSON)}
        </button>
        <Dialog open title=lang.say(words::accounts::ADD_PERSON)>
            {awaited(form)}
        </Dialog>
    }
}

#[component]
fn AddPersonForm(add: Sending, departments: Vec<Department>, node: NodeRef<html::Form>) -> impl IntoView {
    let lang = Lang::current();
    let failure = failure_of(add);
    view! {
        <Form action=add node_ref=node>
            <div class="form">
                <FormError failure />
                <TextField
                    name="form[name]"
                    label=lang.say(words::accounts::NAME)
                    autocomplete="off"
                    required=true
                    autofocus=true
                    maxlength=80
                    problem=problem_of(failure, "name")
                />
                <TextField
                    name="form[email]"
                    kind="email"
                    label=lang.say(words::accounts::EMAIL)
                    autocomplete="off"
                    required=true
                    problem=problem_of(failure, "email")
                />
                <TextField
                    name="form[password]"
                    kind="password"
                    label=lang.say(words::accounts::FIRST_PASSWORD)
                    hint=lang.say(words::accounts::FIRST_PASSWORD_HINT)
                    autocomplete="new-password"
                    required=true
                    problem=problem_of(failure, "password")
                />
                <Place failure departments role=Role::Employee department=String::new() phone=String::new() />
                <div class="form-actions">
                    <Submit pending=add.pending()>{lang.say(words::accounts::ADD_PERSON)}</Submit>
                </div>
            </div>
        </Form>
    }
}

/// Role, department and phone: what an admin sets of anybody.
#[component]
pub fn Place(
    failure: Signal<Option<Error>>,
    departments: Vec<Department>,
    role: Role,
    department: String,
    phone: String,
) -> impl IntoView {
    let lang = Lang::current();
    let roles =
        Role::ALL.iter().map(|role| (role.word().to_owned(), role_name(*role, lang).to_owned())).collect();
    let none = (String::new(), lang.say(words::accounts::NO_DEPARTMENT).to_owned());
    let teams =
        std::iter::once(none).chain(departments.into_iter().map(|d| (d.id.to_string(), d.name))).collect();
    view! {
        <div class="form-row">
            <SelectField name="form[role]" label=lang.say(words::accounts::ROLE) options=roles value=role.word() problem=problem_of(failure, "role") />
            <SelectField
                name="form[department]"
                label=lang.say(words::accounts::DEPARTMENT)
                options=teams
                value=department
                problem=problem_of(failure, "department")
            />
        </div>
        <TextField
            name="form[phone]"
            kind="tel"
            label=lang.say(words::accounts::PHONE)
            value=phone
            autocomplete="off"
            maxlength=32
            problem=problem_of(failure, "phone")
        />
    }
}
