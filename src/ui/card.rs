//! Parts of a page that stand on their own: what is under a heading, or a form.
use super::{Form, FormError, Sending, Submit, failure_of};
use crate::base::{Lang, Text};
use leptos::{html, prelude::*};

/// A heading with what belongs beside it, and what it is about: mostly a list.
#[component]
pub fn Card(
    /// Of the heading, by which the card is called.
    id: &'static str,
    title: Text,
    #[prop(optional)] beside: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <div class="card-head">
                <h2 id=id tabindex="-1">{Lang::current().say(title)}</h2>
                {beside}
            </div>
            {children()}
        </section>
    }
}

/// A form: what it is about, its fields, and the button that sends it.
#[component]
pub fn FormCard(
    action: Sending,
    /// What the button says.
    verb: Text,
    #[prop(default = "button primary")] button: &'static str,
    /// Of the heading; only with a title.
    #[prop(optional)]
    id: &'static str,
    #[prop(optional, into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] node_ref: NodeRef<html::Form>,
    /// Where what is typed is kept until it has been sent.
    #[prop(optional, into)]
    kept: String,
    children: Children,
) -> impl IntoView {
    let called = (!title.is_empty()).then_some(id);
    let heading = called.map(|id| {
        view! {
            <div>
                <h2 id=id>{title}</h2>
                <p class="small muted">{text}</p>
            </div>
        }
        .into_any()
    });
    view! {
        <section class="card pad" aria-labelledby=called>
            <Form action node_ref=node_ref kept>
                <div class="form">
                    {heading}
                    <FormError failure=failure_of(action) />
                    {children()}
                    <div class="form-actions">
                        <Submit pending=action.pending() class=button>
                            {Lang::current().say(verb)}
                        </Submit>
                    </div>
                </div>
            </Form>
        </section>
    }
}
