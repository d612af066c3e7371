//! One's own account: who I am, my password, where I am signed in, what programs use in my name.
use super::{password_form::OwnPassword, role_name, sessions::SessionList, tokens::TokenSection, use_me};
use crate::{
    base::Lang,
    features::accounts::{Account, ChangeProfile, RevokeSession, my_account, my_sessions},
    ui::{
        Form, FormError, PageHead, SelectField, Sending, Submit, TextField, failure_of, fetched, loaded,
        page, problem_of, when_done,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Shows and changes one's own account.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let lang = Lang::current();
    let account = fetched(|| (), |()| my_account());
    // A new password ends other sessions, and every token.
    let changed = RwSignal::new(0);
    view! {
        <Title text=lang.say(words::accounts::MY_ACCOUNT) />
        <div class="page">
            <PageHead title=lang.say(words::accounts::MY_ACCOUNT) />
            {loaded(account, |account| view! { <Mine account /> })}
            <OwnPassword changed />
            <MySessions changed />
            <TokenSection changed />
        </div>
    }
}

#[component]
fn Mine(account: Account) -> impl IntoView {
    let lang = Lang::current();
    let change = Sending::to::<ChangeProfile>();
    let failure = failure_of(change);
    // The name stands in the bar and the language in every sentence: the page is drawn anew.
    when_done(change, page::reload);
    let who = [&account.email, " · ", role_name(account.role, lang)].concat();
    let languages = vec![("fr".to_owned(), "Français".to_owned()), ("en".to_owned(), "English".to_owned())];
    view! {
        <section class="card pad" aria-labelledby="mine">
            <Form action=change>
                <div class="form">
                    <div>
                        <h2 id="mine">{lang.say(words::accounts::WHO_I_AM)}</h2>
                        <p class="small muted">{who}</p>
                    </div>
                    <FormError failure />
                    <TextField
                        name="form[name]"
                        label=lang.say(words::accounts::NAME)
                        value=account.name
                        autocomplete="name"
                        required=true
                        maxlength=80
                        problem=problem_of(failure, "name")
                    />
                    <div class="form-row">
                        <TextField
                            name="form[phone]"
                            kind="tel"
                            label=lang.say(words::accounts::PHONE)
                            hint=lang.say(words::accounts::PHONE_HINT)
                            value=account.phone.unwrap_or_default()
                            autocomplete="tel"
                            maxlength=32
                            problem=problem_of(failure, "phone")
                        />
                        <SelectField
                            name="form[lang]"
                            label=lang.say(words::accounts::LANGUAGE)
                            options=languages
                            value=account.lang.word()
                            problem=problem_of(failure, "lang")
                        />
                    </div>
                    <div class="form-actions">
                        <Submit pending=change.pending()>{lang.say(words::ui::SAVE)}</Submit>
                    </div>
                </div>
            </Form>
        </section>
    }
}

#[component]
fn MySessions(changed: RwSignal<usize>) -> impl IntoView {
    let revoke = Sending::to::<RevokeSession>();
    let sessions = fetched(move || (revoke.version().get(), changed.get()), |_| my_sessions());
    let mine = use_me().map(|me| me.session);
    view! { {loaded(sessions, move |sessions| view! { <SessionList sessions revoke mine /> })} }
}
