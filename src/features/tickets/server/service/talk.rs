//! What is said on tickets, in figures: of one, and of all on which it goes on.
use super::{find_visible, lists::list};
use crate::{
    base::AppResult,
    features::tickets::{server::store, *},
    server::{Caller, Signed, Staff},
};
use std::cmp::Reverse;

/// What was said on a ticket in these kinds, over the whole of it; none where nothing was.
pub async fn talk_on(ctx: &Signed, number: i64, kinds: &[&str]) -> AppResult<Option<Talk>> {
    let mut tx = ctx.db.read().await?;
    let ticket = find_visible(ctx, &mut tx, number).await?.ticket.id;
    Ok(store::list_talk(&mut tx, &[ticket], kinds, ctx.actor.id).await?.pop())
}

/// What was said on these tickets, which the caller has been shown.
pub async fn talk_on_these(ctx: &Signed, lines: &[TicketSummary], kinds: &[&str]) -> AppResult<Vec<Talk>> {
    let tickets: Vec<TicketId> = lines.iter().map(|line| line.id).collect();
    Ok(store::list_talk(&mut ctx.db.read().await?, &tickets, kinds, ctx.actor.id).await?)
}

/// The caller's tickets on which talk goes on, newest first: those they asked for and those in their charge,
/// until they are resolved, closed or cancelled.
pub async fn list_active(ctx: &Signed) -> AppResult<Vec<TicketSummary>> {
    let mut lines = whole(ctx, QueueTab::All, Status::Open, true).await?;
    lines.extend(whole(ctx, QueueTab::All, Status::InProgress, true).await?);
    if Staff::of(ctx).is_ok() {
        lines.extend(whole(ctx, QueueTab::Mine, Status::InProgress, false).await?);
    }
    lines.sort_unstable_by_key(|line| Reverse(line.number));
    Ok(lines)
}

/// How many these are.
pub async fn count_active(ctx: &Signed) -> AppResult<i64> {
    let is_staff = Staff::of(ctx).is_ok();
    Ok(store::count_active(&mut ctx.db.glance().await?, ctx.actor.id, is_staff).await?)
}

/// A list with all its pages.
async fn whole(ctx: &Signed, tab: QueueTab, status: Status, own: bool) -> AppResult<Vec<TicketSummary>> {
    let mut filter = QueueFilter { tab, status: Some(status), ..Default::default() };
    let mut lines = Vec::new();
    loop {
        let page = list(ctx, &filter, own).await?;
        lines.extend(page.items);
        if page.next.is_none() {
            return Ok(lines);
        }
        filter.after = page.next;
    }
}
