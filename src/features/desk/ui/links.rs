//! What a ticket has to do with others, and what it is called in other systems; for staff.
use super::{merge::UndoMerge, open::refresh_without_line};
use crate::{
    base::Lang,
    features::{
        conversation::ui::use_ticket_context,
        desk::TicketView,
        tickets::{
            FinishChildren, LinkKind, LinkTicket, Linked, ReferTicket, Reference, Status, TicketEvent,
            UnlinkTicket, UnreferTicket, may_link, ticket_links,
            ui::{link_name, status_name},
        },
    },
    ui::{
        CheckBox, Each, Form, FormError, Glyph, Icon, Sending, Submit, TextField, When, clear_form,
        failure_of, live::use_live, problem_of, when_done, when_said,
    },
    words,
};
use leptos::prelude::*;

/// No event of this ticket tells what becomes of the others: links are asked for when one has changed, and
/// when a list has.
pub(super) fn follow_links(number: i64, view: RwSignal<TicketView>) {
    let lists = use_live().watch_lists();
    let told = Memo::new(move |_| {
        let about_links = [
            TicketEvent::word("Linked"),
            TicketEvent::word("Unlinked"),
            TicketEvent::word("Merged"),
            TicketEvent::word("Unmerged"),
            TicketEvent::word("Received"),
            TicketEvent::word("Returned"),
        ];
        view.with(|view| {
            let last = view.events.iter().rev().find(|event| about_links.contains(&event.kind.as_str()));
            last.map(|event| event.seq)
        })
    });
    Effect::new(move |before: Option<(usize, Option<i64>)>| {
        let now = (lists.get(), told.get());
        // Where there is none, only what is told here brings one.
        let any = view.with_untracked(|view| !view.links.is_empty());
        if before.is_some_and(|before| before.1 != now.1 || (any && before != now)) {
            leptos::task::spawn_local(async move {
                if let Ok(links) = ticket_links(number).await
                    && view.try_with_untracked(|view| view.links != links).unwrap_or_default()
                {
                    view.update(|view| view.links = links);
                }
            });
        }
        now
    });
}

/// The links and references of the ticket, and what adds one.
#[component]
pub(super) fn Links() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    follow_links(page.number, view);
    let links = Memo::new(move |_| view.with(|view| view.links.clone()));
    let references = Memo::new(move |_| view.with(|view| view.rooms.ticket.references.clone()));
    let may =
        Memo::new(move |_| page.ticket.with(|ticket| may_link(ticket.status, page.relation.get()).is_ok()));
    let any = move || may.get() || links.with(|l| !l.is_empty()) || references.with(|r| !r.is_empty());
    let unlink = Sending::to::<UnlinkTicket>();
    let unrefer = Sending::to::<UnreferTicket>();
    refresh_without_line(unlink);
    refresh_without_line(unrefer);
    view! {
        <When is=any>
            <section class="stack tight links">
                <h2 class="label">{lang.say(words::tickets::LINKS)}</h2>
                <ul class="people-on">
                    <Each each=move || links.get() key=key let:link>
                        <Link link unlink may />
                    </Each>
                    <Each each=move || references.get() key=|reference| reference.id let:reference>
                        <ElsewhereCalled reference unrefer may />
                    </Each>
                </ul>
                <FormError failure=failure_of(unlink) />
                <FormError failure=failure_of(unrefer) />
                <Children links />
                <When is=move || may.get()>
                    <AddLink />
                    <AddReference />
                </When>
            </section>
        </When>
    }
}

/// Another line where anything of it has changed.
fn key(link: &Linked) -> (&'static str, i64, &'static str, String) {
    (link.kind.word(), link.number, link.status.word(), link.title.clone())
}

#[component]
fn Link(link: Linked, unlink: Sending, may: Memo<bool>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let Linked { kind, number, title, status, undo_until } = link;
    let made_by_merging = !LinkKind::CHOSEN.contains(&kind);
    // What was merged is read there as it was; else its number leads back here.
    let alone = if kind == LinkKind::Merged { "?seul=1" } else { "" };
    let path = ["/desk/", &number.to_string(), alone].concat();
    let label = StoredValue::new(lang.fill(words::desk::Unlink { n: number }));
    view! {
        <li class="row">
            <span class="grow">
                <span class="tiny muted">{link_name(lang, kind)} " · " {status_name(lang, status)}</span>
                <a href=path><b>{number}</b> " " {title}</a>
            </span>
            {undo_until.map(|_| view! { <UndoMerge number /> }.into_any())}
            <When is=move || may.get() && !made_by_merging>
                <Form action=unlink>
                    <input type="hidden" name="number" value=page.number.to_string() />
                    <input type="hidden" name="kind" value=kind.word() />
                    <input type="hidden" name="other" value=number.to_string() />
                    <Remove label />
                </Form>
            </When>
        </li>
    }
}

#[component]
fn Remove(label: StoredValue<String>) -> impl IntoView {
    view! {
        <button type="submit" class="button quiet square" aria-label=label.get_value()
            title=label.get_value()>
            <Icon glyph=Glyph::Close />
        </button>
    }
}

