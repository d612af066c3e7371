//! The numbers of other tickets that a stream tells: only to whom those are there now, whatever they were
//! when it was told.
use super::super::store;
use crate::{
    base::{Actor, AppResult, live::Event},
    features::tickets::TicketEvent,
    server::db::Tx,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The kinds of events that tell numbers, and where.
const TELLING: [(&str, &str); 10] = [
    (TicketEvent::word("Linked"), "/other"),
    (TicketEvent::word("Unlinked"), "/other"),
    (TicketEvent::word("HeldBack"), "/by"),
    (TicketEvent::word("Merged"), "/into"),
    (TicketEvent::word("Received"), "/from"),
    (TicketEvent::word("Copied"), "/from"),
    (TicketEvent::word("CopiedForStaff"), "/from"),
    (TicketEvent::word("Erased"), "/from"),
    (TicketEvent::word("Returned"), "/copies/from"),
    (TicketEvent::word("Withdrawn"), "/copies/from"),
];

/// Takes out of events the numbers of tickets that this reader may not know of: what is deleted, and what is
/// confidential and not theirs. All of a page is asked at once.
pub(super) async fn hide_numbers(tx: &mut Tx<'_>, reader: &Actor, events: &mut [Event]) -> AppResult<()> {
    let mut named = BTreeSet::new();
    for place in events.iter_mut().filter_map(numbers) {
        match place {
            Value::Array(several) => named.extend(several.iter().filter_map(Value::as_i64)),
            one => named.extend(one.as_i64()),
        }
    }
    if named.is_empty() {
        return Ok(());
    }
    let named: Vec<i64> = named.into_iter().collect();
    let known = store::list_known(tx, reader, &named).await?;
    for event in events {
        hide(event, |number| number.as_i64().is_some_and(|number| known.contains(&number)));
    }
    Ok(())
}

/// Where an event tells numbers, if it does.
fn numbers(event: &mut Event) -> Option<&mut Value> {
    let (_, place) = TELLING.iter().find(|(kind, _)| *kind == event.kind)?;
    event.payload.pointer_mut(place)
}

fn hide(event: &mut Event, is_known: impl Fn(&Value) -> bool) {
    let Some(place) = numbers(event) else { return };
    match place {
        Value::Array(several) => several.retain(is_known),
        one if is_known(one) => {}
        one => {
            *one = Value::Null;
            // Whose it was is told with its number, or not at all.
            if let Some(requester) = event.payload.get_mut("requester") {
                *requester = Value::Null;
            }
        }
    }
}
