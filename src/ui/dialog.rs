//! The native dialog: focus, Escape and the backdrop are the browser's.
use super::{Fresh, Glyph, Icon, When, device};
use crate::{base::Lang, words};
use leptos::{ev, html, prelude::*};

/// A modal dialog that follows `open` and sets it back when the person closes it. A button of this `id` opens
/// it also where the page has not woken up.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    /// Of the element: no other on the page has it.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let lang = Lang::current();
    let node = NodeRef::<html::Dialog>::new();
    follow(node, open);
    let (label, its) = (title.clone(), id.clone());
    view! {
        <dialog id=id class=["dialog ", class].concat() node_ref=node aria-label=label closedby="any"
            on:close=move |_| open.set(false)>
            <div class="dialog-head">
                <h2>{title}</h2>
                <button type="button" class="button quiet square" aria-label=lang.say(words::ui::CLOSE)
                    command="close" commandfor=its on:click=press(open, false)>
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
    /// Of the dialog: no other element on the page has it.
    #[prop(into)]
    id: String,
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
    let inside = if afresh {
        view! { <When is=move || open.get()>{children()}</When> }.into_any()
    } else {
        children()
    };
    let its = id.clone();
    view! {
        <button type="button" class=class aria-label=label command="show-modal" commandfor=its
            on:click=press(open, true)>
            {glyph.map(|glyph| view! { <Icon glyph /> }.into_any())}
            <Fresh text=Signal::derive(move || said.get().to_owned()) />
        </button>
        <Dialog open id title>
            {inside}
        </Dialog>
    }
}

/// Leaves a dialog as it is; the first of its buttons, before the one that does something.
#[component]
pub fn Cancel(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button type="button" class="button" on:click=move |_| open.set(false)>
            {Lang::current().say(words::ui::CANCEL)}
        </button>
    }
}

/// A page that is awake opens and closes by its signal: the command of the button is for before.
pub fn press(open: RwSignal<bool>, to: bool) -> impl Fn(ev::MouseEvent) {
    move |event| {
        event.prevent_default();
        open.set(to);
    }
}

/// The element does what the signal says; what the browser had opened before the page woke up stays open.
fn follow(node: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move |awake: Option<bool>| {
        let (wanted, Some(dialog)) = (open.get(), node.get()) else { return false };
        if awake != Some(true) && dialog.open() {
            open.set(true);
            begin();
        } else if wanted && !dialog.open() {
            // It fails only where the element has left the page.
            _ = dialog.show_modal();
            begin();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
        true
    });
}

/// What is drawn afresh comes after the opening, where the browser looked for its first field in vain.
fn begin() {
    request_animation_frame(|| device::focus_first("dialog[open] [autofocus]"));
}
