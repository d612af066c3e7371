//! The native dialog: focus, Escape and the backdrop are the browser's.
use super::{Glyph, Icon, When, effect};
use crate::{base::Lang, words};
use leptos::{html, prelude::*};

/// A modal dialog that follows `open` and sets it back when the person closes it.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let lang = Lang::current();
    let node = NodeRef::<html::Dialog>::new();
    effect(move || follow(node, open.get()));
    let label = title.clone();
    view! {
        <dialog class=["dialog ", class].concat() node_ref=node aria-label=label closedby="any"
            on:close=move |_| open.set(false)>
            <div class="dialog-head">
                <h2>{title}</h2>
                <button type="button" class="button quiet square" aria-label=lang.say(words::ui::CLOSE)
                    on:click=move |_| open.set(false)>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
}

/// A button and the dialog it opens.
#[component]
pub fn DialogButton(
    open: RwSignal<bool>,
    /// What stands on the button.
    #[prop(into)]
    said: Signal<&'static str>,
    #[prop(into)] title: String,
    #[prop(default = "button")] class: &'static str,
    #[prop(optional)] glyph: Option<Glyph>,
    /// What the button is called where what stands on it is not enough.
    #[prop(optional, into)]
    label: Option<String>,
    /// What is in the dialog is made anew each time it opens; otherwise what was typed stays.
    #[prop(optional)]
    afresh: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let inside =
        if afresh { view! { <When is=move || open.get() children /> }.into_any() } else { children() };
    view! {
        <button type="button" class=class aria-label=label on:click=move |_| open.set(true)>
            {glyph.map(|glyph| view! { <Icon glyph /> }.into_any())}
            {move || said.get()}
        </button>
        <Dialog open title>
            {inside}
        </Dialog>
    }
}

fn follow(node: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = node.get() else { return };
    if open && !dialog.open() {
        // It fails only where the element has left the page.
        _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}
