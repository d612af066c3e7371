//! The native dialog: focus, Escape and the backdrop are the browser's.
use super::{Glyph, Icon, effect};
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
        <dialog class=["dialog ", class].concat() node_ref=node aria-label=label closedby="any" on:close=move |_| open.set(false)>
            <div class="dialog-head">
                <h2>{title}</h2>
                <button type="button" class="button quiet square" aria-label=lang.say(words::ui::CLOSE) on:click=move |_| open.set(false)>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <div class="dialog-body">{children()}</div>
        </dialog>
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
