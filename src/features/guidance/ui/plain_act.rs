//! The form of an act of the guided person, which counts from the moment it is seen: before the page has
//! woken up, and without WASM, the browser sends it; awake, the page takes it into the outbox.
use super::guide::Guide;
use crate::{
    base::Error,
    features::guidance::{GuidanceId, Step},
    ui::{FormKey, Sending, failure_of, signed},
};
use leptos::{ev, prelude::*};
use server_fn::ServerFn;

/// Where an act goes as a form.
#[derive(Clone, Copy)]
pub(super) struct PlainPath(&'static str);

impl PlainPath {
    /// To this server function.
    pub(super) fn to<S: ServerFn>() -> Self {
        PlainPath(S::PATH)
    }
}

/// Why the form was refused, on the page that came back.
pub(super) fn refused<S: ServerFn>() -> Signal<Option<Error>> {
    failure_of(Sending::to::<S>())
}

/// The form. `act` is what the page does when it is awake.
#[component]
pub(super) fn PlainAct(
    guide: Guide,
    to: PlainPath,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] class: Option<&'static str>,
    act: impl Fn(ev::SubmitEvent) + 'static,
    children: Children,
) -> impl IntoView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        act(event);
    };
    view! {
        <form id=id class=class method="post" action=signed(to.0) on:submit=submit>
            <input type="hidden" name="number" value=guide.page.number.to_string() />
            <FormKey name="key" />
            {children()}
        </form>
    }
}

/// Which step of which session a form is about.
#[component]
pub(super) fn OfStep(session: GuidanceId, step: Step) -> impl IntoView {
    view! {
        <input type="hidden" name="answer[session]" value=session.to_string() />
        <input type="hidden" name="answer[step]" value=step.number.to_string() />
        <input type="hidden" name="answer[version]" value=step.version.to_string() />
    }
}
