//! What happens to a ticket is written into the search index, in an ordinary hour within a second.
use super::store::{self, Indexed};
use crate::{
    base::{AppResult, events::written, live::Audience},
    features::{
        accounts::server::service as accounts,
        tickets::{OtherFields, Part, TicketEvent, TicketId},
    },
    server::{
        House,
        db::Tx,
        events::Happened,
        followers::{self, Follower, Start},
        search::{self, Change, Field},
    },
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use uuid::Uuid;

/// The kind of document a ticket is in the index; its number there is the one people know.
pub const KIND: &str = "ticket";
/// Labels: whose request it is, and who was invited to it.
pub const REQUESTER: &str = "requester";
pub const INVITED: &str = "invited";
/// In which state, of which priority, on whose desk it lies unfinished, and who leads it.
pub const STATUS: &str = "status";
pub const PRIORITY: &str = "priority";
pub const DESK: &str = "desk";
pub const LEAD: &str = "lead";
/// What it is about, and which department treats it.
pub const CATEGORY: &str = "category";
pub const TROUBLE: &str = "kind";
pub const NATURE: &str = "nature";
pub const TREATS: &str = "treats";
pub const TAG: &str = "tag";
/// Stands for nobody and no department.
pub const NOBODY: &str = "none";
/// Of what is hidden ([`CONFIDENTIAL`], [`DELETED`]), and of what waits for its requester.
pub const MARK: &str = "mark";
pub const CONFIDENTIAL: &str = "confidential";
pub const DELETED: &str = "deleted";
pub const WAITS: &str = "waits";

/// The labels a ticket has as it is now.
const LABELS: [&str; 10] = [STATUS, PRIORITY, DESK, LEAD, CATEGORY, TROUBLE, NATURE, TREATS, TAG, MARK];

/// So many tickets are read by one statement.
const ROWS: usize = 500;

/// Writes the index. It begins with the first event ever: what was written before there was an index is found
/// too.
pub const INDEX: Follower = Follower {
    name: "search",
    kinds: &[],
    start: Start::Beginning,
    follow: |tx, events| Box::pin(index_events(tx, events)),
    // What is narrowed by labels is another list from now on.
    then: Some(|house| house.bus.lists_indexed()),
};

/// Writes the whole index anew, of tickets and of people, where it is damaged. Less is found until this is
/// done; a server that is running helps.
pub async fn reindex(house: &Arc<House>) -> AppResult<()> {
    let cleared = house.db.write(|tx| {
        Box::pin(async move {
            search::clear(tx).await?;
            followers::place(tx, INDEX.name, 0).await
        })
    });
    cleared.await?;
    accounts::index_all(house).await?;
    while followers::advance(house, &INDEX).await? {}
    Ok(())
}

/// Labels some tickets with numbers above one anew; says which was the last, none where there was none.
pub async fn relabel_after(tx: &mut Tx<'_>, after: i64, limit: i64) -> AppResult<Option<i64>> {
    let ids = store::list_ids_after(tx, after, limit).await?;
    let tickets = indexed(tx, &ids).await?;
    let last = tickets.values().map(|ticket| ticket.number).max();
    let relabelled = |ticket: &Indexed| {
        let mut change = Change::of(ticket.number);
        relabel(&mut change, ticket);
        change
    };
    search::write(tx, KIND, tickets.values().map(relabelled).collect()).await?;
    Ok(last)
}

/// Takes a ticket out of the index, with all that was ever written on it.
pub async fn forget(tx: &mut Tx<'_>, id: TicketId, number: i64) -> AppResult<()> {
    let mut change = Change::of(number);
    for ticket in indexed(tx, &[id]).await?.values() {
        change.remove_everywhere(&ticket.requester_name);
        change.remove_everywhere(&ticket.number.to_string());
        change.unlabel(REQUESTER, &ticket.requester.to_string());
    }
    for (_, description) in store::list_descriptions(tx, &[id]).await? {
        change.remove_everywhere(&description);
    }
    for payload in store::list_payloads(tx, id).await? {
        texts_in(&payload).into_iter().for_each(|text| change.remove_everywhere(text));
        if let Some(who) = payload.pointer("/who/id").and_then(Value::as_str) {
            change.unlabel(INVITED, who);
        }
    }
    for name in LABELS {
        change.relabel(name, [""; 0]);
    }
    Ok(search::write(tx, KIND, vec![change]).await?)
}

/// All texts of an event that the index has, or had.
fn texts_in(payload: &Value) -> Vec<&str> {
    let mut texts = written(payload);
    texts.extend(
        ["/title", "/other/description", "/before/description", "/to/name", "/from/name"]
            .iter()
            .filter_map(|place| payload.pointer(place)?.as_str()),
    );
    texts
}

async fn indexed(tx: &mut Tx<'_>, ids: &[TicketId]) -> AppResult<BTreeMap<Uuid, Indexed>> {
    let mut tickets: BTreeMap<Uuid, Indexed> = BTreeMap::new();
    for some in ids.chunks(ROWS) {
        tickets.extend(store::list_indexed(tx, some).await?.into_iter().map(|ticket| (ticket.id.0, ticket)));
        for (ticket, tag) in store::list_tags_of_these(tx, some).await? {
            tickets.entry(ticket.0).and_modify(|ticket| ticket.tags.push(tag));
        }
    }
    Ok(tickets)
}

/// Adds what was said and done to the documents of its tickets. The ticket itself is read as it is now: what
/// changed later comes later.
pub async fn index_events(tx: &mut Tx<'_>, events: &[Happened]) -> AppResult<()> {
    let telling: Vec<&Happened> = events.iter().filter(|event| tells(event)).collect();
    let ids: BTreeSet<Uuid> = telling.iter().map(|event| event.stream).collect();
    let ids: Vec<TicketId> = ids.into_iter().map(TicketId).collect();
    let tickets = indexed(tx, &ids).await?;
    let mut changes: BTreeMap<i64, Change> = BTreeMap::new();
    for event in telling {
        let Some(ticket) = tickets.get(&event.stream) else { continue };
        let change = changes.entry(ticket.number).or_insert_with(|| Change::of(ticket.number));
        add_event(tx, change, ticket, event).await?;
    }
    add_descriptions(tx, events, &tickets, &mut changes).await?;
    Ok(search::write(tx, KIND, changes.into_values().collect()).await?)
}

/// Does it change what a ticket is found by? An answer without a word does not.
fn tells(event: &Happened) -> bool {
    is_of_tickets(event) || event.payload.get("title").is_some() || !written(&event.payload).is_empty()
}

/// The ticket's own events change what it is labelled by and who is named.
fn is_of_tickets(event: &Happened) -> bool {
    TicketEvent::KINDS.iter().any(|kind| kind.word == event.kind)
}

/// What newly opened tickets are about.
async fn add_descriptions(
    tx: &mut Tx<'_>,
    events: &[Happened],
    tickets: &BTreeMap<Uuid, Indexed>,
    changes: &mut BTreeMap<i64, Change>,
) -> AppResult<()> {
    let opened: Vec<TicketId> =
        events.iter().filter(|event| event.seq == 1).map(|event| TicketId(event.stream)).collect();
    for some in opened.chunks(ROWS) {
        for (id, description) in store::list_descriptions(tx, some).await? {
            let Some(ticket) = tickets.get(&id.0) else { continue };
            if let Some(change) = changes.get_mut(&ticket.number) {
                change.add(Field::Text, &description);
            }
        }
    }
    Ok(())
}

async fn add_event(
    tx: &mut Tx<'_>,
    change: &mut Change,
    ticket: &Indexed,
    event: &Happened,
) -> AppResult<()> {
    if event.seq == 1 {
        change.add(Field::Name, &ticket.requester_name);
        change.add(Field::Title, &ticket.number.to_string());
        change.label(REQUESTER, &ticket.requester.to_string());
    }
    if let Some(title) = event.payload.get("title").and_then(Value::as_str) {
        if event.seq > 1
            && let Some(before) = store::find_title_before(tx, ticket.id, event.seq).await?
        {
            change.remove(Field::Title, &before);
        }
        change.add(Field::Title, title);
    }
    if is_of_tickets(event) {
        relabel(change, ticket);
        add_change(change, event);
        names_in(&event.payload).for_each(|name| change.add(Field::Name, name));
    }
    let field = if event.audience == Audience::Everyone { Field::Said } else { Field::Staff };
    written(&event.payload).into_iter().for_each(|text| change.add(field, text));
    Ok(())
}

/// Who is on it, and what its description says, from now on.
fn add_change(change: &mut Change, event: &Happened) {
    match event.read() {
        Some(TicketEvent::Edited { other: OtherFields { description: Some(now), .. }, before, .. }) => {
            change.remove(Field::Text, &before.description.unwrap_or_default());
            change.add(Field::Text, &now);
        }
        Some(TicketEvent::Joined { who, part: Part::Participant }) => {
            change.label(INVITED, &who.id.to_string());
        }
        Some(TicketEvent::Left { who, part: Part::Participant }) => {
            change.unlabel(INVITED, &who.id.to_string());
        }
        _ => {}
    }
}

/// The ticket as it is now: its own events change what it is labelled by.
fn relabel(change: &mut Change, ticket: &Indexed) {
    let on_desk = ticket.lead.filter(|_| !ticket.status.is_final());
    change.relabel(STATUS, [ticket.status.word()]);
    change.relabel(PRIORITY, [ticket.priority.word()]);
    change.relabel(DESK, on_desk.map(|lead| lead.to_string()));
    let or_nobody = |id: Option<Uuid>| [id.map_or_else(|| NOBODY.to_owned(), |id| id.to_string())];
    change.relabel(LEAD, or_nobody(ticket.lead.map(|lead| lead.0)));
    change.relabel(CATEGORY, [ticket.category.to_string()]);
    change.relabel(TROUBLE, [ticket.kind.word()]);
    change.relabel(NATURE, [ticket.nature.word()]);
    change.relabel(TREATS, or_nobody(ticket.department.map(|department| department.0)));
    change.relabel(TAG, ticket.tags.iter().map(|tag| tag.to_string()));
    let marks = [(CONFIDENTIAL, ticket.confidential), (DELETED, ticket.deleted), (WAITS, ticket.waiting)];
    change.relabel(MARK, marks.into_iter().filter(|(_, has)| *has).map(|(mark, _)| mark));
}

/// Who is named in an event of a ticket: who is in charge now, and was before.
fn names_in(payload: &Value) -> impl Iterator<Item = &str> {
    ["to", "from"].into_iter().filter_map(|role| payload.get(role)?.get("name")?.as_str())
}
