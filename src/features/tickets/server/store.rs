//! The SQL of tickets and of reading their streams.
mod around;
mod deleted;
mod figures;
mod home;
mod links;
mod listing;
mod lists;
mod search;
mod talk;
mod views;

use crate::{
    all,
    base::{AccountId, Actor, Time, live::Event},
    features::tickets::*,
    joined, maybe, one, run,
    server::{db::Tx, live::HasRead},
    sql,
};
pub use around::*;
pub use deleted::*;
pub use figures::*;
pub use home::*;
pub use links::*;
pub use listing::*;
pub use lists::*;
pub use search::*;
pub use talk::*;
use uuid::Uuid;
pub use views::*;

/// The columns of a [`Ticket`] but `updated_at` and `rev`, which are not the same for every reader; who reads
/// is `$2`.
const TICKET: &str =
    "id, number, title, description, status, priority, category, department, requester_department,
    requester, lead, kind, nature, channel, taken_by, waiting_since, confidential, deleted_at,
    guided, typing_paused, created_at, resolved_at, solution,
    (select name from categories where id = tickets.category) as category_name,
    (select name from departments where id = tickets.department) as department_name,
    (select name from departments where id = tickets.requester_department) as requester_department_name,
    (select name from accounts where id = tickets.requester) as requester_name,
    (select role from accounts where id = tickets.requester) as requester_role,
    (select name from accounts where id = tickets.lead) as lead_name,
    (select role from accounts where id = tickets.lead) as lead_role,
    (select name from accounts where id = tickets.taken_by) as taken_by_name,
    (select role from accounts where id = tickets.taken_by) as taken_by_role,
    exists (select 1 from ticket_people p
      where p.ticket = tickets.id and p.part = 'participant' and p.account = $2) as invited,
    exists (select 1 from department_technicians s
      where s.account = $2 and s.department = tickets.department) as served,
    exists (select 1 from ticket_people p where p.ticket = tickets.id and p.part = 'participant') as shared,
    coalesce((select not active or role = 'employe' from accounts where id = tickets.lead), false)
      as lead_gone";

/// The next number; on PostgreSQL the row is held until the unit ends.
pub async fn next_number(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "update counters set value = value + 1 where name = 'ticket' returning value")
}

pub async fn insert(tx: &mut Tx<'_>, t: &Ticket) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into tickets
           (id, number, title, description, status, priority, category, department, requester_department,
            requester, lead, rev, created_at, updated_at, resolved_at, public_rev, public_updated_at,
            kind, nature, channel, taken_by, confidential)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $12, $14,
                 $16, $17, $18, $19, $20)",
        t.id,
        t.number,
        &t.title,
        &t.description,
        t.status,
        t.priority,
        t.category,
        t.department,
        t.requester_department,
        t.requester.id,
        t.lead.as_ref().map(|l| l.id),
        t.rev,
        t.created_at,
        t.updated_at,
        t.resolved_at,
        t.kind,
        t.nature,
        t.channel,
        t.taken_by.as_ref().map(|taker| taker.id),
        t.confidential,
    )?;
    recount(tx, None, Counted::of(t)).await
}

/// Raises the revision of a ticket that is there, or is deleted, and returns it as this reader has it;
/// whether they may see it is [`Ticket::relation`]'s.
///
/// One statement, since every verb begins with it; that the requester sees what comes is corrected by
/// [`set_revision`] where it is not so.
pub async fn raise_revision(
    tx: &mut Tx<'_>,
    number: i64,
    reader: Option<AccountId>,
    now: Time,
    deleted: bool,
) -> sqlx::Result<Option<Ticket>> {
    maybe!(
        tx,
        Ticket,
        joined!(
            "update tickets
             set rev = rev + 1, updated_at = $3, public_rev = rev + 1, public_updated_at = $3
             where number = $1 and (deleted_at is not null) = $4
             returning updated_at, rev, ",
            TICKET
        ),
        number,
        reader,
        now,
        deleted,
    )
}