/// What it is called in another system; its address leads out of the house.
#[component]
fn ElsewhereCalled(reference: Reference, unrefer: Sending, may: Memo<bool>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let Reference { id, system, number, address } = reference;
    let label = StoredValue::new(lang.fill(words::desk::RemoveFrom { name: &number }));
    let shown = match address {
        Some(address) => view! {
            <a href=address target="_blank" rel="noopener noreferrer">{number}</a>
        }
        .into_any(),
        None => number.into_any(),
    };
    view! {
        <li class="row">
            <span class="grow"><span class="tiny muted">{system}</span> <b>{shown}</b></span>
            <When is=move || may.get()>
                <Form action=unrefer>
                    <input type="hidden" name="number" value=page.number.to_string() />
                    <input type="hidden" name="id" value=id.to_string() />
                    <Remove label />
                </Form>
            </When>
        </li>
    }
}

#[component]
fn AddLink() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<LinkTicket>();
    refresh_without_line(action);
    let (node, failure) = (NodeRef::new(), failure_of(action));
    when_done(action, move || clear_form(node));
    let option =
        move |kind: LinkKind| view! { <option value=kind.word()>{link_name(lang, kind)}</option> }.into_any();
    view! {
        <details class="asks">
            <summary class="button quiet">
                <Icon glyph=Glyph::Link />
                {lang.say(words::desk::LINK)}
            </summary>
            <Form action class="stack tight" node_ref=node>
                <FormError failure />
                <input type="hidden" name="number" value=page.number.to_string() />
                <label class="field">
                    <span>{lang.say(words::desk::THIS_TICKET)}</span>
                    <select class="control" name="kind">
                        {LinkKind::CHOSEN.map(option).collect_view()}
                    </select>
                </label>
                <TextField name="other" id="link-other" label=lang.say(words::desk::OTHER_NUMBER)
                    required=true autocomplete="off" problem=problem_of(failure, "other") />
                <Submit pending=action.pending() class="button">{lang.say(words::desk::LINK_NOW)}</Submit>
            </Form>
        </details>
    }
}

#[component]
fn AddReference() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<ReferTicket>();
    refresh_without_line(action);
    let (node, failure) = (NodeRef::new(), failure_of(action));
    when_done(action, move || clear_form(node));
    view! {
        <details class="asks">
            <summary class="button quiet">
                <Icon glyph=Glyph::Plus />
                {lang.say(words::desk::REFER)}
            </summary>
            <p class="small muted">{lang.say(words::desk::REFER_TEXT)}</p>
            <Form action class="stack tight" node_ref=node>
                <FormError failure />
                <input type="hidden" name="number" value=page.number.to_string() />
                <TextField name="form[system]" id="reference-system" label=lang.say(words::desk::SYSTEM)
                    required=true autocomplete="off" problem=problem_of(failure, "system") />
                <TextField name="form[number]" id="reference-number" label=lang.say(words::desk::NUMBER_THERE)
                    required=true autocomplete="off" problem=problem_of(failure, "number") />
                <TextField name="form[address]" id="reference-address" label=lang.say(words::desk::ADDRESS)
                    hint=lang.say(words::desk::OPTIONAL) autocomplete="off"
                    problem=problem_of(failure, "address") />
                <Submit pending=action.pending() class="button">{lang.say(words::ui::ADD)}</Submit>
            </Form>
        </details>
    }
}

/// A ticket that has come to its end offers those of its children that have not.
#[component]
fn Children(links: Memo<Vec<Linked>>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<FinishChildren>();
    refresh_without_line(action);
    let refused = RwSignal::new(Vec::new());
    when_said(action, move |report: crate::features::tickets::BulkReport| refused.set(report.refused));
    let status = Memo::new(move |_| page.ticket.with(|ticket| ticket.status));
    let is_behind = move |link: &Linked| match status.get() {
        Status::Closed => !link.status.is_final(),
        Status::Resolved => !link.status.is_final() && link.status != Status::Resolved,
        _ => false,
    };
    let behind = Memo::new(move |_| {
        links.with(|links| {
            let children = links.iter().filter(|link| link.kind == LinkKind::Child && is_behind(link));
            children.cloned().collect::<Vec<_>>()
        })
    });
    let line = move |link: Linked| {
        let (number, title) = (link.number, link.title);
        view! {
            <label class="check">
                <CheckBox name="children[]" value=number.to_string() checked=true />
                <span><b>{number}</b> " " {title}</span>
            </label>
        }
        .into_any()
    };
    let why = move |refusal: crate::features::tickets::BulkRefusal| {
        view! { <li><b>{refusal.number}</b> " " {refusal.why.text(lang)}</li> }.into_any()
    };
    view! {
        <When is=move || behind.with(|behind| !behind.is_empty())>
            <Form action class="stack tight banner children">
                <b class="small">{lang.say(words::desk::CHILDREN_BEHIND)}</b>
                <FormError failure=failure_of(action) />
                <input type="hidden" name="number" value=page.number.to_string() />
                <Each each=move || behind.get() key=|link| link.number children=line />
                <Submit pending=action.pending() class="button">
                    {lang.say(words::desk::FINISH_CHILDREN)}
                </Submit>
            </Form>
        </When>
        <ul class="small refused" role="status">
            {move || refused.get().into_iter().map(why).collect_view()}
        </ul>
    }
}
