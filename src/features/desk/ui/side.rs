//! What is known around a ticket: who asked, the facts, what can be done, what happened.
use super::{
    acts::StatusActs,
    assign::{Assign, TakeOverTicket},
    delete::Delete,
    edit::Edit,
    links::Links,
    marks::{Confidential, Tags, Waiting, Watching},
    merge::Merge,
    people::People,
};
use crate::{
    base::Lang,
    features::{
        conversation::ui::{TicketContext, use_ticket_context},
        desk::{TicketView, find_requester_phone, panels, sentence},
    },
    ui::{Avatar, Each, Glyph, Icon, Moment, PhoneLink},
    words,
};
use leptos::prelude::*;

/// The third pane; on a tablet it comes when called.
#[component]
pub(super) fn Side(side_open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    let print = ["/tickets/", &page.number.to_string(), "/print"].concat();
    view! {
        <aside class="side" aria-label=lang.say(words::desk::DETAILS)>
            <button type="button" class="button quiet to-side" on:click=move |_| side_open.set(false)>
                <Icon glyph=Glyph::Close />
                {lang.say(words::desk::HIDE_DETAILS)}
            </button>
            <Requester page />
            <People />
            {panels(page.ticket, view)}
            <Links />
            <Tags />
            <section class="stack tight">
                <h2 class="label">{lang.say(words::desk::WHAT_NOW)}</h2>
                <StatusActs />
                <TakeOverTicket />
                <Assign />
                <Edit />
                <Waiting />
                <Watching />
                <Confidential />
                <a class="button quiet" href=print>
                    <Icon glyph=Glyph::Print />
                    {lang.say(words::desk::PRINT)}
                </a>
                <Merge />
                <Delete />
            </section>
            <History page />
        </aside>
    }
}

#[component]
fn Requester(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    let view = expect_context::<RwSignal<TicketView>>();
    follow_phone(page, view);
    let phone = Memo::new(move |_| view.with(|view| view.requester_phone.clone()));
    let (name, department) = page
        .ticket
        .with_untracked(|ticket| (ticket.requester.name.clone(), ticket.requester_department_name.clone()));
    let call = |phone: String| view! { <PhoneLink phone class="small" /> }.into_any();
    view! {
        <section>
            <h2 class="label">{lang.say(words::tickets::REQUESTER)}</h2>
            <div class="row">
                <Avatar name=name.clone() />
                <div class="grow">
                    <b>{name}</b>
                    <div class="small muted">{department}</div>
                    {move || phone.get().map(call)}
                </div>
            </div>
        </section>
    }
}

/// No event tells that somebody has another number: it is asked for when one comes back to the tab.
fn follow_phone(page: TicketContext, view: RwSignal<TicketView>) {
    let ask = move || {
        leptos::task::spawn_local(async move {
            if let Ok(phone) = find_requester_phone(page.number).await {
                _ = view.try_update(|view| view.requester_phone = phone);
            }
        });
    };
    Effect::new(move || {
        let listener = window_event_listener_untyped("focus", move |_| ask());
        on_cleanup(move || listener.remove());
    });
}

/// Who did what, the latest first.
#[component]
fn History(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    let lines = Memo::new(move |_| {
        let told =
            |event: &crate::base::live::Event| sentence(lang, event).map(|said| (event.seq, said, event.at));
        page.events.with(|events| events.iter().rev().filter_map(told).collect::<Vec<_>>())
    });
    view! {
        <section>
            <h2 class="label">{lang.say(words::desk::HISTORY)}</h2>
            <ol class="history small">
                <Each each=move || lines.get() key=|(seq, ..)| *seq let((_, said, at))>
                    <li>
                        <span>{said}</span>
                        <span class="tiny muted">
                            <Moment at />
                        </span>
                    </li>
                </Each>
            </ol>
        </section>
    }
}
