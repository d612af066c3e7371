//! A visitor opens an account.
use super::{
    fields::{EmailField, NameField, NewPasswordField},
    gate::{Gate, GateForm},
};
use crate::{
    base::{Error, Lang},
    features::accounts::{Register, front_door},
    ui::{Glyph, Icon, Sending, awaited, failure_of, fetched},
    words,
};
use leptos::prelude::*;

/// Opens an account, where the house allows it.
#[component]
pub fn RegisterPage() -> impl IntoView {
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
                {lang.say(words::accounts::HAVE_ACCOUNT)} " "
                <a href="/sign-in">{lang.say(words::accounts::SIGN_IN)}</a>
            </p>
        </Gate>
    }
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
    let register = Sending::to::<Register>();
    view! {
        <GateForm action=register verb=words::accounts::REGISTER>
            <PersonFields failure=failure_of(register) />
        </GateForm>
    }
}

/// Name, address, password: of a visitor and of the first administrator.
#[component]
pub fn PersonFields(failure: Signal<Option<Error>>) -> impl IntoView {
    view! {
        <NameField failure autocomplete="name" />
        <EmailField failure autocomplete="username" />
        <NewPasswordField failure name="form[password]" label=words::accounts::PASSWORD />
    }
}
