//! An admin adds a person.
use super::fields::{EmailField, NameField, NewPasswordField, RoleFields, UsernameField};
use crate::{
    base::{Lang, Role},
    features::departments::{Department, list_directory},
    ui::{
        Cancel, DialogButton, Form, FormError, Glyph, Sending, Submit, awaited, clear_form, failure_of,
        fetched, use_toasts, when_done,
    },
    words,
};
use leptos::{html, prelude::*};

/// The button, and the dialog it opens.
#[component]
pub fn AddPersonButton(add: Sending) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let (toasts, node) = (use_toasts(), NodeRef::new());
    when_done(add, move || {
        clear_form(node);
        open.set(false);
        toasts.good(lang.say(words::accounts::PERSON_ADDED));
    });
    let directory = fetched(|| (), |()| list_directory());
    let form = move || async move {
        let departments = directory.await.map(|directory| directory.departments).unwrap_or_default();
        view! { <AddPersonForm add departments node open /> }
    };
    let said = lang.say(words::accounts::ADD_PERSON);
    view! {
        <DialogButton open id="add-person" said title=said glyph=Glyph::Plus class="button primary">
            {awaited(form)}
        </DialogButton>
    }
}

#[component]
fn AddPersonForm(
    add: Sending,
    departments: Vec<Department>,
    node: NodeRef<html::Form>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let lang = Lang::current();
    let failure = failure_of(add);
    view! {
        <Form action=add node_ref=node class="form" kept="person.new">
            <FormError failure />
            <NameField failure autocomplete="off" autofocus=true />
            <EmailField failure autocomplete="off" />
            <UsernameField failure autocomplete="off" />
            <NewPasswordField
                failure
                name="form[password]"
                label=words::accounts::FIRST_PASSWORD
                hint=words::accounts::FIRST_PASSWORD_HINT
            />
            <RoleFields
                failure
                departments
                role=Role::Employee
                department=String::new()
                phone=String::new()
            />
            <div class="dialog-actions">
                <Cancel open />
                <Submit pending=add.pending()>{lang.say(words::accounts::ADD_PERSON)}</Submit>
            </div>
        </Form>
    }
}
