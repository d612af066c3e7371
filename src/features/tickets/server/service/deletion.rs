//! Deleting tickets, and what becomes of those that are deleted.
use super::super::{
    followers, jobs, store,
    work::{Acting, By, Delivery, Done, Work, act, perform, perform_on_deleted, tell},
};
use super::Seen;
use crate::{
    base::{AppResult, Error, Page, Problem, Time},
    features::{departments::server::service as departments, tickets::*},
    server::{Admin, House, Signed, db::Tx, tasks},
};
use chrono::Duration;

/// Deleted tickets on a page.
const PAGE: usize = 50;

/// Deletes a ticket: it is nowhere any more, but in the list that admins have of those.
pub async fn delete(ctx: &Signed, number: i64, reason: &str, delivery: Delivery) -> AppResult<Done> {
    let reason = parse_reason(reason)?;
    let deleted = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_delete(&work.ticket, work.who)?;
            let deletion = Deletion { by: work.by.person()?.into(), at: work.now, reason: reason.clone() };
            store::set_deleted(tx, work.ticket.id, Some(&deletion)).await?;
            work.record(&TicketEvent::Deleted { note: reason })
        })
    });
    deleted.await
}

/// Restores a deleted ticket: by admins, and for ten minutes by whoever deleted it. For others there is none.
pub async fn restore(ctx: &Signed, number: i64, delivery: Delivery) -> AppResult<Done> {
    let actor = ctx.actor.clone();
    let restored = perform_on_deleted(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            let deletion = store::find_deletion(tx, number).await?.ok_or(Error::NotFound)?;
            if !actor.is_admin() {
                if deletion.by.id != actor.id {
                    return Err(Error::NotFound);
                }
                may_undo(deletion.at, work.now)?;
            }
            store::set_deleted(tx, work.ticket.id, None).await?;
            work.record(&TicketEvent::Restored {})?;
            make_up(tx, work).await
        })
    });
    restored.await
}

/// What would have happened to a ticket had it not been deleted: its department has become confidential, and
/// the time for reopening it ends.
async fn make_up(tx: &mut Tx<'_>, work: &mut Work) -> AppResult<()> {
    let department = departments::check_department(tx, work.ticket.department).await?;
    if !work.ticket.confidential && department.is_some_and(|department| department.confidential) {
        store::set_confidential(tx, work.ticket.id, true).await?;
        work.record(&TicketEvent::Confidential { confidential: true })?;
    }
    match work.ticket.resolved_at.filter(|_| work.ticket.status == Status::Resolved) {
        Some(at) => jobs::close_later(tx, work.ticket.id, at).await,
        None => Ok(()),
    }
}

/// The deletion the caller made and may still undo; none of any other ticket that is not there.
pub async fn find_own_deletion(ctx: &Signed, number: i64) -> AppResult<Option<Deletion>> {
    let now = ctx.clock.now();
    let deletion = store::find_deletion(&mut ctx.db.glance().await?, number).await?;
    Ok(deletion.filter(|made| made.by.id == ctx.actor.id && may_undo(made.at, now).is_ok()))
}

/// The deleted tickets, the latest first; the key of the next page is the last one's moment and number.
pub async fn list_deleted(ctx: &Admin, after: Option<String>) -> AppResult<Page<DeletedTicket>> {
    let (before, below) = match after.as_deref() {
        None | Some("") => (ctx.clock.now() + Duration::days(1), i64::MAX),
        Some(key) => parse_key(key).ok_or(Error::field("after", Problem::Unknown))?,
    };
    let mut tx = ctx.db.glance().await?;
    let rows = store::list_deleted(&mut tx, before, below, PAGE as i64 + 1).await?;
    Ok(Page::cut(rows, PAGE, |line| {
        [&line.deletion.at.timestamp_micros().to_string(), "-", &line.number.to_string()].concat()
    }))
}

/// Removes a deleted ticket for good, with everything on it; its files go at once.
pub async fn purge(ctx: &Admin, number: i64) -> AppResult<()> {
    let (house, by) = (ctx.house.clone(), ctx.actor.id);
    tasks::finish("a purge", async move {
        purge_deleted(&house, number).await?;
        tracing::info!(%by, ticket = number, "a deleted ticket was purged");
        Ok(())
    })
    .await
}

/// A ticket that is not deleted, or no longer, is not there. What it said leaves the index before it goes.
pub async fn purge_deleted(house: &House, number: i64) -> AppResult<()> {
    let (rooms, acting) = (house.rooms, Acting::now(house, By::House));
    let unit = house.db.write(move |tx| {
        Box::pin(async move {
            let id = store::hold_deleted(tx, number).await?.ok_or(Error::NotFound)?;
            if let Some(merge) = store::find_merge(tx, number).await? {
                // What is read in the ticket it was merged into stays there.
                for move_files in rooms.list.iter().filter_map(|room| room.move_files) {
                    move_files(tx, id.0, merge.target.0, merge.shared).await?;
                }
                store::move_merges(tx, id, &merge).await?;
            }
            let stranded = strand(tx, id, acting).await?;
            let mut files = Vec::new();
            for of_ticket in rooms.list.iter().filter_map(|room| room.files_of) {
                files.extend(of_ticket(tx, id.0).await?);
            }
            followers::forget(tx, id, number).await?;
            store::purge(tx, id).await?;
            Ok((files, stranded))
        })
    });
    let (files, stranded) = unit.await?;
    stranded.into_iter().for_each(|work| _ = tell(house, work));
    for file in files {
        house.files.discard(file).await;
    }
    Ok(())
}

/// What was merged into a ticket that goes for good stays cancelled and leads nowhere: its page says so, and
/// tells what was said on it as before.
async fn strand(tx: &mut Tx<'_>, target: TicketId, acting: Acting) -> AppResult<Vec<Work>> {
    let mut stranded = Vec::new();
    for (number, deleted) in store::list_merged_numbers(tx, target).await? {
        let delivery = Delivery { deleted, ..Delivery::default() };
        let told = act(tx, number, delivery, acting.clone(), |_, work| {
            Box::pin(async move { work.record(&TicketEvent::Stranded {}) })
        });
        stranded.push(told.await?);
    }
    Ok(stranded)
}

fn parse_key(key: &str) -> Option<(Time, i64)> {
    let (micros, number) = key.split_once('-')?;
    Some((Time::from_timestamp_micros(micros.parse().ok()?)?, number.parse().ok()?))
}

/// A deleted ticket, as admins read it, and how it came to that.
pub async fn find_deleted(ctx: &Admin, number: i64) -> AppResult<(Seen, Deletion)> {
    let mut tx = ctx.db.read().await?;
    let seen = super::find_deleted_visible(ctx, &mut tx, number).await?;
    let deletion = store::find_deletion(&mut tx, number).await?.ok_or(Error::NotFound)?;
    Ok((seen, deletion))
}
