//! A form, how it is sent, and what it says when it was refused: a sentence above, and one beside each field.
//! Signals are read with `try_`: a form that is being replaced by fresh data hears of its own answer once
//! more after its signals are gone.
use super::{
    Glyph, Icon,
    ask::submit,
    device,
    kept_form::begin_form,
    kept_input::{InputBack, KeptInput},
    signed,
};
use crate::base::{Drawn, Error, Lang, Problem, json};
use leptos::{ev, html, prelude::*};
use serde::de::DeserializeOwned;
use serde_json::Value;
use server_fn::{ServerFn, error::ServerFnUrlError};
use uuid::Uuid;

/// A form's way to its server function, for as long as the component that made it stands.
#[derive(Clone, Copy)]
pub struct Sending {
    path: &'static str,
    /// So many are under way.
    under_way: RwSignal<usize>,
    /// So many were answered.
    answered: RwSignal<usize>,
    failure: RwSignal<Option<Error>>,
    /// What the server said last, until somebody has taken it.
    said: StoredValue<Value>,
}

impl Sending {
    /// To this server function. What a page without WASM sent and was refused stands in the page's address.
    pub fn to<S: ServerFn>() -> Self {
        Self::to_path(S::PATH)
    }

    /// To this address, or to what is called so in the address of a page whose form was refused.
    pub fn to_path(path: &'static str) -> Self {
        let refused = use_context::<ServerActionError>().filter(|error| error.path() == path);
        let refused = refused.map(|error| ServerFnUrlError::<Error>::decode_err(error.err()).from_address());
        // Whoever has signed in since is told nothing of it any more.
        let failure = RwSignal::new(refused.filter(|error| *error != Error::Unauthenticated));
        Sending {
            path,
            under_way: RwSignal::new(0),
            answered: RwSignal::new(0),
            failure,
            said: StoredValue::new(Value::Null),
        }
    }

    /// Is an answer on its way?
    pub fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.under_way.try_get().is_some_and(|n| n > 0))
    }

    /// How often it was answered: what a page shows may have changed.
    pub fn version(self) -> Signal<usize> {
        self.answered.into()
    }

    /// Sends the form, unless somebody else has taken care of it.
    fn submit(self, event: &ev::SubmitEvent, input: KeptInput) {
        if event.default_prevented() {
            return;
        }
        let Some(answer) = submit(self.path, event) else { return };
        event.prevent_default();
        _ = self.under_way.try_update(|n| *n += 1);
        leptos::task::spawn_local(async move {
            let (said, failure) = match answer.await {
                Ok(said) => {
                    input.forget();
                    (said, None)
                }
                Err(error) => (Value::Null, Some(error)),
            };
            _ = self.under_way.try_update(|n| *n -= 1);
            _ = self.said.try_set_value(said);
            _ = self.failure.try_set(failure);
            _ = self.answered.try_update(|n| *n += 1);
        });
    }
}

/// The form of a server function: with WASM it is sent without leaving the page, without WASM as any form.
#[component]
pub fn Form(
    action: Sending,
    #[prop(optional)] class: Option<&'static str>,
    #[prop(optional)] node_ref: NodeRef<html::Form>,
    /// Where what is typed is kept until it has been sent; nowhere where this is empty.
    #[prop(optional, into)]
    kept: String,
    /// Files may come along where there are no scripts.
    #[prop(optional)]
    files: bool,
    children: Children,
) -> impl IntoView {
    let input = KeptInput::new(node_ref, &kept);
    begin_form(action.path);
    focus_what_is_wrong(node_ref, action.failure);
    let back = (!kept.is_empty()).then(|| view! { <InputBack kept=input /> }.into_any());
    view! {
        <form action=signed(action.path) method="post" class=class novalidate=true node_ref=node_ref
            enctype=files.then_some("multipart/form-data")
            on:submit=move |event| action.submit(&event, input) on:input=move |_| input.keep()
            on:change=move |_| input.keep()>
            {back} {children()}
        </form>
    }
}