/// How many events of a kind a ticket has.
pub async fn count_of_kind(tx: &mut Tx<'_>, stream: TicketId, kind: &str) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(*) from events where stream = $1 and kind = $2", stream, kind)
}

/// The number of the last event, and of the last one the requester may see, read from the events.
pub async fn set_revision(tx: &mut Tx<'_>, id: TicketId, rev: i64) -> sqlx::Result<()> {
    run!(
        tx,
        "update tickets set rev = $2,
           public_rev = (select seq from events
                         where stream = $1 and audience = 'tous' order by seq desc limit 1),
           public_updated_at = (select at from events
                                where stream = $1 and audience = 'tous' order by seq desc limit 1)
         where id = $1",
        id,
        rev,
    )
}

/// The number of the last event, whoever may see it.
pub async fn find_revision(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select rev from tickets where id = $1", id)
}

/// The number of the last event the requester may see.
pub async fn find_public_revision(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select coalesce(max(seq), 0) from events where stream = $1 and audience = 'tous'",
        id,
    )
}

pub async fn is_number_of(tx: &mut Tx<'_>, id: Uuid, number: i64) -> sqlx::Result<bool> {
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from tickets where id = $1 and number = $2)",
        id,
        number,
    )
}

/// The ticket that is there, or is deleted, as this reader may see it: whoever reads as its requester does is
/// shown neither number nor moment of what is for staff only.
pub async fn find(
    tx: &mut Tx<'_>,
    number: i64,
    reader: &Actor,
    deleted: bool,
) -> sqlx::Result<Option<Ticket>> {
    maybe!(
        tx,
        Ticket,
        joined!(
            "select case when requester = $2 or not $3 then public_updated_at else updated_at end
                      as updated_at,
                    case when requester = $2 or not $3 then public_rev else rev end as rev, ",
            TICKET,
            " from tickets where number = $1 and (deleted_at is not null) = $4"
        ),
        number,
        reader.id,
        reader.is_staff(),
        deleted,
    )
}

pub async fn set_lead(
    tx: &mut Tx<'_>,
    id: TicketId,
    lead: AccountId,
    status: Status,
    now: Time,
) -> sqlx::Result<()> {
    run!(
        tx,
        "update tickets set lead = $2, status = $3, assigned_at = $4 where id = $1",
        id,
        lead,
        status,
        now,
    )
}

/// An open ticket has no lead.
pub async fn set_status(
    tx: &mut Tx<'_>,
    id: TicketId,
    status: Status,
    resolved_at: Option<Time>,
    solution: Option<&str>,
) -> sqlx::Result<()> {
    run!(
        tx,
        "update tickets
         set status = $2, resolved_at = $3, solution = $4,
             lead = case when $2 = 'ouvert' then null else lead end,
             waiting_since = case when $2 in ('ouvert', 'en cours') then waiting_since end
         where id = $1",
        id,
        status,
        resolved_at,
        solution,
    )
}

pub async fn set_guided(tx: &mut Tx<'_>, id: TicketId, guided: bool, paused: bool) -> sqlx::Result<()> {
    run!(tx, "update tickets set guided = $2, typing_paused = $3 where id = $1", id, guided, paused)
}

/// What an edit may have changed.
pub async fn update_fields(tx: &mut Tx<'_>, t: &Ticket) -> sqlx::Result<()> {
    run!(
        tx,
        "update tickets
         set title = $2, priority = $3, category = $4, description = $5, kind = $6, nature = $7,
             department = $8
         where id = $1",
        t.id,
        &t.title,
        t.priority,
        t.category,
        &t.description,
        t.kind,
        t.nature,
        t.department,
    )
}

/// The states of a ticket that somebody may still have on their desk.
const UNFINISHED: &str = "('ouvert', 'en cours', 'resolu')";

