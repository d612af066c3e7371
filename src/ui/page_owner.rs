//! Whose page this is. Everything sent from it says so, since somebody else may have signed in in the same
//! browser meanwhile: the server refuses what is sent from another's page.
use super::{Toasts, device, outbox, sealed};
use crate::{
    base::{AccountId, Actor, Lang},
    words,
};
use leptos::prelude::*;

/// Whose this tab was: told where that changes.
const TAB: &str = "cordee.tab-of";

#[derive(Clone, Copy)]
struct PageOwner(AccountId);

/// Makes known whose page it is, and the secret with which it is sealed what they keep in this browser; once,
/// at the top.
pub fn provide_page_owner(account: AccountId, secret: &str) {
    provide_context(PageOwner(account));
    sealed::seal_with(secret);
    browser::keep(account);
}

/// The address of a server function as this page calls it: `/fn/take?account=…`; from nobody's page without.
pub fn signed(path: &str) -> String {
    match use_context().map(|PageOwner(account)| account).or_else(browser::kept) {
        Some(account) => [path, "?", crate::base::PAGE_OWNER, "=", &account.to_string()].concat(),
        None => path.to_owned(),
    }
}

/// Says why a tab shows another person's page than before, where that did not happen in it. That it shows the
/// door is said there (`public/door.js`).
pub fn tell_change_of_owner(me: &Actor) {
    let lang = Lang::current();
    let (id, name) = (me.id.to_string(), me.name.clone());
    Effect::new(move || {
        outbox::throw_away_rest();
        if device::kept_in_tab(TAB).is_some_and(|before| before != id) {
            Toasts::stay_when_awake(&lang.fill(words::ui::TabOfOther { name: &name }));
        }
        device::keep_in_tab(TAB, Some(&id));
    });
}

/// Whoever signs out in this tab knows why it shows the door.
pub fn leave_knowingly() {
    device::keep_in_tab(TAB, None);
}

/// A call may be made where no component is any more.
#[cfg(feature = "hydrate")]
mod browser {
    use crate::base::AccountId;
    use std::sync::OnceLock;

    static KEPT: OnceLock<AccountId> = OnceLock::new();

    pub fn keep(account: AccountId) {
        _ = KEPT.set(account);
    }
    pub fn kept() -> Option<AccountId> {
        KEPT.get().copied()
    }
}

#[cfg(not(feature = "hydrate"))]
mod browser {
    use crate::base::AccountId;

    pub fn keep(_: AccountId) {}
    pub fn kept() -> Option<AccountId> {
        None
    }
}
