//! The door.
use super::gate::{Gate, GateForm};
use crate::{
    base::Lang,
    features::accounts::{Door, SignIn, front_door},
    ui::{Sending, TextField, awaited, failure_of, fetched, problem_of, query::value_of},
    words,
};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location};

/// Signs in, and goes back to where the person wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    let lang = Lang::current();
    view! {
        <Gate title=lang.say(words::accounts::SIGN_IN_TITLE) text=lang.say(words::accounts::SIGN_IN_TEXT)>
            <SignInForm />
            <OtherDoors />
        </Gate>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let lang = Lang::current();
    let enter = Sending::to::<SignIn>();
    let failure = failure_of(enter);
    let next = use_location().search.with_untracked(|query| value_of(query, "next").unwrap_or_default());
    view! {
        <GateForm action=enter verb=words::accounts::SIGN_IN>
            <input type="hidden" name="next" value=next />
            <TextField
                name="login"
                label=lang.say(words::accounts::LOGIN)
                autocomplete="username"
                required=true
                autofocus=true
                problem=problem_of(failure, "login")
            />
            <TextField
                name="password"
                kind="password"
                label=lang.say(words::accounts::PASSWORD)
                autocomplete="current-password"
                required=true
                problem=problem_of(failure, "password")
            />
        </GateForm>
    }
}

/// Registering, where that is possible; an empty house wants its administrator first.
#[component]
fn OtherDoors() -> impl IntoView {
    let door = fetched(|| (), |()| front_door());
    awaited(move || async move { door.await.ok().map(ways) })
}

fn ways(door: Door) -> AnyView {
    let lang = Lang::current();
    if door.is_empty {
        return view! { <Redirect path="/welcome" /> }.into_any();
    }
    if !door.may_register {
        return view! { <p class="small muted">{lang.say(words::accounts::ASK_ADMIN)}</p> }.into_any();
    }
    view! {
        <p class="small muted">
            {lang.say(words::accounts::NO_ACCOUNT)} " "
            <a href="/register">{lang.say(words::accounts::REGISTER)}</a>
        </p>
    }
    .into_any()
}
