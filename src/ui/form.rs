//! What a form says when it was refused: a sentence above, and one beside each field.
//! Signals are read with `try_`: a form that is being replaced by fresh data hears of its own answer once more after its signals are gone.
use super::{Glyph, Icon};
use crate::base::{Error, Lang, Problem};
use leptos::{
    html,
    prelude::*,
    server_fn::{ServerFn, error::FromServerFnError},
};

/// Why the last sending was refused, if it was; also after a page without WASM sent the form.
pub fn failure_of<S>(action: ServerAction<S>) -> Signal<Option<Error>>
where
    S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: FromServerFnError + Send + Sync + 'static,
{
    let value = action.value();
    Signal::derive(move || value.try_with(|value| value.as_ref().and_then(|answer| answer.as_ref().err().cloned())).flatten())
}

/// Runs once for each time the sending succeeded, in the browser only.
pub fn when_done<S>(action: ServerAction<S>, then: impl Fn() + 'static)
where
    S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    let (value, version) = (action.value(), action.version());
    let seen = version.get_untracked();
    Effect::new(move || {
        if version.get() > seen && value.with_untracked(|value| matches!(value, Some(Ok(_)))) {
            then();
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
    Signal::derive(move || failure.try_with(|error| error.as_ref().and_then(|error| error.problem_of(field))).flatten())
}

/// The sentence above the form. Where `field` stands alone in a row, with no room beside it, its problem is told here.
#[component]
pub fn FormError(failure: Signal<Option<Error>>, #[prop(optional)] field: &'static str) -> impl IntoView {
    let lang = Lang::current();
    move || {
        failure.try_get().flatten().map(|error| {
            let said = error.problem_of(field).map_or_else(|| error.text(lang), |problem| problem.text(lang));
            view! {
                <div class="banner bad" role="alert">
                    <Icon glyph=Glyph::Warning />
                    <span class="grow">{said}</span>
                </div>
            }
        })
    }
}

/// The sentence beside a field.
#[component]
pub fn ProblemText(#[prop(into)] id: String, problem: Signal<Option<Problem>>) -> impl IntoView {
    let lang = Lang::current();
    move || problem.try_get().flatten().map(|problem| view! { <span class="field-error" id=id.clone()>{problem.text(lang)}</span> })
}
