//! What happens to a ticket is written into the search index, in an ordinary hour within a second.
use super::store::{self, Indexed};
use crate::{
    base::{AppResult, events::written, live::Audience},
    features::{
        accounts::server::service as accounts,
        tickets::{TicketEvent, TicketId},
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
/// Labels: whose request it is, in which state, of which priority, and on whose desk it lies unfinished.
pub const REQUESTER: &str = "requester";
pub const STATUS: &str = "status";
pub const PRIORITY: &str = "priority";
pub const DESK: &str = "desk";

/// So many tickets are read by one statement.
const ROWS: usize = 500;

/// Writes the index. It begins with the first event ever: what was written before there was an index is found
/// too.
pub const INDEX: Follower = Follower {
    name: "search",
    kinds: &[],
    start: Start::Beginning,
    follow: |tx, events| Box::pin(index_events(tx, events)),
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

/// Adds what was said and done to the documents of its tickets. The ticket itself is read as it is now: what
/// changed later comes later.
pub async fn index_events(tx: &mut Tx<'_>, events: &[Happened]) -> AppResult<()> {
    let telling: Vec<&Happened> = events.iter().filter(|event| tells(event)).collect();
    let ids: BTreeSet<Uuid> = telling.iter().map(|event| event.stream).collect();
    let ids: Vec<TicketId> = ids.into_iter().map(TicketId).collect();
    let mut tickets: BTreeMap<Uuid, Indexed> = BTreeMap::new();
    for some in ids.chunks(ROWS) {
        tickets.extend(store::list_indexed(tx, some).await?.into_iter().map(|ticket| (ticket.id.0, ticket)));
    }
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
        names_in(&event.payload).for_each(|name| change.add(Field::Name, name));
    }
    let field = if event.audience == Audience::Everyone { Field::Said } else { Field::Staff };
    written(&event.payload).into_iter().for_each(|text| change.add(field, text));
    Ok(())
}

/// The ticket as it is now: its own events change what it is labelled by.
fn relabel(change: &mut Change, ticket: &Indexed) {
    let on_desk = ticket.lead.filter(|_| !ticket.status.is_final());
    change.relabel(STATUS, [ticket.status.word()]);
    change.relabel(PRIORITY, [ticket.priority.word()]);
    change.relabel(DESK, on_desk.map(|lead| lead.to_string()));
}

/// Who is named in an event of a ticket: who is in charge now, and was before.
fn names_in(payload: &Value) -> impl Iterator<Item = &str> {
    ["to", "from"].into_iter().filter_map(|role| payload.get(role)?.get("name")?.as_str())
}
