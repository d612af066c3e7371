//! Who did what on a ticket, in words.
use crate::{
    base::{
        Lang, Text,
        live::{Author, Event},
    },
    features::tickets::{
        Before, Label, Part, Priority, Reference, Status, TicketEvent,
        ui::{kind_name, link_name, nature_name, priority_name, status_name},
    },
    words::tickets as said,
};

/// None where another line says so.
pub(super) fn sentence(lang: Lang, event: &Event) -> Option<String> {
    let by = event.by.as_ref();
    let name = by.map_or_else(|| lang.say(said::THE_HOUSE), |by| by.name.as_str());
    let own = |who: &Author| by.is_some_and(|by| by.id == who.id);
    Some(match TicketEvent::from_event(event)? {
        TicketEvent::Opened { requester: Some(requester), .. } => {
            lang.fill(said::DidOpenFor { name, requester: &requester.name })
        }
        TicketEvent::Opened { .. } => lang.fill(said::DidOpen { name }),
        TicketEvent::Assigned { to, from } => given(lang, name, from.as_ref(), &to, own(&to)),
        // Told by the line that says who took it.
        TicketEvent::StatusChanged { from: Status::Open, to: Status::InProgress, .. } => return None,
        TicketEvent::StatusChanged { from, to, note } => with_note(moved(lang, name, from, to), note),
        TicketEvent::HandedOver { note } => with_note(lang.fill(said::DidHandOver { name }), Some(note)),
        TicketEvent::Edited { title, priority, category_name, other, before, .. } => {
            let now = Before {
                title: Some(title),
                description: other.description,
                priority: Some(priority),
                category: Some(category_name),
                kind: other.kind,
                nature: other.nature,
                department: other.treated_by.map(|treated| treated.name.unwrap_or_default()),
            };
            edited(lang, name, before, now)
        }
        TicketEvent::Joined { who, part } => joined(lang, name, &who, part, own(&who)),
        TicketEvent::Left { who, part } => left(lang, name, &who, part, own(&who)),
        TicketEvent::Tagged { added, removed } => tagged(lang, name, &added, &removed),
        TicketEvent::Deleted { note } => with_note(lang.fill(said::DidDelete { name }), Some(note)),
        TicketEvent::Watched { .. } => return None,
        marked => return marks(lang, name, &marked).or_else(|| linked(lang, name, &marked)),
    })
}

/// What it has to do with others, and with other systems.
fn linked(lang: Lang, name: &str, event: &TicketEvent) -> Option<String> {
    let number = |n: Option<i64>| match n {
        Some(n) => lang.fill(said::TicketNumber { n }),
        None => lang.say(said::ANOTHER_TICKET).to_owned(),
    };
    Some(match event {
        TicketEvent::Linked { link, other } => {
            lang.fill(said::DidLink { name, kind: link_name(lang, *link), other: &number(*other) })
        }
        TicketEvent::Unlinked { link, other } => {
            lang.fill(said::DidUnlink { name, kind: link_name(lang, *link), other: &number(*other) })
        }
        TicketEvent::Referred { reference } => {
            lang.fill(said::DidRefer { name, reference: &called(reference) })
        }
        TicketEvent::Unreferred { reference } => {
            lang.fill(said::DidUnrefer { name, reference: &called(reference) })
        }
        TicketEvent::HeldBack { by } => {
            let numbers: Vec<String> = by.iter().map(|n| number(Some(*n))).collect();
            let other = if by.is_empty() { number(None) } else { numbers.join(", ") };
            lang.fill(said::HeldBack { other: &other })
        }
        TicketEvent::Merged { into } => lang.fill(said::DidMerge { name, other: &number(*into) }),
        TicketEvent::Unmerged { .. } => lang.fill(said::DidUnmerge { name }),
        TicketEvent::Received { from: Some(n), requester: Some(requester) } => {
            lang.fill(said::DidReceive { name, n: *n, requester: &requester.name })
        }
        TicketEvent::Received { .. } => lang.fill(said::DidReceiveAnother { name }),
        TicketEvent::Returned { copies } => match copies.from {
            Some(n) => lang.fill(said::DidReturn { name, n }),
            None => lang.fill(said::DidReturnAnother { name }),
        },
        _ => return None,
    })
}

/// As other systems call it: `Jira IT-77`.
fn called(reference: &Reference) -> String {
    [&reference.system, "\u{a0}", &reference.number].concat()
}

