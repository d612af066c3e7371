//! Who is on a ticket besides its requester and whoever is in charge: participants and further technicians.
use super::{assign::Technicians, open::refresh_without_line};
use crate::{
    base::Lang,
    features::{
        conversation::ui::use_ticket_context,
        desk::TicketView,
        tickets::{AddToTicket, InviteToTicket, OnIt, Part, RemoveFromTicket, may_invite, may_sort},
    },
    ui::{
        Each, Form, FormError, Glyph, Icon, Sending, Submit, TextField, When, clear_form, failure_of,
        problem_of, when_done,
    },
    words,
};
use leptos::prelude::*;

/// Everybody whom this reader may know of, and what adds somebody; nothing where there is nobody to show and
/// nothing to do.
#[component]
pub(super) fn People() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    let people = Memo::new(move |_| {
        view.with(|view| {
            let shown = |on: &&OnIt| on.part != Part::Watcher;
            view.rooms.ticket.people.iter().filter(shown).cloned().collect::<Vec<_>>()
        })
    });
    let invites = move || page.ticket.with(|ticket| may_invite(ticket.status, page.relation.get()).is_ok());
    let adds = move || page.ticket.with(|ticket| may_sort(ticket.status, page.relation.get()).is_ok());
    let any = move || people.with(|people| !people.is_empty()) || invites() || adds();
    let remove = Sending::to::<RemoveFromTicket>();
    refresh_without_line(remove);
    view! {
        <When is=any>
            <section class="stack tight">
                <h2 class="label">{lang.say(words::desk::WITH)}</h2>
                <ul class="people-on">
                    <Each each=move || people.get() key=|on| (on.who.id, on.part.word()) let:on>
                        <Person on remove />
                    </Each>
                </ul>
                <FormError failure=failure_of(remove) />
                <When is=invites>
                    <Invite />
                </When>
                <When is=adds>
                    <AddTechnician />
                </When>
            </section>
        </When>
    }
}

/// One of them, whom those may remove who may add; everybody themselves.
#[component]
fn Person(on: OnIt, remove: Sending) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let OnIt { who, part } = on;
    let own = page.me.with_value(|me| me.id == who.id);
    let may = move || {
        own || page.ticket.with(|ticket| match part {
            Part::Participant => may_invite(ticket.status, page.relation.get()).is_ok(),
            Part::Technician | Part::Watcher => may_sort(ticket.status, page.relation.get()).is_ok(),
        })
    };
    let label = if own {
        lang.say(words::desk::LEAVE).to_owned()
    } else {
        lang.fill(words::desk::RemoveFrom { name: &who.name })
    };
    let label = StoredValue::new(label);
    let role = lang.say(match part {
        Part::Participant => words::desk::PARTICIPANT,
        Part::Technician | Part::Watcher => words::desk::FURTHER_TECHNICIAN,
    });
    view! {
        <li class="row">
            <span class="grow">{who.name.clone()} " " <span class="tiny muted">{role}</span></span>
            <When is=may>
                <Form action=remove>
                    <input type="hidden" name="number" value=page.number.to_string() />
                    <input type="hidden" name="who" value=who.id.to_string() />
                    <input type="hidden" name="part" value=part.word() />
                    <button type="submit" class="button quiet square" aria-label=label.get_value()
                        title=label.get_value()>
                        <Icon glyph=Glyph::Close />
                    </button>
                </Form>
            </When>
        </li>
    }
}

#[component]
fn Invite() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<InviteToTicket>();
    refresh_without_line(action);
    let (node, failure) = (NodeRef::new(), failure_of(action));
    when_done(action, move || clear_form(node));
    view! {
        <details class="asks">
            <summary class="button quiet">
                <Icon glyph=Glyph::Plus />
                {lang.say(words::desk::INVITE)}
            </summary>
            <p class="small muted">{lang.say(words::desk::INVITE_TEXT)}</p>
            <Form action class="stack tight" node_ref=node>
                <FormError failure />
                <input type="hidden" name="number" value=page.number.to_string() />
                <TextField name="who" id="invite-who" label=lang.say(words::desk::INVITE_WHO) required=true
                    autocomplete="off" problem=problem_of(failure, "who") />
                <Submit pending=action.pending() class="button">{lang.say(words::desk::INVITE_NOW)}</Submit>
            </Form>
        </details>
    }
}

#[component]
fn AddTechnician() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<AddToTicket>();
    refresh_without_line(action);
    view! {
        <details class="asks">
            <summary class="button quiet">
                <Icon glyph=Glyph::People />
                {lang.say(words::desk::ADD_TECHNICIAN)}
            </summary>
            <Form action class="stack tight">
                <FormError failure=failure_of(action) />
                <input type="hidden" name="number" value=page.number.to_string() />
                <Technicians name="who" label=words::desk::ADD_TECHNICIAN />
                <Submit pending=action.pending() class="button">{lang.say(words::ui::ADD)}</Submit>
            </Form>
        </details>
    }
}
