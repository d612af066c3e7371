//! Is the other one there? Told before guidance and during it.
use super::guide::Guide;
use crate::{
    base::{AccountId, Lang},
    ui::Fresh,
    words,
};
use leptos::prelude::*;

/// For those who guide: the requester.
#[component]
pub(super) fn RequesterPresence(guide: Guide) -> impl IntoView {
    let who = Memo::new(move |_| guide.page.ticket.with(|ticket| Some(ticket.requester.id)));
    let name = Signal::derive(move || guide.page.requester_name());
    view! { <Presence guide who name /> }
}

/// For the requester: the lead.
#[component]
pub(super) fn LeadPresence(guide: Guide) -> impl IntoView {
    let lead = move || guide.page.ticket.with(|ticket| ticket.lead.as_ref().map(|lead| lead.id));
    let name = Signal::derive(move || guide.page.lead_name().unwrap_or_default());
    view! { <Presence guide who=Memo::new(move |_| lead()) name /> }
}

#[component]
fn Presence(guide: Guide, who: Memo<Option<AccountId>>, name: Signal<String>) -> impl IntoView {
    let lang = Lang::current();
    let here = Memo::new(move |_| who.get().and_then(|who| guide.page.is_here(who)));
    let said = move || match here.get() {
        Some(true) => lang.fill(words::guidance::IsHere { name: &name.get() }),
        Some(false) => lang.fill(words::guidance::IsAway { name: &name.get() }),
        None => String::new(),
    };
    view! {
        <span class="presence small" class:here=move || here.get() == Some(true)
            class:away=move || here.get() == Some(false)>
            <Fresh text=Signal::derive(said) />
        </span>
    }
}