/// What is said in one sentence, whatever it was before.
fn marks(lang: Lang, name: &str, event: &TicketEvent) -> Option<String> {
    Some(match event {
        TicketEvent::Waits { waits: true } => lang.fill(said::DidAskRequester { name }),
        TicketEvent::Waits { waits: false } => lang.fill(said::DidStopWaiting { name }),
        TicketEvent::Confidential { confidential: true } => lang.fill(said::DidConfine { name }),
        TicketEvent::Confidential { confidential: false } => lang.fill(said::DidOpenUp { name }),
        TicketEvent::ReadByAdmin {} => lang.fill(said::DidReadConfidential { name }),
        TicketEvent::Restored {} => lang.fill(said::DidRestore { name }),
        TicketEvent::Stranded {} => lang.say(said::STRANDED).to_owned(),
        _ => return None,
    })
}

fn given(lang: Lang, name: &str, from: Option<&Author>, to: &Author, own: bool) -> String {
    match from {
        _ if !own => lang.fill(said::DidAssign { name, to: &to.name }),
        Some(from) => lang.fill(said::DidTakeOver { name, from: &from.name }),
        None => lang.fill(said::DidTake { name }),
    }
}

fn tagged(lang: Lang, name: &str, added: &[Label], removed: &[Label]) -> String {
    let added = added.iter().map(|tag| ["+\u{a0}", &tag.name].concat());
    let removed = removed.iter().map(|tag| ["−\u{a0}", &tag.name].concat());
    let tags: Vec<String> = added.chain(removed).collect();
    lang.fill(said::DidTag { name, tags: &tags.join(", ") })
}

fn moved(lang: Lang, name: &str, from: Status, to: Status) -> String {
    match (from, to) {
        (Status::Resolved, Status::InProgress) => lang.fill(said::DidReopen { name }),
        (_, Status::Resolved) => lang.fill(said::DidResolve { name }),
        (_, Status::Open) => lang.fill(said::DidPutBack { name }),
        (_, Status::Closed) => lang.fill(said::DidClose { name }),
        (_, Status::Cancelled) => lang.fill(said::DidCancel { name }),
        (_, to) => lang.fill(said::DidMove { name, to: status_name(lang, to) }),
    }
}

fn joined(lang: Lang, name: &str, who: &Author, part: Part, own: bool) -> String {
    match part {
        Part::Participant => lang.fill(said::DidInvite { name, who: &who.name }),
        Part::Technician if own => lang.fill(said::DidJoin { name }),
        Part::Technician | Part::Watcher => lang.fill(said::DidAdd { name, who: &who.name }),
    }
}

fn left(lang: Lang, name: &str, who: &Author, part: Part, own: bool) -> String {
    match part {
        _ if own => lang.fill(said::DidLeave { name }),
        Part::Participant => lang.fill(said::DidUninvite { name, who: &who.name }),
        Part::Technician | Part::Watcher => lang.fill(said::DidRemove { name, who: &who.name }),
    }
}

/// Each field that has changed, with what it was. Of a description only that it has: it is long.
fn edited(lang: Lang, name: &str, before: Before, now: Before) -> String {
    let change = |field: Text, from: Option<String>, to: Option<String>| {
        let (from, to) = (from?, to?);
        let said = |text: String| if text.is_empty() { lang.say(said::NOTHING_SET).to_owned() } else { text };
        Some(lang.fill(said::FieldChange { field: lang.say(field), from: &said(from), to: &said(to) }))
    };
    let priority = |p: Option<Priority>| p.map(|p| priority_name(lang, p).to_owned());
    let changes = [
        change(said::TITLE, before.title, now.title),
        before.description.map(|_| lang.say(said::DESCRIPTION_CHANGED).to_owned()),
        change(said::PRIORITY, priority(before.priority), priority(now.priority)),
        change(said::CATEGORY, before.category, now.category),
        change(
            said::KIND,
            before.kind.map(|kind| kind_name(lang, kind).to_owned()),
            now.kind.map(|kind| kind_name(lang, kind).to_owned()),
        ),
        change(
            said::NATURE,
            before.nature.map(|nature| nature_name(lang, nature).to_owned()),
            now.nature.map(|nature| nature_name(lang, nature).to_owned()),
        ),
        change(said::DEPARTMENT, before.department, now.department),
    ];
    let changes: Vec<String> = changes.into_iter().flatten().collect();
    match changes.as_slice() {
        [] => lang.fill(said::DidEdit { name }),
        changes => lang.fill(said::DidChange { name, changes: &changes.join(" · ") }),
    }
}

fn with_note(sentence: String, note: Option<String>) -> String {
    note.map_or(sentence.clone(), |note| [&sentence, "\n", &note].concat())
}
