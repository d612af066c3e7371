//! What an employee sees first of their tickets.
use crate::{
    base::AppResult,
    features::tickets::{server::store, *},
    server::Signed,
};
use chrono::Duration;

/// So many tickets are shown at most.
const SHOWN: i64 = 8;
/// So many days long it is news that a ticket was closed or cancelled.
const NEWS_DAYS: i64 = 7;

/// Of what the caller asked for or was invited to, first what waits for them (somebody waits for their
/// answer, something is unread, or it is resolved and they have not said that it holds), then what goes on,
/// the newest first; and how many there are in all.
pub async fn home(ctx: &Signed) -> AppResult<Home> {
    let reader = ctx.actor.id;
    let mut tx = ctx.db.read().await?;
    let news_since = ctx.clock.now() - Duration::days(NEWS_DAYS);
    let numbers = store::list_home(&mut tx, reader, news_since, SHOWN).await?;
    let all = store::count_requested(&mut tx, reader).await?;
    if numbers.is_empty() {
        return Ok(Home { tickets: Vec::new(), all });
    }
    let selection = store::Selection {
        reader: &ctx.actor,
        own: true,
        filter: &QueueFilter::default(),
        below: None,
        numbers: Some(&numbers),
        limit: SHOWN,
    };
    let mut tickets = store::list(&mut tx, &selection).await?;
    tickets.sort_by_key(|line| numbers.iter().position(|number| *number == line.number));
    Ok(Home { tickets, all })
}
