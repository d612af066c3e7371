//! Pages in a piece of their own that the browser fetches when one is first opened: a ticket, those of
//! technicians and admins, and one's own account.

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