/// The first field that was refused takes the focus: what is wrong with it is read with it.
fn focus_what_is_wrong(form: NodeRef<html::Form>, failure: RwSignal<Option<Error>>) {
    Effect::new(move || {
        if matches!(failure.try_get().flatten(), Some(Error::Invalid(_))) {
            request_animation_frame(move || {
                if let Some(form) = form.try_get_untracked().flatten() {
                    device::focus_first_in(&form, "[aria-invalid=true]");
                }
            });
        }
    });
}

/// What a form shows when it is drawn goes along with it, so that an old page undoes nothing newer.
#[component]
pub fn DrawnField(drawn: Drawn) -> impl IntoView {
    view! { <input type="hidden" name="drawn" value=drawn.text() autocomplete="off" /> }
}

/// What a form that creates is known by: pressed twice, also without WASM, it creates once. The browser is
/// not to bring it back with what was typed.
#[component]
pub fn FormKey(name: &'static str) -> impl IntoView {
    view! { <input type="hidden" name=name value=Uuid::now_v7().to_string() autocomplete="off" /> }
}

/// Why the last sending was refused, if it was; also after a page without WASM sent the form.
pub fn failure_of(sending: Sending) -> Signal<Option<Error>> {
    sending.failure.into()
}

/// Runs once for each time the sending succeeded, in the browser only.
pub fn when_done(sending: Sending, then: impl Fn() + 'static) {
    let seen = sending.answered.get_untracked();
    Effect::new(move || {
        if sending.answered.get() > seen && sending.failure.with_untracked(Option::is_none) {
            then();
        }
    });
}

/// Runs with what the server said, once for each time the sending succeeded, in the browser only. The form
/// keeps nothing of it.
pub fn when_said<T: DeserializeOwned>(sending: Sending, then: impl Fn(T) + 'static) {
    when_done(sending, move || {
        let said = sending.said.try_update_value(Value::take).unwrap_or_default();
        if let Ok(said) = json::answer(Ok(said)) {
            then(said);
        }
    });
}

/// Empties a form that has done its work.
pub fn clear_form(form: NodeRef<html::Form>) {
    if let Some(form) = form.get_untracked() {
        form.reset();
    }
}

/// What is wrong with one field.
pub fn problem_of(failure: Signal<Option<Error>>, field: &'static str) -> Signal<Option<Problem>> {
    Signal::derive(move || {
        failure.try_with(|error| error.as_ref().and_then(|error| error.problem_of(field))).flatten()
    })
}

/// The sentence above the form; one problem alone is told beside its field. Where `field` stands alone in a
/// row, with no room beside it, its problem is told here.
#[component]
pub fn FormError(failure: Signal<Option<Error>>, #[prop(optional)] field: &'static str) -> impl IntoView {
    let lang = Lang::current();
    let refused = move |error: Error| {
        let said = error.problem_of(field).map_or_else(|| error.text(lang), |problem| problem.text(lang));
        view! {
            <div class="banner bad" role="alert">
                <Icon glyph=Glyph::Warning />
                <span class="grow">{said}</span>
            </div>
        }
        .into_any()
    };
    let is_said_beside = move |error: &Error| {
        matches!(error, Error::Invalid(fields) if fields.len() == 1) && error.problem_of(field).is_none()
    };
    view! { {move || failure.try_get().flatten().filter(|error| !is_said_beside(error)).map(refused)} }
}

/// The sentence beside a field.
#[component]
pub fn ProblemText(#[prop(into)] id: String, problem: Signal<Option<Problem>>) -> impl IntoView {
    let lang = Lang::current();
    let wrong = move |problem: Problem| {
        view! { <span class="field-error" id=id.clone() role="alert">{problem.text(lang)}</span> }.into_any()
    };
    view! { {move || problem.try_get().flatten().map(&wrong)} }
}
