//! The numbers of other tickets that a stream tells: only to whom those are there when it is read, whatever
//! they were when it was told.
use super::super::store;
use crate::{
    base::{Actor, AppResult, live::Event},
    server::{Rooms, db::Tx},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Takes out of events the numbers of tickets that this reader may not know of: what is deleted, and what is
/// confidential and not theirs. All of a page is asked at once.
pub(super) async fn hide_numbers(
    tx: &mut Tx<'_>,
    reader: &Actor,
    rooms: Rooms,
    events: &mut [Event],
) -> AppResult<()> {
    let mut named = BTreeSet::new();
    for place in events.iter_mut().filter_map(|event| numbers(rooms, event)) {
        match place {
            Value::Array(several) => named.extend(several.iter().filter_map(Value::as_i64)),
            one => named.extend(one.as_i64()),
        }
    }
    let named: Vec<i64> = named.into_iter().collect();
    let known = store::list_known(tx, reader, &named).await?;
    let is_known = |number: &Value| number.as_i64().is_some_and(|number| known.contains(&number));
    for event in events {
        match numbers(rooms, event) {
            Some(Value::Array(several)) => several.retain(is_known),
            Some(one) if !is_known(one) => {
                *one = Value::Null;
                hide_requester(event);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Where an event tells numbers, if it does.
fn numbers(rooms: Rooms, event: &mut Event) -> Option<&mut Value> {
    let place = rooms.kind(&event.kind)?.others;
    if place.is_empty() { None } else { event.payload.pointer_mut(place) }
}

/// Whose a ticket was is told with its number, or not at all.
fn hide_requester(event: &mut Event) {
    if let Some(requester) = event.payload.get_mut("requester") {
        *requester = Value::Null;
    }
}
