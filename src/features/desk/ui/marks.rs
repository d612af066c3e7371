//! What a ticket is marked by: that it waits for its requester, that it is confidential, that one watches it;
//! and its tags.
use super::open::refresh_without_line;
use crate::{
    base::{Lang, Text},
    features::{
        conversation::ui::use_ticket_context,
        desk::TicketView,
        tickets::{
            Linked, Part, SetTicketConfidential, SetTicketTags, SetTicketWaiting, TagsForm, WatchTicket,
            may_set_confidential, may_set_waiting, may_tag, may_watch,
        },
    },
    ui::{
        DrawnField, Form, FormError, Glyph, Icon, Pill, Sending, Submit, TextField, Tone, When, failure_of,
        problem_of,
    },
    words,
};
use leptos::prelude::*;

/// What is out of the ordinary, said in the head: that it waits for its requester, unless they read that
/// themselves in a sentence of its own, and that it is confidential.
#[component]
pub(super) fn MarkPills() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let waits = move || {
        !page.relation.get().is_requester() && page.ticket.with(|ticket| ticket.waiting_since.is_some())
    };
    let view = expect_context::<RwSignal<TicketView>>();
    let blocked = move || {
        let open = page.ticket.with(|ticket| !ticket.status.is_final());
        open && view.with(|view| view.links.iter().any(Linked::blocks))
    };
    view! {
        <When is=waits>
            <Pill tone=Tone::Info>
                <Icon glyph=Glyph::Clock />
                {lang.say(words::desk::WAITS_FOR_REQUESTER)}
            </Pill>
        </When>
        <When is=blocked>
            <Pill tone=Tone::Warn>
                <Icon glyph=Glyph::Stop />
                {lang.say(words::desk::IS_BLOCKED)}
            </Pill>
        </When>
        <When is=move || page.ticket.with(|ticket| ticket.confidential)>
            <Pill tone=Tone::Plain>
                <Icon glyph=Glyph::Lock />
                {lang.say(words::desk::IS_CONFIDENTIAL)}
            </Pill>
        </When>
    }
}

/// A mark that is set and taken away by one press.
#[component]
fn Mark(
    action: Sending,
    /// The field that says so.
    name: &'static str,
    /// Is it set?
    on: Signal<bool>,
    /// What is pressed to set it, and to take it away.
    set: Text,
    unset: Text,
    glyph: Glyph,
    #[prop(into)] may: Signal<bool>,
) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    refresh_without_line(action);
    view! {
        <When is=move || may.get()>
            <Form action>
                <input type="hidden" name="number" value=page.number.to_string() />
                <input type="hidden" name=name value=move || if on.get() { "false" } else { "true" } />
                <Submit pending=action.pending() class="button quiet">
                    <Icon glyph />
                    {move || lang.say(if on.get() { unset } else { set })}
                </Submit>
            </Form>
        </When>
        <FormError failure=failure_of(action) />
    }
}

/// That it waits for its requester: set by whoever asked them something.
#[component]
pub(super) fn Waiting() -> impl IntoView {
    let page = use_ticket_context();
    let on = Signal::derive(move || page.ticket.with(|ticket| ticket.waiting_since.is_some()));
    let may = move || page.ticket.with(|ticket| may_set_waiting(ticket.status, page.relation.get()).is_ok());
    let action = Sending::to::<SetTicketWaiting>();
    view! {
        <Mark action name="waits" on set=words::desk::ASK_REQUESTER
            unset=words::desk::STOP_WAITING glyph=Glyph::Clock may=Signal::derive(may) />
    }
}

/// That it is there only for whom it concerns.
#[component]
pub(super) fn Confidential() -> impl IntoView {
    let page = use_ticket_context();
    let on = Signal::derive(move || page.ticket.with(|ticket| ticket.confidential));
    let may = move || {
        let set = !on.get();
        page.ticket.with(|ticket| may_set_confidential(ticket.status, page.relation.get(), set).is_ok())
    };
    let action = Sending::to::<SetTicketConfidential>();
    view! {
        <Mark action name="confidential" on set=words::desk::CONFINE
            unset=words::desk::OPEN_UP glyph=Glyph::Lock may=Signal::derive(may) />
    }
}

/// That the reader wants to be told of it.
#[component]
pub(super) fn Watching() -> impl IntoView {
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    let on = Signal::derive(move || view.with(|view| view.rooms.ticket.has(view.reader.id, Part::Watcher)));
    let may = move || may_watch(page.relation.get()).is_ok();
    let action = Sending::to::<WatchTicket>();
    view! {
        <Mark action name="watches" on set=words::desk::WATCH
            unset=words::desk::UNWATCH glyph=Glyph::Eye may=Signal::derive(may) />
    }
}

/// Its tags, and the field that changes them.
#[component]
pub(super) fn Tags() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    let action = Sending::to::<SetTicketTags>();
    refresh_without_line(action);
    let tags = Memo::new(move |_| {
        view.with(|view| view.rooms.ticket.tags.iter().map(|tag| tag.name.clone()).collect::<Vec<_>>())
    });
    let may = move || page.ticket.with(|ticket| may_tag(ticket.status, page.relation.get()).is_ok());
    let any = move || may() || tags.with(|tags| !tags.is_empty());
    let failure = failure_of(action);
    let pill = |name: String| view! { <Pill tone=Tone::Plain>{name}</Pill> }.into_any();
    let form = move |value: String| {
        let drawn = TagsForm::drawn(&value);
        view! {
            <Form action class="stack tight">
                <DrawnField drawn />
                <FormError failure />
                <input type="hidden" name="number" value=page.number.to_string() />
                <TextField name="tags" id="ticket-tags" label=lang.say(words::desk::TAGS)
                    hint=lang.say(words::desk::TAGS_HINT) value autocomplete="off"
                    problem=problem_of(failure, "tags") />
                <Submit pending=action.pending() class="button">{lang.say(words::ui::SAVE)}</Submit>
            </Form>
        }
        .into_any()
    };
    view! {
        <When is=any>
            <section class="stack tight">
                <h2 class="label">{lang.say(words::desk::TAGS)}</h2>
                <div class="row wrap">{move || tags.get().into_iter().map(pill).collect_view()}</div>
                <When is=may>
                    <details class="asks">
                        <summary class="button quiet">{lang.say(words::desk::CHANGE_TAGS)}</summary>
                        {move || form(tags.get().join(", "))}
                    </details>
                </When>
            </section>
        </When>
    }
}
