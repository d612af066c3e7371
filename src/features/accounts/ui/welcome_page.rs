//! The first visit to an empty house makes the administrator.
use super::{
    gate::{Gate, GateForm},
    register_page::PersonFields,
};
use crate::{
    base::Lang,
    features::accounts::{MakeFirstAdmin, front_door},
    ui::{Sending, TextField, awaited, failure_of, fetched, problem_of},
    words,
};
use leptos::prelude::*;
use leptos_router::components::Redirect;

/// Asks for the one-time code that `serve` printed, and for who will be the administrator.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let lang = Lang::current();
    let door = fetched(|| (), |()| front_door());
    let form = move || async move {
        match door.await {
            Ok(door) if !door.is_empty => view! { <Redirect path="/sign-in" /> }.into_any(),
            _ => view! { <WelcomeForm /> }.into_any(),
        }
    };
    view! {
        <Gate title=lang.say(words::accounts::WELCOME_TITLE) text=lang.say(words::accounts::WELCOME_TEXT)>
            {awaited(form)}
        </Gate>
    }
}

#[component]
fn WelcomeForm() -> impl IntoView {
    let lang = Lang::current();
    let make = Sending::to::<MakeFirstAdmin>();
    let failure = failure_of(make);
    view! {
        <GateForm action=make verb=words::accounts::MAKE_ADMIN>
            <TextField
                name="code"
                label=lang.say(words::accounts::CODE)
                hint=lang.say(words::accounts::CODE_HINT)
                autocomplete="one-time-code"
                required=true
                problem=problem_of(failure, "code")
            />
            <PersonFields failure />
        </GateForm>
    }
}
