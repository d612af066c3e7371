//! The pages of visitors. They need no program: the server alone draws them (`public/door.js` does the rest),
//! and a browser that is on a page of its own loads them.
#[cfg(feature = "ssr")]
pub use super::{register_page::RegisterPage, sign_in_page::SignInPage, welcome_page::WelcomePage};
#[cfg(not(feature = "ssr"))]
pub use by_loading::{Loaded as RegisterPage, Loaded as SignInPage, Loaded as WelcomePage};

#[cfg(not(feature = "ssr"))]
mod by_loading {
    use crate::ui::browser;
    use leptos::prelude::*;
    use leptos_router::hooks::use_location;

    /// Loads the page of this address from the server.
    #[component]
    pub fn Loaded() -> impl IntoView {
        let here = use_location();
        browser::go(&[&*here.pathname.get_untracked(), &*here.search.get_untracked()].concat());
    }
}
