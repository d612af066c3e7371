//! A visitor opens an account.
use super::{gate::Gate, use_me};
use crate::{
    base::{Error, Lang},
    features::accounts::{PASSWORD_LENGTH, Register, front_door},
    ui::{
        Form, FormError, Glyph, Icon, Sending, Submit, TextField, awaited, failure_of, fetched, problem_of,
    },
    words,
};
use leptos::prelude::*;
use leptos_router::components::Redirect;

/// Opens an account, where the house allows it.
#[component]
pub fn RegisterPage() -> impl IntoView {
    if use_me().is_some() {
        return view! { <Redirect path="/" /> }.into_any();
    }
    let lang = Lang::current();
    let door = fetched(|| (), |()| front_door());
    let form = move || async move {
        match door.await {
            Ok(door) if !door.may_register => view! { <Closed /> }.into_any(),
            _ => view! { <RegisterForm /> }.into_any(),
        }
    };
    view! {
        <Gate title=lang.say(words::accounts::REGISTER_TITLE) text=lang.say(words::accounts::REGISTER_TEXT)>
            {awaited(form)}
            <p class="small muted">
                {lang.say(words::accounts::HAVE_ACCOUNT)} " " <a href="/sign-in">{lang.say(words::accounts::SIGN_IN)}</a>
            </p>
        </Gate>
    }
    .into_any()
}

#[component]
fn Closed() -> impl IntoView {
    let lang = Lang::current();
    view! {
        <div class="banner warn">
            <Icon glyph=Glyph::Lock />
            <span class="grow">{lang.say(words::problem::CLOSED)}</span>
        </div>
    }
}

#[component]
fn RegisterForm() -> impl IntoView {
    let lang = Lang::current();
    let register = Sending::to::<Register>();
    let failure = failure_of(register);
    view! {
        <Form action=register>
            <div class="form">
                <FormError failure />
                <PersonFields failure />
                <Submit pending=register.pending() class="button primary big block">
                    {lang.say(words::accounts::REGISTER)}
                </Submit>
            </div>
        </Form>
    }
}

/// Name, address, password: of a visitor and of the first administrator.
#[component]
pub fn PersonFields(failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let hint = lang.fill(words::accounts::PasswordHint { n: *PASSWORD_LENGTH.start() });
    view! {
        <TextField
            name="form[name]"
            label=lang.say(words::accounts::NAME)
            autocomplete="name"
            required=true
            maxlength=80
            problem=problem_of(failure, "name")
        />
        <TextField
            name="form[email]"
            kind="email"
            label=lang.say(words::accounts::EMAIL)
            autocomplete="username"
            required=true
            maxlength=254
            problem=problem_of(failure, "email")
        />
        <TextField
            name="form[password]"
            kind="password"
            label=lang.say(words::accounts::PASSWORD)
            hint
            autocomplete="new-password"
            required=true
            minlength=*PASSWORD_LENGTH.start()
            maxlength=*PASSWORD_LENGTH.end()
            problem=problem_of(failure, "password")
        />
    }
}
