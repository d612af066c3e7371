//! Whose page this is. Everything sent from it says so, since somebody else may have signed in in the same
//! browser meanwhile: the server refuses what is sent from another's page.
use crate::base::AccountId;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct PageOwner(AccountId);

/// Makes known whose page it is; once, at the top.
pub fn provide_page_owner(account: AccountId) {
    provide_context(PageOwner(account));
    browser::keep(account);
}

/// The address of a server function as this page calls it: `/fn/take?account=…`; from nobody's page without.
pub fn signed(path: &str) -> String {
    match use_context().map(|PageOwner(account)| account).or_else(browser::kept) {
        Some(account) => [path, "?", crate::base::PAGE_OWNER, "=", &account.to_string()].concat(),
        None => path.to_owned(),
    }
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
