//! What is counted of tickets.
use crate::{
    all,
    base::AccountId,
    features::tickets::{Counts, Priority, Status, TicketId},
    one,
    server::db::Tx,
    sql,
};

/// How many tickets in each tab of the queue.
pub async fn count(tx: &mut Tx<'_>, reader: AccountId) -> sqlx::Result<Counts> {
    one!(
        tx,
        Counts,
        "select (select count(*) from tickets
                 where lead = $1 and status in ('ouvert', 'en cours', 'resolu')) as mine,
                (select count(*) from tickets where status = 'ouvert') as untaken,
                (select count(*) from tickets) as \"all\"",
        reader,
    )
}

/// How many events the requester may see after a number, counted up to 99.
pub async fn count_public_since(tx: &mut Tx<'_>, id: TicketId, seq: i64) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select count(*) from (
           select 1 as one from events
           where stream = $1 and seq > $2 and audience = 'tous' limit 99) as unseen",
        id,
        seq,
    )
}

/// How many tickets in each state of each priority; with `requester`, of their own tickets only.
pub async fn tally(
    tx: &mut Tx<'_>,
    requester: Option<AccountId>,
) -> sqlx::Result<Vec<(Status, Priority, i64)>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select status, priority, count(*) from tickets");
        if let Some(requester) = requester {
            q.push(" where requester = ").push_bind(requester);
        }
        q.push(" group by status, priority").build_query_as().fetch_all(c).await
    })
}

/// How many unfinished tickets each technician and admin is in charge of. Person by person, so that finished
/// ones are never looked at.
pub async fn list_loads(tx: &mut Tx<'_>) -> sqlx::Result<Vec<(AccountId, i64)>> {
    all!(
        tx,
        (AccountId, i64),
        "select id, (select count(*) from tickets
                     where lead = accounts.id and status in ('ouvert', 'en cours', 'resolu'))
         from accounts where role in ('technicien', 'admin')",
    )
}
