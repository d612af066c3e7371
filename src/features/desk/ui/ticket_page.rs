//! A ticket's page for its requester; staff have the desk. Whoever follows the other's link is led to theirs.
use super::{delete::Undo, requester_screen::RequesterScreen};
use crate::{
    base::{AppResult, Error, text::parse_number},
    features::{
        accounts::ui::{StaffOnly, use_me},
        desk::{TicketView, view_ticket},
        tickets::{Deletion, my_deletion},
    },
    ui::{fetched, loaded, query::value_of},
};
use leptos::prelude::*;
use leptos_router::{
    components::Redirect,
    hooks::{use_location, use_params_map},
};
use serde::{Deserialize, Serialize};

/// The number in the page's address.
pub(super) fn number_of_page() -> Memo<Option<String>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("number")).filter(|number| !number.is_empty()))
}

/// What an address of a ticket leads to.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Found {
    There(Box<TicketView>),
    /// One its reader has just deleted, and may still restore.
    Deleted {
        number: i64,
        deletion: Deletion,
    },
}

/// A number that is none belongs to no ticket.
pub(super) async fn fetch(number: String) -> AppResult<Found> {
    let number = parse_number(&number).ok_or(Error::NotFound)?;
    match view_ticket(number).await {
        Err(Error::NotFound) => {
            let deletion = my_deletion(number).await?.ok_or(Error::NotFound)?;
            Ok(Found::Deleted { number, deletion })
        }
        view => view.map(|view| Found::There(Box::new(view))),
    }
}

/// Is the ticket of this address wanted itself, also where another goes on with it?
pub(super) fn stays() -> Memo<bool> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| value_of(search, "seul").is_some()))
}

/// The number of a ticket that was merged leads to the one that goes on with it.
#[component]
pub(super) fn Onward(view: TicketView) -> impl IntoView {
    let path = ["/desk/", &view.leads_to.unwrap_or_default().to_string()].concat();
    view! { <Redirect path /> }
}

/// The ticket of this address.
#[component]
pub fn TicketPage() -> impl IntoView {
    let number = number_of_page();
    let data = fetched(move || number.get().unwrap_or_default(), fetch);
    let stays = stays();
    loaded(data, move |found: Found| match found {
        Found::There(view) if view.leads_to.is_some() && !stays.get_untracked() => {
            view! { <Onward view=*view /> }.into_any()
        }
        Found::There(view) if view.relation().reads_as_requester() => {
            view! { <RequesterScreen view=*view /> }.into_any()
        }
        Found::There(view) => {
            let alone = if stays.get_untracked() { "?seul=1" } else { "" };
            let path = ["/desk/", &view.ticket.number.to_string(), alone].concat();
            view! { <Redirect path /> }.into_any()
        }
        Found::Deleted { number, deletion } => view! { <Undo number deletion /> }.into_any(),
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
