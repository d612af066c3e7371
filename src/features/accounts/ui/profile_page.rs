//! One's own account: who I am, my password, where I am signed in, what programs use in my name.
use super::{
    fields::{NameField, PhoneField, UsernameField},
    password_form::OwnPassword,
    role_name,
    sessions::SessionList,
    tokens::TokenSection,
    use_me,
};
use crate::{
    base::Lang,
    features::accounts::{
        Account, ChangeProfile, ProfileForm, RevokeOtherSessions, RevokeSession, my_account, my_sessions,
    },
    ui::{
        DrawnField, FormCard, PageHead, SelectField, Sending, failure_of, fetched, loaded, problem_of,
        use_toasts, when_done,
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
            {loaded(account, move |account| {
                let login = account.email.clone();
                view! {
                    <Mine account />
                    <OwnPassword login changed />
                }
            })}
            <MySessions changed />
            <TokenSection changed />
        </div>
    }
}

#[component]
fn Mine(account: Account) -> impl IntoView {
    let lang = Lang::current();
    let change = Sending::to::<ChangeProfile>();
    let (failure, drawn) = (failure_of(change), ProfileForm::drawn(&account));
    // The name stands in the bar and the language in every sentence: the page is drawn anew.
    let toasts = use_toasts();
    when_done(change, move || toasts.good_anew(lang.say(words::ui::SAVED)));
    let who = [&account.email, " · ", role_name(account.role, lang)].concat();
    let languages = vec![("fr".to_owned(), "Français".to_owned()), ("en".to_owned(), "English".to_owned())];
    view! {
        <FormCard action=change id="mine" title=lang.say(words::accounts::WHO_I_AM) text=who kept="profile"
            verb=words::ui::SAVE>
            <DrawnField drawn />
            <NameField failure autocomplete="name" value=account.name />
            <UsernameField failure autocomplete="username" value=account.username.unwrap_or_default() />
            <div class="form-row">
                <PhoneField
                    failure
                    autocomplete="tel"
                    value=account.phone.unwrap_or_default()
                    hint=lang.say(words::accounts::PHONE_HINT)
                />
                <SelectField
                    name="form[lang]"
                    label=lang.say(words::accounts::LANGUAGE)
                    options=languages
                    value=account.lang.word()
                    problem=problem_of(failure, "lang")
                />
            </div>
        </FormCard>
    }
}

#[component]
fn MySessions(changed: RwSignal<usize>) -> impl IntoView {
    let revoke = Sending::to::<RevokeSession>();
    let others = Sending::to::<RevokeOtherSessions>();
    let ended = move || (revoke.version().get(), others.version().get(), changed.get());
    let sessions = fetched(ended, |_| my_sessions());
    let mine = use_me().map(|me| me.session);
    view! { {loaded(sessions, move |sessions| view! { <SessionList sessions revoke mine others /> })} }
}
