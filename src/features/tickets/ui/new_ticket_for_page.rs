//! The form that opens a ticket, for staff: for themselves, or for somebody else.
use super::{
    for_whom::{FindForm, WhomField},
    new_ticket_page::NewTicket,
};
use crate::{
    base::Lang,
    features::tickets::OpenTicket,
    ui::{Sending, failure_of, use_toasts, when_said},
    words,
};
use leptos::prelude::*;

/// The page of technicians and admins.
#[component]
pub fn NewTicketForPage() -> impl IntoView {
    let (lang, toasts) = (Lang::current(), use_toasts());
    let action = Sending::to::<OpenTicket>();
    when_said(action, move |n: i64| toasts.good(lang.fill(words::tickets::OpenedNumber { n })));
    let first = view! { <WhomField failure=failure_of(action) /> }.into_any();
    view! {
        <NewTicket action text=words::tickets::NEW_FOR_TEXT first />
        <FindForm />
    }
}
