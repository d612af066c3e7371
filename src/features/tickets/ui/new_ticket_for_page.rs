//! The form that opens a ticket, for staff: for themselves, or for somebody else.
use super::{
    for_whom::{FindForm, WhomField},
    new_ticket_page::NewTicket,
    problem_box::Written,
};
use crate::{
    base::Lang,
    features::tickets::{OpenTicket, OpenedTicket, Ticket},
    ui::{Sending, Toasts, failure_of, use_toasts, when_said},
    words,
};
use leptos::prelude::*;

/// The page of technicians and admins.
#[component]
pub fn NewTicketForPage() -> impl IntoView {
    let (lang, toasts) = (Lang::current(), use_toasts());
    let (action, written) = (Sending::to::<OpenTicket>(), Written::new());
    when_said(action, move |OpenedTicket { number: n, is_seen }| {
        toasts.good(lang.fill(words::tickets::OpenedNumber { n }));
        if is_seen {
            written.photos.leave_for(&Ticket::picture_door(n));
        } else if untrack(|| written.photos.are_shown()) {
            written.photos.leave_for("");
            Toasts::stay_when_awake(lang.say(words::tickets::PHOTOS_LEFT));
        }
    });
    let first = view! { <WhomField failure=failure_of(action) /> }.into_any();
    view! {
        <NewTicket action written text=words::tickets::NEW_FOR_TEXT first />
        <FindForm />
    }
}
