//! Lists of tickets, as far as their reader may see them.
use super::super::{
    search::{self, filter::check_search},
    store,
};
use crate::{
    base::{AppResult, Error, Page, Problem, text::parse_number},
    features::tickets::*,
    server::{Signed, Staff, search::words_sought},
};

/// Tickets on a page of a list.
const PAGE: usize = 50;

/// The caller's own requests, newest first; with a search, those that have its words.
pub async fn list_mine(
    ctx: &Signed,
    search: String,
    after: Option<String>,
) -> AppResult<Page<TicketSummary>> {
    list_requested(ctx, QueueFilter { search, after, ..Default::default() }).await
}

/// What the caller asked for or was invited to, as far as it fits a filter, newest first.
pub async fn list_requested(ctx: &Signed, filter: QueueFilter) -> AppResult<Page<TicketSummary>> {
    list(ctx, &QueueFilter { tab: QueueTab::All, ..filter }, true).await
}

/// The number of the caller's own ticket on which guidance runs, if it runs on any.
pub async fn guided_now(ctx: &Signed) -> AppResult<Option<i64>> {
    let requester = ctx.actor.id;
    Ok(store::find_guided(&mut ctx.db.glance().await?, requester).await?)
}

/// The queue, newest first.
pub async fn list_queue(ctx: &Staff, filter: QueueFilter) -> AppResult<Page<TicketSummary>> {
    list(ctx, &filter, false).await
}

/// Those of the caller's own, or all they may see.
pub(super) async fn list(ctx: &Signed, filter: &QueueFilter, own: bool) -> AppResult<Page<TicketSummary>> {
    let below = match filter.after.as_deref() {
        None | Some("") => None,
        Some(key) => Some(parse_number(key).ok_or(Error::field("after", Problem::Unknown))?),
    };
    check_search(&filter.search).map_err(|problem| Error::field("search", problem))?;
    let limit = PAGE as i64 + 1;
    let reader = &ctx.actor;
    let selection = store::Selection { reader, own, filter, below, numbers: None, limit };
    if !words_sought(&filter.search).is_empty() {
        return search::page(&mut ctx.db.read().await?, &selection, PAGE).await;
    }
    let rows = store::list(&mut ctx.db.glance().await?, &selection).await?;
    Ok(Page::cut(rows, PAGE, |line| line.number.to_string()))
}

/// How many in each tab.
pub async fn count_queue(ctx: &Staff) -> AppResult<Counts> {
    Ok(store::count(&mut ctx.db.glance().await?, &ctx.actor).await?)
}
