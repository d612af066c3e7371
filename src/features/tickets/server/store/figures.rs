//! What is counted of tickets.
use crate::{
    base::AccountId,
    features::tickets::{Counts, Priority, Status, TicketId},
    server::db::Tx,
    sql,
};

/// How many tickets in each tab of the queue.
pub async fn count(tx: &mut Tx<'_>, reader: AccountId) -> sqlx::Result<Counts> {
    sql!(tx, |c| sqlx::query_as(
        "select (select count(*) from tickets where lead = $1 and status in ('ouvert', 'en cours', 'resolu')) as mine,
                (select count(*) from tickets where status = 'ouvert') as untaken, (select count(*) from tickets) as \"all\""
    )
    .bind(reader)
    .fetch_one(c)
    .await)
}

/// How many events the requester may see after a number, counted up to 99.
pub async fn count_public_since(tx: &mut Tx<'_>, id: TicketId, seq: i64) -> sqlx::Result<i64> {
    sql!(tx, |c| sqlx::query_scalar(
        "select count(*) from (select 1 as one from events where stream = $1 and seq > $2 and audience = 'tous' limit 99) as unseen"
    )
    .bind(id)
    .bind(seq)
    .fetch_one(c)
    .await)
}

pub async fn tally_status(tx: &mut Tx<'_>, requester: Option<AccountId>) -> sqlx::Result<Vec<(Status, i64)>> {
    sql!(tx, |c| sqlx::query_as("select status, count(*) from tickets where $1 is null or requester = $1 group by status")
        .bind(requester)
        .fetch_all(c)
        .await)
}

pub async fn tally_priority(tx: &mut Tx<'_>, requester: Option<AccountId>) -> sqlx::Result<Vec<(Priority, i64)>> {
    sql!(tx, |c| sqlx::query_as("select priority, count(*) from tickets where $1 is null or requester = $1 group by priority")
        .bind(requester)
        .fetch_all(c)
        .await)
}

/// How many unfinished tickets each lead has.
pub async fn list_loads(tx: &mut Tx<'_>) -> sqlx::Result<Vec<(AccountId, i64)>> {
    sql!(tx, |c| sqlx::query_as(
        "select lead, count(*) from tickets where lead is not null and status in ('ouvert', 'en cours', 'resolu') group by lead"
    )
    .fetch_all(c)
    .await)
}
