//! One person (admin): who they are, their password, where they are signed in.
use super::{
    fields::{NameField, RoleFields, UsernameField},
    password_form::TheirPassword,
    served::Served,
    sessions::SessionList,
    use_me,
};
use crate::{
    base::{AccountId, Error, Lang},
    features::{
        accounts::{
            Account, ChangePerson, PersonChange, RevokeSession, find_person, list_person_sessions,
            may_set_password,
        },
        departments::{Department, list_directory},
    },
    ui::{
        Avatar, CheckBox, DrawnField, FormCard, Glyph, Icon, Sending, failure_of, fetched, loaded,
        use_toasts, when_done,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Shows and changes one person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let lang = Lang::current();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default().parse::<AccountId>().ok());
    let change = Sending::to::<ChangePerson>();
    let person = fetched(
        move || (id(), change.version().get()),
        |(id, _)| async move {
            let person = find_person(id.ok_or(Error::NotFound)?).await?;
            Ok((person, list_directory().await?.departments))
        },
    );
    let toasts = use_toasts();
    when_done(change, move || toasts.good(lang.say(words::ui::SAVED)));
    view! {
        <Title text=lang.say(words::accounts::PERSON) />
        {loaded(person, move |(person, departments)| view! { <Person person departments change /> })}
    }
}

#[component]
fn Person(person: Account, departments: Vec<Department>, change: Sending) -> impl IntoView {
    let lang = Lang::current();
    let (id, login) = (person.id, person.email.clone());
    let serves = person.role.is_staff().then(|| {
        let departments = departments.clone();
        view! { <Served id departments /> }.into_any()
    });
    let sets_password = use_me().is_some_and(|me| may_set_password(me.id, id).is_ok());
    view! {
        <div class="page">
            <a class="back-link" href="/admin/people">
                <Icon glyph=Glyph::Back />
                {lang.say(words::accounts::PEOPLE)}
            </a>
            <div class="row person-head">
                <Avatar name=person.name.clone() class="large" />
                <div class="grow">
                    <h1 class="clip">{person.name.clone()}</h1>
                    <p class="muted clip" translate="no">{person.address().unwrap_or("—").to_owned()}</p>
                </div>
            </div>
            <ChangeForm person departments change />
            {serves}
            {sets_password.then(|| view! { <TheirPassword id login=login.clone() /> }.into_any())}
            <TheirSessions id />
        </div>
    }
}

#[component]
fn ChangeForm(person: Account, departments: Vec<Department>, change: Sending) -> impl IntoView {
    let lang = Lang::current();
    let (failure, drawn) = (failure_of(change), PersonChange::drawn(&person));
    let department = person.department.map(|id| id.to_string()).unwrap_or_default();
    let username = person.username.unwrap_or_default();
    view! {
        <FormCard action=change verb=words::ui::SAVE kept=["person.", &person.id.to_string()].concat()>
            <input type="hidden" name="id" value=person.id.to_string() />
            <DrawnField drawn />
            <NameField failure autocomplete="off" value=person.name />
            <UsernameField failure autocomplete="off" value=username />
            <RoleFields
                failure
                departments
                role=person.role
                department
                phone=person.phone.unwrap_or_default()
            />
            <input type="hidden" name="form[has_active]" value="on" />
            <label class="check">
                <CheckBox name="form[active]" value="on" checked=person.active />
                <span>
                    {lang.say(words::accounts::ACTIVE)} <br />
                    <span class="small muted">{lang.say(words::accounts::ACTIVE_HINT)}</span>
                </span>
            </label>
        </FormCard>
    }
}

#[component]
fn TheirSessions(id: AccountId) -> impl IntoView {
    let revoke = Sending::to::<RevokeSession>();
    let sessions = fetched(move || revoke.version().get(), move |_| list_person_sessions(id));
    let mine = use_me().map(|me| me.session);
    view! { {loaded(sessions, move |sessions: Vec<_>| view! { <SessionList sessions revoke mine /> })} }
}
