//! Pages in a piece of their own that the browser fetches when one is first opened: a ticket, those of
//! technicians and admins, and one's own account.
use crate::features::accounts::ui::use_me;
use leptos::prelude::AnyView;
use leptos_router::ChooseView;

/// A lazy page for those whom the guard lets in: `lazy_page!(AdminOnly, PeoplePage)`. The piece is called as
/// the page is, so that two are never one.
macro_rules! lazy_page {
    ($guard:ident, $page:ident) => {{
        // The component's name, as a type.
        struct $page {}

        #[leptos_router::lazy_route]
        impl leptos_router::LazyRoute for $page {
            fn data() -> Self {
                $page {}
            }
            fn view(_page: Self) -> AnyView {
                view! { <$guard><$page /></$guard> }.into_any()
            }
        }
        leptos_router::Lazy::<$page>::new()
    }};
}
pub(super) use lazy_page;

/// One address, two pages: what staff have there weighs nothing in the first visit of an employee.
#[derive(Clone)]
pub(super) struct ByRole<E, S> {
    pub employees: E,
    pub staff: S,
}

impl<E: ChooseView + Sync, S: ChooseView + Sync> ChooseView for ByRole<E, S> {
    async fn choose(self) -> AnyView {
        match use_me() {
            Some(me) if me.is_staff() => self.staff.choose().await,
            _ => self.employees.choose().await,
        }
    }
    async fn preload(&self) {}
}
