//! The SQL of how many tickets there are: in a state, of a priority, on a desk.
use super::{GONE, UNFINISHED};
use crate::{
    all,
    base::AccountId,
    features::tickets::{Counts, Priority, Status, Ticket},
    joined, one, run,
    server::db::Tx,
};
use uuid::Uuid;

/// A ticket as it is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    status: &'static str,
    priority: &'static str,
    lead: AccountId,
}

impl From<&Ticket> for Counted {
    fn from(ticket: &Ticket) -> Self {
        let lead = ticket.lead.as_ref().map_or(AccountId(Uuid::nil()), |lead| lead.id);
        Counted { status: ticket.status.word(), priority: ticket.priority.word(), lead }
    }
}

/// Counts a ticket that is new (`before` none) or has moved. Always in the same order, so that no two wait
/// for each other.
pub async fn recount(tx: &mut Tx<'_>, before: Option<Counted>, after: Counted) -> sqlx::Result<()> {
    if before == Some(after) {
        return Ok(());
    }
    let mut changes = vec![(after, 1)];
    changes.extend(before.map(|before| (before, -1)));
    changes.sort_unstable();
    for (Counted { status, priority, lead }, more) in changes {
        run!(
            tx,
            "insert into ticket_counts (status, priority, lead, tickets) values ($1, $2, $3, $4)
             on conflict (status, priority, lead) do update
             set tickets = ticket_counts.tickets + excluded.tickets",
            status,
            priority,
            lead,
            more,
        )?;
    }
    Ok(())
}

/// How many tickets in each tab of the queue.
pub async fn count(tx: &mut Tx<'_>, reader: AccountId) -> sqlx::Result<Counts> {
    one!(
        tx,
        Counts,
        joined!(
            "select cast(coalesce(sum(tickets) filter (where lead = $1 and status in ",
            UNFINISHED,
            "), 0) as bigint) as mine,
                cast(coalesce(sum(tickets) filter (
                  where status = 'ouvert' or status = 'en cours' and lead in ",
            GONE,
            "), 0) as bigint) as untaken,
                cast(coalesce(sum(tickets), 0) as bigint) as \"all\" from ticket_counts"
        ),
        reader,
    )
}

/// How many tickets in each state of each priority.
pub async fn tally(tx: &mut Tx<'_>) -> sqlx::Result<Vec<(Status, Priority, i64)>> {
    all!(
        tx,
        (Status, Priority, i64),
        "select status, priority, cast(sum(tickets) as bigint) from ticket_counts group by status, priority",
    )
}

/// The same of one requester's own tickets.
pub async fn tally_of(tx: &mut Tx<'_>, requester: AccountId) -> sqlx::Result<Vec<(Status, Priority, i64)>> {
    all!(
        tx,
        (Status, Priority, i64),
        "select status, priority, count(*) from tickets where requester = $1 group by status, priority",
        requester,
    )
}

/// How many tickets are being guided.
pub async fn count_guided(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(t.id) from tickets t where t.guided")
}

/// How many open tickets or tickets in progress somebody asked for, and as staff has in progress in their
/// charge.
pub async fn count_active(tx: &mut Tx<'_>, who: AccountId, is_staff: bool) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select (select count(t.id) from tickets t
              where t.requester = $1 and t.status in ('ouvert', 'en cours'))
           + (select cast(coalesce(sum(tickets), 0) as bigint) from ticket_counts
              where lead = $1 and status = 'en cours' and $2)",
        who,
        is_staff,
    )
}

/// How many unfinished tickets each person is in charge of, if any.
pub async fn list_loads(tx: &mut Tx<'_>) -> sqlx::Result<Vec<(AccountId, i64)>> {
    all!(
        tx,
        (AccountId, i64),
        joined!(
            "select lead, cast(sum(tickets) as bigint) from ticket_counts where status in ",
            UNFINISHED,
            " group by lead"
        ),
    )
}
