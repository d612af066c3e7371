//! Changing a password: one's own, or a person's by an admin.
use super::fields::NewPasswordField;
use crate::{
    base::{AccountId, Lang},
    features::accounts::{ChangePassword, SetPersonPassword},
    ui::{FormCard, Sending, TextField, clear_form, failure_of, problem_of, use_toasts, when_done},
    words,
};
use leptos::{html, prelude::*};

/// Changes one's own password; the one in use is asked first. Counts in `changed` how often it did.
#[component]
pub fn OwnPassword(
    /// By which the browser knows whose password this is.
    login: String,
    changed: RwSignal<usize>,
) -> impl IntoView {
    let lang = Lang::current();
    let change = Sending::to::<ChangePassword>();
    let failure = failure_of(change);
    let node = emptied_when_changed(change, move || changed.update(|n| *n += 1));
    view! {
        <FormCard
            action=change
            node_ref=node
            id="own-password"
            title=lang.say(words::accounts::CHANGE_PASSWORD)
            text=lang.say(words::accounts::OTHERS_END)
            verb=words::accounts::CHANGE_PASSWORD
            button="button"
        >
            <input type="text" autocomplete="username" value=login readonly=true hidden />
            <TextField
                name="current"
                kind="password"
                label=lang.say(words::accounts::CURRENT_PASSWORD)
                autocomplete="current-password"
                required=true
                problem=problem_of(failure, "current")
            />
            <NewPasswordField failure name="password" label=words::accounts::NEW_PASSWORD />
        </FormCard>
    }
}

/// Sets a person's password (admin).
#[component]
pub fn TheirPassword(
    id: AccountId,
    /// By which the browser knows whose password this is, and does not offer it as the admin's own.
    login: String,
) -> impl IntoView {
    let lang = Lang::current();
    let set = Sending::to::<SetPersonPassword>();
    let node = emptied_when_changed(set, || ());
    view! {
        <FormCard
            action=set
            node_ref=node
            id="their-password"
            title=lang.say(words::accounts::SET_PASSWORD)
            text=lang.say(words::accounts::THEIRS_END)
            verb=words::accounts::SET_PASSWORD
            button="button"
        >
            <input type="hidden" name="id" value=id.to_string() />
            <input type="text" autocomplete="username" value=login readonly=true hidden />
            <NewPasswordField failure=failure_of(set) name="password" label=words::accounts::NEW_PASSWORD />
        </FormCard>
    }
}

/// The form, which keeps no password and says that it was changed.
fn emptied_when_changed(action: Sending, then: impl Fn() + 'static) -> NodeRef<html::Form> {
    let (lang, toasts) = (Lang::current(), use_toasts());
    let node = NodeRef::new();
    when_done(action, move || {
        clear_form(node);
        then();
        toasts.good(lang.say(words::accounts::PASSWORD_CHANGED));
    });
    node
}
