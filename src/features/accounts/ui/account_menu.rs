//! One's own menu: who I am, my account, the way out. A native popover: it opens and closes before WASM has
//! come.
use super::role_name;
use crate::{
    base::{AccountId, Actor, Lang},
    features::accounts::SignOut,
    ui::{
        Avatar, Form, Glyph, Icon, Sending, When, browser, leave_knowingly,
        outbox::{keeps_of, throw_away_of},
        use_sound_switch, when_done,
    },
    words,
};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

/// The initials at the end of the bar, and what opens under them; the children are places of one's own.
#[component]
pub fn AccountMenu(me: Actor, children: Children) -> impl IntoView {
    let lang = Lang::current();
    let menu = NodeRef::<html::Div>::new();
    let path = use_location().pathname;
    Effect::new(move || {
        path.track();
        if let Some(menu) = menu.get() {
            browser::hide_popover(&menu);
        }
    });
    // Asked when the menu opens: the page that was drawn knows nothing of it.
    let keeps = RwSignal::new(false);
    let id = me.id;
    let label = lang.fill(words::accounts::MenuOf { name: &me.name });
    view! {
        <button type="button" class="account-button" popovertarget="account-menu" aria-label=label
            on:click=move |_| keeps.set(keeps_of(id))>
            <Avatar name=me.name.clone() />
        </button>
        <div id="account-menu" class="account-menu" popover="auto" node_ref=menu>
            <div class="menu-head">
                <b class="clip" translate="no">{me.name.clone()}</b>
                <span class="small muted">{role_name(me.role, lang)}</span>
            </div>
            <a class="menu-item" href="/profile">
                <Icon glyph=Glyph::User />
                {lang.say(words::accounts::MY_ACCOUNT)}
            </a>
            {children()}
            <SoundItem />
            <SignOutForm />
            <When is=move || keeps.get()>
                <SignOutForm forget=id />
            </When>
        </div>
    }
}

/// Sounds of this machine, on or off.
#[component]
fn SoundItem() -> impl IntoView {
    let lang = Lang::current();
    let sound = use_sound_switch();
    view! {
        <button type="button" class="menu-item" role="switch" on:click=move |_| sound.switch()
            aria-checked=move || if sound.is_off() { "false" } else { "true" }>
            <Icon glyph=Glyph::Sound />
            <span class="grow">{lang.say(words::accounts::SOUNDS)}</span>
            <span class="switch" aria-hidden="true"></span>
        </button>
    }
}

/// With an account, for a machine that others use: what that person wrote and did not send does not wait here
/// for them.
#[component]
fn SignOutForm(#[prop(optional)] forget: Option<AccountId>) -> impl IntoView {
    let lang = Lang::current();
    let leave = Sending::to::<SignOut>();
    when_done(leave, move || {
        if let Some(account) = forget {
            throw_away_of(account);
        }
    });
    let (glyph, said) = match forget {
        None => (Glyph::SignOut, words::accounts::SIGN_OUT),
        Some(_) => (Glyph::Trash, words::accounts::SIGN_OUT_AND_FORGET),
    };
    view! {
        <Form action=leave>
            // Said before it is done: the end of the session may come over the line first.
            <button type="submit" class="menu-item danger" on:click=|_| leave_knowingly()>
                <Icon glyph />
                {lang.say(said)}
            </button>
        </Form>
    }
}
