//! A ticket on the desk: its head, its stream, the composer that fits, and the side.
use super::{
    head::{Head, TITLE},
    open::follow_ticket,
    requester_screen::RequesterScreen,
    side::Side,
    stream::{FLOW, Stream, show_own},
};
use crate::{
    base::Lang,
    features::{
        conversation::ui::Composer,
        desk::TicketView,
        guidance::ui::{CallAsked, Guide, LeadPanel, Start, TakeOver},
        tickets::may_write,
    },
    ui::{Glyph, Icon, device, focus_when},
    words,
};
use leptos::prelude::*;

/// One's own request looks on the desk as it does anywhere.
#[component]
pub(super) fn DeskTicket(view: TicketView) -> impl IntoView {
    if view.relation().reads_as_requester() {
        view! {
            <div class="desk-ticket own">
                <RequesterScreen view />
            </div>
        }
        .into_any()
    } else {
        view! { <StaffTicket view /> }.into_any()
    }
}

#[component]
fn StaffTicket(view: TicketView) -> impl IntoView {
    let lang = Lang::current();
    let (page, guide) = follow_ticket(view);
    show_own();
    // Opened from the list, it is read from its heading on, not from the list again.
    Effect::new(|| {
        // After it has been drawn.
        request_animation_frame(|| {
            if device::focus_is_on_main() {
                device::focus(TITLE);
            }
        });
    });
    let side_open = RwSignal::new(false);
    view! {
        <div class="desk-ticket" class:side-open=move || side_open.get()>
            <section class="talk">
                <Head page side_open />
                <div class="flow" id=FLOW tabindex="0" role="log" aria-label=lang.say(words::desk::STREAM)>
                    <div class="flow-inner">
                        <Stream />
                    </div>
                </div>
                <Foot guide />
            </section>
            <Side side_open />
        </div>
    }
}

/// The lead's composer while they guide, a plain one otherwise; none for other technicians meanwhile, and on
/// a ticket that is final.
#[component]
fn Foot(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let page = guide.page;
    let leads = Memo::new(move |_| guide.is_active() && page.relation.get().guides());
    let writes = Memo::new(move |_| page.ticket.with(|ticket| may_write(ticket, page.relation.get())));
    focus_when(leads, ".step-form textarea");
    let composer = move || {
        if leads.get() {
            view! { <LeadPanel /> }.into_any()
        } else if writes.get().is_ok() {
            view! { <Composer /> }.into_any()
        } else {
            let why = if guide.is_active() { words::desk::GUIDED_ONLY } else { words::desk::IS_FINAL };
            view! {
                <p class="finished small muted">
                    <Icon glyph=Glyph::Lock />
                    {lang.say(why)}
                </p>
            }
            .into_any()
        }
    };
    view! {
        <div class="talk-foot">
            <TakeOver />
            <CallAsked />
            <Start />
            {move || composer()}
        </div>
    }
}
