//! Changing a password: one's own, or a person's by an admin.
use crate::{
    base::{AccountId, Lang},
    features::accounts::{ChangePassword, PASSWORD_LENGTH, SetPersonPassword},
    ui::{
        Form, FormError, Sending, Submit, TextField, clear_form, failure_of, problem_of, use_toasts,
        when_done,
    },
    words,
};
use leptos::prelude::*;

fn hint(lang: Lang) -> String {
    lang.fill(words::accounts::PasswordHint { n: *PASSWORD_LENGTH.start() })
}

/// Changes one's own password; the one in use is asked first. Counts in `changed` how often it did.
#[component]
pub fn OwnPassword(changed: RwSignal<usize>) -> impl IntoView {
    let lang = Lang::current();
    let change = Sending::to::<ChangePassword>();
    let failure = failure_of(change);
    let (toasts, node) = (use_toasts(), NodeRef::new());
    when_done(change, move || {
        clear_form(node);
        changed.update(|n| *n += 1);
        toasts.good(lang.say(words::accounts::PASSWORD_CHANGED));
    });
    view! {
        <section class="card pad" aria-labelledby="own-password">
            <Form action=change node_ref=node>
                <div class="form">
                    <div>
                        <h2 id="own-password">{lang.say(words::accounts::CHANGE_PASSWORD)}</h2>
                        <p class="small muted">{lang.say(words::accounts::OTHERS_END)}</p>
                    </div>
                    <FormError failure />
                    <TextField
                        name="current"
                        kind="password"
                        label=lang.say(words::accounts::CURRENT_PASSWORD)
                        autocomplete="current-password"
                        required=true
                        problem=problem_of(failure, "current")
                    />
                    <TextField
                        name="password"
                        kind="password"
                        label=lang.say(words::accounts::NEW_PASSWORD)
                        hint=hint(lang)
                        autocomplete="new-password"
                        required=true
                        minlength=*PASSWORD_LENGTH.start()
                        maxlength=*PASSWORD_LENGTH.end()
                        problem=problem_of(failure, "password")
                    />
                    <div class="form-actions">
                        <Submit pending=change.pending() class="button">
                            {lang.say(words::accounts::CHANGE_PASSWORD)}
                        </Submit>
                    </div>
                </div>
            </Form>
        </section>
    }
}

/// Sets a person's password (admin).
#[component]
pub fn TheirPassword(id: AccountId) -> impl IntoView {
    let lang = Lang::current();
    let set = Sending::to::<SetPersonPassword>();
    let failure = failure_of(set);
    let (toasts, node) = (use_toasts(), NodeRef::new());
    when_done(set, move || {
        clear_form(node);
        toasts.good(lang.say(words::accounts::PASSWORD_CHANGED));
    });
    view! {
        <section class="card pad" aria-labelledby="their-password">
            <Form action=set node_ref=node>
                <div class="form">
                    <div>
                        <h2 id="their-password">{lang.say(words::accounts::SET_PASSWORD)}</h2>
                        <p class="small muted">{lang.say(words::accounts::THEIRS_END)}</p>
                    </div>
                    <FormError failure />
                    <input type="hidden" name="id" value=id.to_string() />
                    <TextField
                        name="password"
                        kind="password"
                        label=lang.say(words::accounts::NEW_PASSWORD)
                        hint=hint(lang)
                        autocomplete="new-password"
                        required=true
                        problem=problem_of(failure, "password")
                    />
                    <div class="form-actions">
                        <Submit pending=set.pending() class="button">
                            {lang.say(words::accounts::SET_PASSWORD)}
                        </Submit>
                    </div>
                </div>
            </Form>
        </section>
    }
}
