//! The SQL of how many tickets there are: in a state, of a priority, on a desk.
use super::{GONE, UNFINISHED};
use crate::{
    all,
    base::{AccountId, Actor},
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
    circle: Uuid,
}

/// Of tickets that are there for all staff.
const ALL_STAFF: Uuid = Uuid::nil();
/// Of confidential tickets that no department treats.
const NO_DEPARTMENT: Uuid = Uuid::max();

impl Counted {
    /// None where it is deleted.
    pub fn of(ticket: &Ticket) -> Option<Self> {
        let lead = ticket.lead.as_ref().map_or(AccountId(Uuid::nil()), |lead| lead.id);
        let circle = match (ticket.confidential, ticket.department) {
            (false, _) => ALL_STAFF,
            (true, Some(department)) => department.0,
            (true, None) => NO_DEPARTMENT,
        };
        let (status, priority) = (ticket.status.word(), ticket.priority.word());
        ticket.deleted_at.is_none().then_some(Counted { status, priority, lead, circle })
    }
}

/// Counts a ticket that is new or restored (`before` none), has moved, or is deleted (`after` none). Always
/// in the same order, so that no two wait for each other.
pub async fn recount(tx: &mut Tx<'_>, before: Option<Counted>, after: Option<Counted>) -> sqlx::Result<()> {
    if before == after {
        return Ok(());
    }
    let mut changes: Vec<_> = after.map(|after| (after, 1)).into_iter().collect();
    changes.extend(before.map(|before| (before, -1)));
    changes.sort_unstable();
    for (Counted { status, priority, lead, circle }, more) in changes {
        run!(
            tx,
            "insert into ticket_counts (status, priority, lead, circle, tickets) values ($1, $2, $3, $4, $5)
             on conflict (status, priority, lead, circle) do update
             set tickets = ticket_counts.tickets + excluded.tickets",
            status,
            priority,
            lead,
            circle,
            more,
        )?;
    }
    Ok(())
}

/// How many tickets in each tab of the queue, of those this reader may see.
pub async fn count(tx: &mut Tx<'_>, reader: &Actor) -> sqlx::Result<Counts> {
    let counted = one!(
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
                cast(coalesce(sum(tickets), 0) as bigint) as \"all\" from ticket_counts
             where $2 or circle = $3 or lead = $1
                or circle in (select department from department_technicians where account = $1)"
        ),
        reader.id,
        reader.is_admin(),
        ALL_STAFF,
    )?;
    if reader.is_admin() {
        return Ok(counted);
    }
    let besides = count_besides(tx, reader.id).await?;
    Ok(Counts {
        mine: counted.mine,
        untaken: counted.untaken + besides.untaken,
        all: counted.all + besides.all,
    })
}

/// Confidential tickets a technician may see although they neither lead them nor serve their department:
/// those they asked for or were invited to. Few, if any.
async fn count_besides(tx: &mut Tx<'_>, reader: AccountId) -> sqlx::Result<Counts> {
    one!(
        tx,
        Counts,
        joined!(
            "select cast(0 as bigint) as mine, count(*) filter (
                where t.status = 'ouvert' or t.status = 'en cours' and t.lead in ",
            GONE,
            ") as untaken, count(*) as \"all\" from tickets t
             where t.confidential and t.deleted_at is null and (t.lead is null or t.lead <> $1)
               and (t.department is null or t.department not in (
                 select department from department_technicians where account = $1))
               and t.id in (
                 select id from tickets where requester = $1 and confidential
                 union select ticket from ticket_people where account = $1 and part = 'participant')"
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
        "select status, priority, count(*) from tickets
         where requester = $1 and deleted_at is null group by status, priority",
        requester,
    )
}

/// How many tickets are being guided.
pub async fn count_guided(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(t.id) from tickets t where t.guided and t.deleted_at is null")
}

/// How many open tickets or tickets in progress somebody asked for, and as staff has in progress in their
/// charge.
pub async fn count_active(tx: &mut Tx<'_>, who: AccountId, is_staff: bool) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select (select count(t.id) from tickets t
              where t.requester = $1 and t.status in ('ouvert', 'en cours') and t.deleted_at is null)
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
