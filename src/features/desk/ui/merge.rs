//! Merging a ticket into another, the way back, and what was said on one that was merged.
use super::open::refresh_without_line;
use crate::{
    base::{Lang, events::written, live::Event, text::held},
    features::{
        conversation::{
            ConversationEvent,
            ui::{Bubble, InstructionPicture, Said, use_ticket_context},
        },
        desk::{TicketView, sentence},
        guidance::{GuidanceEvent, ui::outcome_name},
        tickets::{LinkKind, MergeTicket, TicketEvent, UnmergeTicket, may_merge},
    },
    ui::{
        CheckBox, Each, Form, FormError, Glyph, Icon, Moment, Sending, Submit, TextField, When, browser,
        failure_of, problem_of, when_done,
    },
    words,
};
use leptos::prelude::*;

/// Folded: it asks into which. From then on the number of this one leads there.
#[component]
pub(super) fn Merge() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<MergeTicket>();
    let failure = failure_of(action);
    when_done(action, browser::reload);
    let may = move || page.ticket.with(|ticket| may_merge(ticket, page.relation.get()).is_ok());
    let shares = lang.fill(words::desk::MergeShares { name: &page.requester_name() });
    let shares = StoredValue::new(shares);
    view! {
        <When is=may>
            <details class="asks">
                <summary class="button quiet">
                    <Icon glyph=Glyph::Skip />
                    {lang.say(words::desk::MERGE)}
                </summary>
                <p class="small">{lang.fill(words::desk::MergeText { n: page.number })}</p>
                <Form action class="stack tight">
                    <FormError failure />
                    <input type="hidden" name="number" value=page.number.to_string() />
                    <TextField name="other" id="merge-other" label=lang.say(words::desk::MERGE_INTO)
                        required=true autocomplete="off" problem=problem_of(failure, "other") />
                    <label class="check">
                        <CheckBox name="with_requester" value="true" checked=false />
                        <span>{shares.get_value()}</span>
                    </label>
                    <p class="small muted">{lang.say(words::desk::MERGE_SHARES_HINT)}</p>
                    <Submit pending=action.pending() class="button">
                        {lang.say(words::desk::MERGE_NOW)}
                    </Submit>
                </Form>
            </details>
        </When>
    }
}

/// The way back, for ten minutes.
#[component]
pub(super) fn UndoMerge(number: i64) -> impl IntoView {
    let lang = Lang::current();
    let action = Sending::to::<UnmergeTicket>();
    refresh_without_line(action);
    view! {
        <Form action>
            <input type="hidden" name="number" value=number.to_string() />
            <Submit pending=action.pending() class="button quiet">
                <Icon glyph=Glyph::Undo />
                {lang.say(words::desk::UNMERGE)}
            </Submit>
        </Form>
        <FormError failure=failure_of(action) />
    }
}

/// Of which ticket an event tells what was said there, and what that was.
pub(super) fn copied(event: &Event) -> Option<(Option<i64>, Option<Event>)> {
    match TicketEvent::from_event(event)? {
        TicketEvent::Copied { from, entry } | TicketEvent::CopiedForStaff { from, entry } => {
            Some((from, entry))
        }
        _ => None,
    }
}

/// What was said on a ticket that was merged into this one: by whom, when and under which number.
#[component]
pub(super) fn CopiedEntries(events: Memo<Vec<Event>>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let view = expect_context::<RwSignal<TicketView>>();
    let from = events.with_untracked(|events| events.first().and_then(copied)).and_then(|(from, _)| from);
    let title = match from {
        Some(n) => lang.fill(words::desk::TakenOver { n }),
        None => lang.say(words::desk::TAKEN_OVER_FROM_ANOTHER).to_owned(),
    };
    let heading = StoredValue::new(title.clone());
    let reads = move || from.is_some() && !page.relation.get().reads_as_requester();
    let undoes = Memo::new(move |_| {
        let undoes = |link: &crate::features::tickets::Linked| {
            link.kind == LinkKind::Merged && Some(link.number) == from && link.undo_until.is_some()
        };
        view.with(|view| view.links.iter().any(undoes))
    });
    let line = |event: Event| {
        let entry = copied(&event).and_then(|(_, entry)| entry);
        view! { <li>{entry.map(|entry| view! { <CopiedEntry entry /> })}</li> }.into_any()
    };
    let from = from.unwrap_or_default();
    let whole = ["/desk/", &from.to_string(), "?seul=1"].concat();
    view! {
        <section class="copied" aria-label=title>
            <div class="row wrap">
                <h3 class="label grow">
                    <When is=reads otherwise=move || heading.get_value()>
                        <a href=whole.clone()>{heading.get_value()}</a>
                    </When>
                </h3>
                <When is=move || undoes.get()><UndoMerge number=from /></When>
            </div>
            <ol class="stream">
                <Each each=move || events.get() key=|event| event.seq children=line />
            </ol>
        </section>
    }
}

/// One thing that was said there, as far as words and pictures tell it.
#[component]
fn CopiedEntry(entry: Event) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let mine = page.is_mine(&entry);
    let name = entry.by.as_ref().map(|by| by.name.clone()).unwrap_or_default();
    let at = entry.said();
    if ConversationEvent::from_event(&entry).is_some() {
        return view! { <Bubble name at mine><Said event=entry /></Bubble> }.into_any();
    }
    let step = |n: i64| lang.fill(words::guidance::Step { step: &n.to_string() });
    let (head, picture) = match GuidanceEvent::from_event(&entry) {
        Some(GuidanceEvent::Released { step: at, picture, .. }) => (Some(step(at.number)), picture),
        Some(GuidanceEvent::Answered { step: at, outcome, .. }) => {
            (Some([&step(at.number), " · ", outcome_name(lang, outcome)].concat()), None)
        }
        _ => (None, None),
    };
    let texts: Vec<String> = written(&entry.payload).into_iter().map(held).collect();
    let told = sentence(lang, &entry).filter(|_| head.is_none() && texts.is_empty());
    if let Some(said) = told {
        return view! { <p class="told small muted pre">{said} " · " <Moment at /></p> }.into_any();
    }
    let paragraph = |text: String| view! { <p class="pre">{text}</p> }.into_any();
    view! {
        <Bubble name at mine>
            {head.map(|head| view! { <b class="small">{head}</b> }.into_any())}
            {texts.into_iter().map(paragraph).collect_view()}
            {picture.map(|id| view! { <InstructionPicture id /> }.into_any())}
        </Bubble>
    }
    .into_any()
}
