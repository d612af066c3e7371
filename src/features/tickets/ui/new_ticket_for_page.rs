//! The form that opens a ticket, for staff: for themselves, or for somebody else.
use super::{
    for_whom::{FindForm, WhomField},
    new_ticket_page::NewTicket,
};
use crate::{
    features::tickets::OpenTicket,
    ui::{Sending, failure_of},
    words,
};
use leptos::prelude::*;

/// The page of technicians and admins.
#[component]
pub fn NewTicketForPage() -> impl IntoView {
    let action = Sending::to::<OpenTicket>();
    let first = view! { <WhomField failure=failure_of(action) /> }.into_any();
    view! {
        <NewTicket action text=words::tickets::NEW_FOR_TEXT first />
        <FindForm />
    }
}
