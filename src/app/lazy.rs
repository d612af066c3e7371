//! The pages of technicians and admins, and one's own account: each in a piece of its own that the browser fetches when it is first opened.
use crate::features::{
    accounts::ui::{AdminOnly, PeoplePage, PersonPage, ProfilePage, SignedIn, StaffOnly},
    departments::ui::DepartmentsPage,
    desk::ui::{DeskPage, PrintPage},
};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The technician's desk.
pub struct DeskRoute;

#[lazy_route]
impl LazyRoute for DeskRoute {
    fn data() -> Self {
        Self
    }
    fn view(_route: Self) -> AnyView {
        view! { <StaffOnly><DeskPage /></StaffOnly> }.into_any()
    }
}

/// A ticket on paper.
pub struct PrintRoute;

#[lazy_route]
impl LazyRoute for PrintRoute {
    fn data() -> Self {
        Self
    }
    fn view(_route: Self) -> AnyView {
        view! { <SignedIn><PrintPage /></SignedIn> }.into_any()
    }
}

/// One's own account.
pub struct ProfileRoute;

#[lazy_route]
impl LazyRoute for ProfileRoute {
    fn data() -> Self {
        Self
    }
    fn view(_route: Self) -> AnyView {
        view! { <SignedIn><ProfilePage /></SignedIn> }.into_any()
    }
}

/// Everybody.
pub struct PeopleRoute;

#[lazy_route]
impl LazyRoute for PeopleRoute {
    fn data() -> Self {
        Self
    }
    fn view(_route: Self) -> AnyView {
        view! { <AdminOnly><PeoplePage /></AdminOnly> }.into_any()
    }
}

/// One person.
pub struct PersonRoute;

#[lazy_route]
impl LazyRoute for PersonRoute {
    fn data() -> Self {
        Self
    }
    fn view(_route: Self) -> AnyView {
        view! { <AdminOnly><PersonPage /></AdminOnly> }.into_any()
    }
}

/// Teams and kinds of trouble.
pub struct DepartmentsRoute;

#[lazy_route]
impl LazyRoute for DepartmentsRoute {
    fn data() -> Self {
        Self
    }
    fn view(_route: Self) -> AnyView {
        view! { <AdminOnly><DepartmentsPage /></AdminOnly> }.into_any()
    }
}
