//! The head of a ticket on the desk: what it is, how it stands, and what can be done with it now.
use super::{acts::Take, marks::MarkPills, resolved::Solution};
use crate::{
    base::{Lang, text::held},
    features::{
        conversation::ui::TicketContext,
        guidance::ui::{GuidanceButtons, use_guide},
        tickets::ui::{PriorityPill, StatusPill},
    },
    ui::{Ago, Each, Fresh, Glyph, Icon, LineBadge, When},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The id of the ticket's title.
pub(super) const TITLE: &str = "ticket-title";

/// Title, states, and the buttons the rules allow.
#[component]
pub(super) fn Head(page: TicketContext, side_open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let title = move || page.ticket.with(|ticket| held(&ticket.title));
    let expanded = move || if side_open.get() { "true" } else { "false" };
    view! {
        <Title text=page.title() />
        <header class="talk-head">
            <div class="row wrap">
                <a class="button quiet square to-queue" href="/desk"
                    aria-label=lang.say(words::desk::BACK_TO_QUEUE)>
                    <Icon glyph=Glyph::Back />
                </a>
                <h1 class="grow" id=TITLE tabindex="-1"><Fresh text=Signal::derive(title) /></h1>
                <div class="row talk-buttons">
                    <Take />
                    <GuidanceButtons />
                </div>
                <span class="only-phone">
                    <LineBadge />
                </span>
                <button type="button" class="button quiet to-side" aria-expanded=expanded
                    on:click=move |_| side_open.update(|open| *open = !*open)>
                    <Icon glyph=Glyph::Info />
                    <span class="to-side-word">{lang.say(words::desk::DETAILS)}</span>
                </button>
            </div>
            <div class="row wrap talk-state">
                <States page />
            </div>
            <Solution page />
        </header>
    }
}

#[component]
fn States(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    let guide = use_guide();
    let status = Memo::new(move |_| page.ticket.with(|ticket| ticket.status));
    let priority = Memo::new(move |_| page.ticket.with(|ticket| ticket.priority));
    let gone = move || page.ticket.with(|ticket| ticket.lead_gone);
    let lead = move || match page.lead_name() {
        Some(name) if gone() => lang.fill(words::desk::LeadGone { name: &name }),
        Some(name) => lang.fill(words::desk::InCharge { name: &name }),
        None => lang.say(words::desk::NOBODY_IN_CHARGE).to_owned(),
    };
    let (name, at) = page.ticket.with_untracked(|ticket| (ticket.requester.name.clone(), ticket.created_at));
    view! {
        <When is=move || guide.is_active()
            otherwise=move || view! {
                <Each each=move || vec![status.get()] key=|status| status.word() let:status>
                    <StatusPill status />
                </Each>
            }>
            <span class="pill accent live">
                <i></i>
                {lang.say(words::desk::GUIDANCE_RUNS)}
            </span>
        </When>
        <Each each=move || vec![priority.get()] key=|priority| priority.word() let:priority>
            <PriorityPill priority />
        </Each>
        <MarkPills />
        <span class="small muted">
            {lang.fill(words::desk::OpenedBy { n: page.number, name: &name })} " "
            <Ago at /> " · " <Fresh text=Signal::derive(lead) />
        </span>
    }
}