/// The number of this requester's ticket that is being guided, the latest moved if there are several.
pub async fn find_guided(tx: &mut Tx<'_>, requester: AccountId) -> sqlx::Result<Option<i64>> {
    maybe!(
        tx,
        scalar i64,
        "select number from tickets
         where requester = $1 and guided and deleted_at is null order by updated_at desc limit 1",
        requester,
    )
}

/// Which events of a stream are read.
pub struct Stretch<'a> {
    pub stream: TicketId,
    /// With numbers above this,
    pub after: i64,
    /// and below this.
    pub before: i64,
    /// With events that are for staff only?
    pub staff: bool,
    /// With what is left of entries that were taken over and given back?
    pub erased: bool,
    /// Of these kinds only.
    pub kinds: Option<&'a [&'a str]>,
}

/// The oldest of a stretch first, or the newest; at most `limit`. The one statement that reads events with
/// their authors.
pub async fn list_events(
    tx: &mut Tx<'_>,
    s: &Stretch<'_>,
    newest_first: bool,
    limit: i64,
) -> sqlx::Result<Vec<Event>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select e.seq, e.kind, e.audience, e.actor, a.name, a.role, e.at, e.said_at, e.act, e.payload
             from events e left join accounts a on a.id = e.actor
             where e.stream = ",
        );
        q.push_bind(s.stream).push(" and e.seq > ").push_bind(s.after);
        q.push(" and e.seq < ").push_bind(s.before);
        if !s.staff {
            q.push(" and e.audience = 'tous'");
        }
        if !s.erased {
            q.push(" and e.kind <> 'entree_effacee'");
        }
        if let Some(kinds) = s.kinds {
            let mut list = q.push(" and e.kind in (").separated(", ");
            kinds.iter().for_each(|kind| _ = list.push_bind(*kind));
            q.push(")");
        }
        q.push(if newest_first { " order by e.seq desc limit " } else { " order by e.seq limit " });
        q.push_bind(limit).build_query_as().fetch_all(c).await
    })
}

/// The number people know a ticket by.
pub async fn find_number(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<Option<i64>> {
    maybe!(tx, scalar i64, "select number from tickets where id = $1", id)
}

pub async fn list_readings(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    sees_staff: bool,
) -> sqlx::Result<Vec<Reading>> {
    all!(
        tx,
        Reading,
        joined!("select r.account, ", SEEN, " from readings r ", LAST_SEEN, " where r.ticket = $1"),
        ticket,
        sees_staff,
    )
}

/// Those of everybody but this reader.
pub async fn list_others_readings(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    reader: AccountId,
    sees_staff: bool,
) -> sqlx::Result<Vec<HasRead>> {
    all!(
        tx,
        HasRead,
        joined!(
            "select r.account as id, a.name, a.role, ",
            SEEN,
            " from readings r join accounts a on a.id = r.account ",
            LAST_SEEN,
            " where r.ticket = $1 and r.account <> $3"
        ),
        ticket,
        sees_staff,
        reader,
    )
}

/// How far somebody has read and when. Whoever does not see what is for staff only ($2) is told of the last
/// that they see themselves: neither a number of the hidden queue, nor a moment that moves when that is read.
const SEEN: &str = "case when $2 or e.seq = r.seq then r.seq else coalesce(e.seq, 0) end as seq,
    case when $2 or e.seq = r.seq then r.at else coalesce(e.at, r.at) end as at";
const LAST_SEEN: &str = "left join events e on e.stream = r.ticket and e.seq =
    (select seq from events where stream = r.ticket and audience = 'tous' and seq <= r.seq
     order by seq desc limit 1)";

/// How far somebody has read never goes back.
pub async fn set_reading(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    account: AccountId,
    seq: i64,
    now: Time,
) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into readings (ticket, account, seq, at) values ($1, $2, $3, $4)
         on conflict (ticket, account) do update set seq = excluded.seq, at = excluded.at
         where readings.seq < excluded.seq",
        ticket,
        account,
        seq,
        now,
    )
}
