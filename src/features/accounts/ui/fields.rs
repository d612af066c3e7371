//! What is asked of a person in more than one form.
use super::role_name;
use crate::{
    base::{Error, Lang, Role, Text},
    features::{
        accounts::{MAX_PERSON_NAME, PASSWORD_LENGTH, USERNAME_LENGTH},
        departments::Department,
    },
    ui::{SelectField, TextField, problem_of},
    words,
};
use leptos::prelude::*;

/// What a person is called.
#[component]
pub fn NameField(
    failure: Signal<Option<Error>>,
    autocomplete: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <TextField
            name="form[name]"
            label=Lang::current().say(words::accounts::NAME)
            value
            autocomplete
            required=true
            autofocus
            max=MAX_PERSON_NAME
            problem=problem_of(failure, "name")
        />
    }
}

/// Where letters reach them; they sign in with it.
#[component]
pub fn EmailField(failure: Signal<Option<Error>>, autocomplete: &'static str) -> impl IntoView {
    view! {
        <TextField
            name="form[email]"
            kind="email"
            label=Lang::current().say(words::accounts::EMAIL)
            autocomplete
            required=true
            problem=problem_of(failure, "email")
        />
    }
}

/// What signs them in as well as the address does.
#[component]
pub fn UsernameField(
    failure: Signal<Option<Error>>,
    autocomplete: &'static str,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <TextField
            name="form[username]"
            label=lang.say(words::accounts::USERNAME)
            hint=lang.say(words::accounts::USERNAME_HINT)
            value
            autocomplete
            max=*USERNAME_LENGTH.end()
            problem=problem_of(failure, "username")
        />
    }
}

/// Where they are called.
#[component]
pub fn PhoneField(
    failure: Signal<Option<Error>>,
    autocomplete: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    view! {
        <TextField
            name="form[phone]"
            kind="tel"
            label=Lang::current().say(words::accounts::PHONE)
            hint
            value
            autocomplete
            problem=problem_of(failure, "phone")
        />
    }
}

/// A password that is chosen now; unless told otherwise the hint says how long it must be.
#[component]
pub fn NewPasswordField(
    failure: Signal<Option<Error>>,
    name: &'static str,
    label: Text,
    #[prop(optional)] hint: Option<Text>,
) -> impl IntoView {
    let lang = Lang::current();
    let length = || lang.fill(words::accounts::PasswordHint { n: *PASSWORD_LENGTH.start() });
    view! {
        <TextField
            name
            kind="password"
            label=lang.say(label)
            hint=hint.map_or_else(length, |hint| lang.say(hint).to_owned())
            autocomplete="new-password"
            required=true
            minlength=*PASSWORD_LENGTH.start()
            max=*PASSWORD_LENGTH.end()
            problem=problem_of(failure, "password")
        />
    }
}

/// Role, department and phone: what an admin sets of anybody.
#[component]
pub fn RoleFields(
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
            <SelectField name="form[role]" label=lang.say(words::accounts::ROLE) options=roles
                value=role.word() problem=problem_of(failure, "role") />
            <SelectField
                name="form[department]"
                label=lang.say(words::accounts::DEPARTMENT)
                options=teams
                value=department
                problem=problem_of(failure, "department")
            />
        </div>
        <PhoneField failure autocomplete="off" value=phone />
    }
}
