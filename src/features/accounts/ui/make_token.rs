//! A personal access token is made, and shown this once.
use super::{tokens::scope_name, use_me};
use crate::{
    base::{Actor, Error, Lang, Scope},
    features::accounts::{FreshToken, MAX_PERSON_NAME, MakeToken, PersonalToken},
    ui::{
        Cancel, CheckBox, DialogButton, Form, FormError, Glyph, SelectField, Sending, Submit, TextField,
        device, failure_of, problem_of, use_toasts, when_said,
    },
    words,
};
use leptos::prelude::*;

/// After how many days a token may expire here.
const DAYS: [u16; 4] = [7, 30, 90, 365];
/// Unless chosen otherwise.
const USUAL_DAYS: &str = "90";

/// The button, and the dialog it opens.
#[component]
pub fn MakeTokenButton(
    living: RwSignal<Vec<PersonalToken>>,
    fresh: RwSignal<Option<FreshToken>>,
) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let done = Callback::new(move |made: FreshToken| {
        open.set(false);
        living.update(|living| living.insert(0, made.token.clone()));
        fresh.set(Some(made));
    });
    let said = lang.say(words::accounts::MAKE_TOKEN);
    view! {
        <DialogButton open id="make-token" said title=said glyph=Glyph::Plus afresh=true>
            <MakeTokenForm done open />
        </DialogButton>
    }
}

#[component]
fn MakeTokenForm(done: Callback<FreshToken>, open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let make = Sending::to::<MakeToken>();
    let failure = failure_of(make);
    when_said(make, move |made| done.run(made));
    let days = DAYS.map(|n| (n.to_string(), lang.fill(words::accounts::NDays { n })));
    view! {
        <Form action=make class="form" kept="token.new">
            <FormError failure />
            <TextField
                name="name"
                id="token-name"
                label=lang.say(words::accounts::TOKEN_NAME)
                hint=lang.say(words::accounts::TOKEN_NAME_HINT)
                autocomplete="off"
                required=true
                max=MAX_PERSON_NAME
                autofocus=true
                problem=problem_of(failure, "name")
            />
            <ScopeField failure />
            <SelectField
                name="days"
                label=lang.say(words::accounts::TOKEN_DAYS)
                options=days.into()
                value=USUAL_DAYS
                problem=problem_of(failure, "days")
            />
            <div class="dialog-actions">
                <Cancel open />
                <Submit pending=make.pending()>{lang.say(words::accounts::MAKE_TOKEN)}</Submit>
            </div>
        </Form>
    }
}

/// What the program may do. Only an admin has people and departments to hand on.
#[component]
fn ScopeField(failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let problem = problem_of(failure, "scopes");
    let is_admin = use_me().is_some_and(|me: Actor| me.is_admin());
    let boxes = Scope::ALL
        .iter()
        .filter(|scope| is_admin || **scope != Scope::Manage)
        .map(|scope| view! { <ScopeBox scope=*scope /> }.into_any());
    let wrong = move || {
        view! {
            <span class="field-error" id="token-scopes-problem">{lang.say(words::accounts::NO_SCOPE)}</span>
        }
        .into_any()
    };
    view! {
        <fieldset class="field"
            aria-describedby=move || problem.try_get().flatten().map(|_| "token-scopes-problem")>
            <legend class="field-label">{lang.say(words::accounts::TOKEN_SCOPES)}</legend>
            <div class="checks">{boxes.collect_view()}</div>
            {move || problem.try_get().flatten().map(|_| wrong())}
        </fieldset>
    }
}

#[component]
fn ScopeBox(scope: Scope) -> impl IntoView {
    let lang = Lang::current();
    let text = match scope {
        Scope::Read => words::accounts::SCOPE_READ_TEXT,
        Scope::Write => words::accounts::SCOPE_WRITE_TEXT,
        Scope::Manage => words::accounts::SCOPE_MANAGE_TEXT,
    };
    view! {
        <label class="check">
            <CheckBox name="scopes[]" value=scope.word() checked=scope == Scope::Read />
            <span>
                <span class="strong">{scope_name(scope, lang)}</span> <br />
                <span class="small muted">{lang.say(text)}</span>
            </span>
        </label>
    }
}

/// The secret of the token that was just made, until the person says that they have it.
#[component]
pub fn FreshSecret(fresh: RwSignal<Option<FreshToken>>) -> impl IntoView {
    view! { {move || fresh.get().map(|made| view! { <Secret made fresh /> }.into_any())} }
}

#[component]
fn Secret(made: FreshToken, fresh: RwSignal<Option<FreshToken>>) -> impl IntoView {
    let lang = Lang::current();
    let toasts = use_toasts();
    let title = lang.fill(words::accounts::TokenMade { name: &made.token.name });
    // After the dialog has given the focus back to its button.
    Effect::new(|| request_animation_frame(|| device::focus("fresh-token")));
    let copy = move |_| {
        if device::copy("fresh-token") {
            toasts.good(lang.say(words::accounts::TOKEN_COPIED));
        } else {
            toasts.say(lang.say(words::accounts::TOKEN_NOT_COPIED));
        }
    };
    let put_away = move |_| {
        fresh.set(None);
        device::focus("tokens");
    };
    view! {
        <div class="fresh-token">
            <h3 id="fresh-token-title">{title}</h3>
            <p class="small" id="fresh-token-once">
                {lang.say(words::accounts::TOKEN_ONCE)}
            </p>
            <textarea id="fresh-token" class="secret" rows="2" readonly spellcheck="false" translate="no"
                aria-labelledby="fresh-token-title" aria-describedby="fresh-token-once">
                {made.secret}
            </textarea>
            <div class="row wrap">
                <button type="button" class="button primary" on:click=copy>
                    {lang.say(words::accounts::TOKEN_COPY)}
                </button>
                <button type="button" class="button quiet" on:click=put_away>
                    {lang.say(words::accounts::TOKEN_KEPT)}
                </button>
            </div>
        </div>
    }
}
