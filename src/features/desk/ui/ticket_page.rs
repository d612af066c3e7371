//! A ticket's page for its requester; staff have the desk. Whoever follows the other's link is led to theirs.
use super::requester_screen::RequesterScreen;
use crate::{
    base::{AppResult, Error, text::parse_number},
    features::{
        accounts::ui::{StaffOnly, use_me},
        desk::{TicketView, view_ticket},
    },
    ui::{fetched, loaded},
};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// The number in the page's address.
pub(super) fn number_of_page() -> Memo<Option<String>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("number")).filter(|number| !number.is_empty()))
}

/// A number that is none belongs to no ticket.
pub(super) async fn fetch(number: String) -> AppResult<TicketView> {
    match parse_number(&number) {
        Some(number) => view_ticket(number).await,
        None => Err(Error::NotFound),
    }
}

/// The ticket of this address.
#[component]
pub fn TicketPage() -> impl IntoView {
    let number = number_of_page();
    let data = fetched(move || number.get().unwrap_or_default(), fetch);
    loaded(data, |view: TicketView| {
        if view.relation().is_requester() {
            view! { <RequesterScreen view /> }.into_any()
        } else {
            let path = ["/desk/", &view.ticket.number.to_string()].concat();
            view! { <Redirect path /> }.into_any()
        }
    })
}

/// For technicians and admins. Others are led to the ticket of the same number as requesters see it: whether
/// there is one for them is said there.
#[component]
pub fn AtDesk(children: Children) -> impl IntoView {
    let number = number_of_page().get_untracked().and_then(|number| parse_number(&number));
    match number.filter(|_| use_me().is_some_and(|me| !me.is_staff())) {
        Some(number) => view! { <Redirect path=["/tickets/", &number.to_string()].concat() /> }.into_any(),
        None => view! { <StaffOnly>{children()}</StaffOnly> }.into_any(),
    }
}
