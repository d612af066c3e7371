//! The SQL of an employee's home.
use crate::{
    all,
    base::{AccountId, Time},
    one,
    server::db::Tx,
};

/// The numbers of somebody's tickets, and of those they were invited to, that wait for them, then of those
/// that go on, newest first. Looked at are their newest in each unfinished state, and of all: each from its
/// index. What is over counts while its last event is young and unread.
pub async fn list_home(
    tx: &mut Tx<'_>,
    requester: AccountId,
    news_since: Time,
    limit: i64,
) -> sqlx::Result<Vec<i64>> {
    all!(
        tx,
        scalar i64,
        "select number from (
           select t.number, t.status, t.public_updated_at,
             t.waiting_since is not null and t.requester = $1 as waits, exists (
               select 1 from events e
               where e.stream = t.id and e.audience = 'tous' and e.actor is distinct from $1
                 and e.seq > coalesce((select seq from readings where ticket = t.id and account = $1), 0)
             ) as unread
           from tickets t where t.number in (
             select number from (select number from tickets where requester = $1 and status = 'resolu'
               order by number desc limit 50) as resolved
             union select number from (select number from tickets where requester = $1 and status = 'en cours'
               order by number desc limit 50) as taken
             union select number from (select number from tickets where requester = $1 and status = 'ouvert'
               order by number desc limit 50) as opened
             union select number from (select number from tickets where requester = $1
               order by number desc limit 50) as newest
             union select number from (select number from ticket_people
               where account = $1 and part = 'participant' order by number desc limit 50) as invited
           ) and t.deleted_at is null
         ) as looked_at
         where status in ('ouvert', 'en cours', 'resolu') or unread and public_updated_at >= $2
         order by case when waits then 0 when unread or status = 'resolu' then 1 else 2 end, number desc
         limit $3",
        requester,
        news_since,
        limit,
    )
}

/// How many tickets somebody ever asked for or was invited to.
pub async fn count_requested(tx: &mut Tx<'_>, requester: AccountId) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select (select count(number) from tickets where requester = $1 and deleted_at is null)
              + (select count(p.number) from ticket_people p join tickets t on t.id = p.ticket
                 where p.account = $1 and p.part = 'participant' and t.deleted_at is null)",
        requester,
    )
}
