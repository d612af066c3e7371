//! What is asked of a person in more than one form.
use crate::{
    base::{Error, Lang, Text},
    features::accounts::{PASSWORD_LENGTH, USERNAME_LENGTH},
    ui::{TextField, problem_of},
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
            maxlength=80
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
            maxlength=254
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
            maxlength=*USERNAME_LENGTH.end()
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
            maxlength=32
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
            maxlength=*PASSWORD_LENGTH.end()
            problem=problem_of(failure, "password")
        />
    }
}
