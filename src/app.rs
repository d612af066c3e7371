//! The app around the pages, and the table URL → page.
mod administration;
mod bar;
mod lazy;
mod more;
#[cfg(feature = "ssr")]
mod shell;

use crate::{
    base::text::escape_markup,
    features::{
        accounts::ui::{
            PeoplePage, PersonPage, ProfilePage, RegisterPage, SignInPage, SignedIn, StaffOnly, WelcomePage,
            provide_me, use_me, use_secret,
        },
        desk::ui::{
            AllTicketsPage, AtDesk, DeletedTicketPage, DepartmentsPage, DeskPage, PrintPage, TicketPage,
        },
        tickets::ui::{DeletedTicketsPage, MyTicketsPage, NewTicketForPage, NewTicketPage, RequesterHome},
    },
    ui::{
        Frame, Later, NotFoundPage, Toaster, browser, live, provide_page_owner, provide_toasts,
        provide_today, tell_change_of_owner,
    },
};
use administration::{Administration, SubjectsPage};
use bar::{Bar, PhoneBar};
use lazy::{ByRole, lazy_page};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Redirect, Route, Router},
    path,
};
use more::MorePage;
#[cfg(feature = "ssr")]
pub use shell::PAGES;

/// The app: who is here, the line, the bars, and the page of this address.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    if let Some(lang) = browser::lang() {
        provide_context(lang);
    }
    browser::redirect_by_loading();
    provide_toasts();
    provide_today();
    provide_me();
    if let Some(me) = use_me() {
        tell_change_of_owner(&me);
        provide_page_owner(me.id, &use_secret());
        live::provide_live(me);
    }
    Effect::new(browser::register_service_worker);
    let (busy, set_busy) = signal(false);
    view! {
        <Title formatter=tab_title />
        <Router set_is_routing=set_busy>
            <Frame bar=view! { <Later last=true><Bar /></Later> }.into_any()
                foot=view! { <Later last=true><PhoneBar /></Later> }.into_any() busy>
                <Pages />
            </Frame>
        </Router>
        <Toaster />
    }
}

/// What the tab says. The browser sets it as text; the server writes it into the document as it is given, so
/// there it is escaped here.
fn tab_title(title: String) -> String {
    let title = if title.is_empty() { "Cordée".to_owned() } else { [&title, " · Cordée"].concat() };
    if cfg!(feature = "ssr") { escape_markup(&title) } else { live::counted(title) }
}

/// The table URL → page. Visitors' pages have no program (`accounts/ui/door.rs`); what only some open, or
/// open later, is a piece of its own. A piece that cannot be had leaves the page as plain forms, as the
/// program itself does (`public/rescue.js`).
#[component]
fn Pages() -> impl IntoView {
    let whole = SsrMode::Async;
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage ssr=whole.clone() />
            <Route path=path!("/sign-in") view=SignInPage ssr=whole.clone() />
            <Route path=path!("/register") view=RegisterPage ssr=whole.clone() />
            <Route path=path!("/welcome") view=WelcomePage ssr=whole.clone() />
            <Route path=path!("/profile") view=lazy_page!(SignedIn, ProfilePage) ssr=whole.clone() />
            <Route path=path!("/tickets") view=lazy_page!(SignedIn, MyTicketsPage) ssr=whole.clone() />
            <Route path=path!("/tickets/new") ssr=whole.clone() view=ByRole {
                employees: lazy_page!(SignedIn, NewTicketPage),
                staff: lazy_page!(StaffOnly, NewTicketForPage),
            } />
            <Route path=path!("/tickets/all") view=lazy_page!(AtDesk, AllTicketsPage) ssr=whole.clone() />
            <Route path=path!("/tickets/:number") view=lazy_page!(SignedIn, TicketPage) ssr=whole.clone() />
            <Route path=path!("/tickets/:number/print") view=lazy_page!(SignedIn, PrintPage)
                ssr=whole.clone() />
            <Route path=path!("/desk/:number?") view=lazy_page!(AtDesk, DeskPage) ssr=whole.clone() />
            <Route path=path!("/more") view=lazy_page!(StaffOnly, MorePage) ssr=whole.clone() />
            <Route path=path!("/admin") view=lazy_page!(Administration, SubjectsPage) ssr=whole.clone() />
            <Route path=path!("/admin/people") view=lazy_page!(Administration, PeoplePage)
                ssr=whole.clone() />
            <Route path=path!("/admin/people/:id") view=lazy_page!(Administration, PersonPage)
                ssr=whole.clone() />
            <Route path=path!("/admin/departments") view=lazy_page!(Administration, DepartmentsPage)
                ssr=whole.clone() />
            <Route path=path!("/admin/deleted-tickets")
                view=lazy_page!(Administration, DeletedTicketsPage) ssr=whole.clone() />
            <Route path=path!("/admin/deleted-tickets/:number")
                view=lazy_page!(Administration, DeletedTicketPage) ssr=whole />
        </FlatRoutes>
    }
}

/// Home is where one's work is.
#[component]
fn HomePage() -> impl IntoView {
    if use_me().is_some_and(|me| me.is_staff()) {
        return view! { <Redirect path="/desk" /> }.into_any();
    }
    view! { <SignedIn><RequesterHome /></SignedIn> }.into_any()
}
