//! The SQL of links between tickets, of what they are called elsewhere, and of merging.
use super::lists::push_visible;
use crate::{
    all,
    base::{AccountId, Actor, Time, live::Author},
    changed,
    features::tickets::*,
    maybe, one, run,
    server::db::Tx,
    sql,
};
use sqlx::types::Json;
use uuid::Uuid;

/// Pushes ids between brackets.
macro_rules! push_ids {
    ($query:expr, $ids:expr) => {{
        let mut list = $query.push(" (").separated(", ");
        $ids.iter().for_each(|id| _ = list.push_bind(*id));
        $query.push(")");
    }};
}

/// The raw links of these tickets.
pub async fn list_links(tx: &mut Tx<'_>, of: &[TicketId]) -> sqlx::Result<Vec<(LinkKind, TicketId)>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select kind, other from ticket_links where ticket in");
        push_ids!(q, of);
        q.build_query_as().fetch_all(c).await
    })
}

/// How many links a ticket has of its own.
pub async fn count_links(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(*) from ticket_links where ticket = $1", ticket)
}

/// Says whether the link is new.
pub async fn add_link(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    kind: LinkKind,
    other: TicketId,
    now: Time,
) -> sqlx::Result<u64> {
    changed!(
        tx,
        "insert into ticket_links (ticket, kind, other, added_at) values ($1, $2, $3, $4)
         on conflict (ticket, kind, other) do nothing",
        ticket,
        kind,
        other,
        now,
    )
}

/// Removes the links of this kind from any of the ones to any of the others; says how many there were.
pub async fn remove_links(
    tx: &mut Tx<'_>,
    from: &[TicketId],
    kind: LinkKind,
    to: &[TicketId],
) -> sqlx::Result<u64> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("delete from ticket_links where kind = ");
        q.push_bind(kind).push(" and ticket in");
        push_ids!(q, from);
        q.push(" and other in");
        push_ids!(q, to);
        q.build().execute(c).await.map(|done| done.rows_affected())
    })
}

/// Those that were merged into one of these.
pub async fn list_merged(tx: &mut Tx<'_>, targets: &[TicketId]) -> sqlx::Result<Vec<TicketId>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select ticket from merges where target in");
        push_ids!(q, targets);
        q.build_query_scalar().fetch_all(c).await
    })
}

/// Those of these that were merged, with what each was merged into.
pub async fn list_targets(tx: &mut Tx<'_>, tickets: &[TicketId]) -> sqlx::Result<Vec<(TicketId, TicketId)>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select ticket, target from merges where ticket in");
        push_ids!(q, tickets);
        q.build_query_as().fetch_all(c).await
    })
}

/// A ticket at the other end of a link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Other {
    pub id: TicketId,
    pub number: i64,
    pub title: String,
    pub status: Status,
    pub confidential: bool,
}

/// Those of these tickets that are there, for this reader of staff or for the house.
pub async fn list_others(
    tx: &mut Tx<'_>,
    ids: &[TicketId],
    reader: Option<&Actor>,
) -> sqlx::Result<Vec<Other>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select t.id, t.number, t.title, t.status, t.confidential from tickets t
             where t.deleted_at is null and t.id in",
        );
        push_ids!(q, ids);
        if let Some(reader) = reader {
            push_visible!(q, "t", reader);
        }
        q.build_query_as().fetch_all(c).await
    })
}

pub async fn list_references(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<Vec<Reference>> {
    all!(
        tx,
        Reference,
        "select id, system, number, address from ticket_references where ticket = $1 order by added_at, id",
        ticket,
    )
}

pub async fn add_reference(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    reference: &Reference,
    now: Time,
) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into ticket_references (id, ticket, system, number, address, added_at)
         values ($1, $2, $3, $4, $5, $6)",
        reference.id,
        ticket,
        &reference.system,
        &reference.number,
        reference.address.as_deref(),
        now,
    )
}

pub async fn remove_reference(tx: &mut Tx<'_>, ticket: TicketId, id: Uuid) -> sqlx::Result<()> {
    run!(tx, "delete from ticket_references where ticket = $1 and id = $2", ticket, id)
}

/// A ticket that was merged into another, and how it was before.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Merge {
    pub ticket: TicketId,
    pub target: TicketId,
    pub target_number: i64,
    pub by: AccountId,
    pub at: Time,
    /// What was said on it is for everyone who reads the other.
    pub shared: bool,
    /// Its requester became a participant of the other by it.
    pub joined: bool,
    /// Where that stands in the other's stream.
    pub first_seq: i64,
    pub last_seq: i64,
    pub status: Status,
    pub resolved_at: Option<Time>,
    pub waiting_since: Option<Time>,
}

impl Merge {
    /// By whom and when it was done.
    pub fn made(&self) -> Made {
        Made { by: self.by, at: self.at }
    }
}

pub async fn insert_merge(tx: &mut Tx<'_>, m: &Merge) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into merges (ticket, target, by, at, shared, joined, first_seq, last_seq, status, resolved_at,
           waiting_since)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        m.ticket,
        m.target,
        m.by,
        m.at,
        m.shared,
        m.joined,
        m.first_seq,
        m.last_seq,
        m.status,
        m.resolved_at,
        m.waiting_since,
    )
}

/// How the ticket of this number was merged, if it was.
pub async fn find_merge(tx: &mut Tx<'_>, number: i64) -> sqlx::Result<Option<Merge>> {
    maybe!(
        tx,
        Merge,
        "select m.ticket, m.target, o.number as target_number, m.by, m.at, m.shared, m.joined, m.first_seq,
                m.last_seq, m.status, m.resolved_at, m.waiting_since
         from tickets t join merges m on m.ticket = t.id join tickets o on o.id = m.target
         where t.number = $1",
        number,
    )
}

/// Those that were merged into one, with when and by whom.
pub async fn list_merges_into(tx: &mut Tx<'_>, target: TicketId) -> sqlx::Result<Vec<(TicketId, Made)>> {
    let rows =
        all!(tx, (TicketId, AccountId, Time), "select ticket, by, at from merges where target = $1", target)?;
    Ok(rows.into_iter().map(|(ticket, by, at)| (ticket, Made { by, at })).collect())
}

/// Those that were merged into one: their numbers, and whether they are deleted.
pub async fn list_merged_numbers(tx: &mut Tx<'_>, target: TicketId) -> sqlx::Result<Vec<(i64, bool)>> {
    all!(
        tx,
        (i64, bool),
        "select t.number, t.deleted_at is not null from merges m join tickets t on t.id = m.ticket
         where m.target = $1 order by t.number",
        target,
    )
}

/// Another ticket of this requester was merged into this one with them: it has joined them from now on.
pub async fn hand_on_joined(tx: &mut Tx<'_>, undone: &Merge, requester: AccountId) -> sqlx::Result<bool> {
    let handed = maybe!(
        tx,
        scalar TicketId,
        "update merges set joined = true where ticket =
           (select m.ticket from merges m join tickets t on t.id = m.ticket
            where m.target = $1 and m.ticket <> $2 and m.shared and t.requester = $3 limit 1)
         returning ticket",
        undone.target,
        undone.ticket,
        requester,
    )?;
    Ok(handed.is_some())
}

/// Who has left a ticket is not there by a merging any more: undoing that leaves them there, where they were
/// invited anew.
pub async fn forget_joined(tx: &mut Tx<'_>, target: TicketId, who: AccountId) -> sqlx::Result<()> {
    run!(
        tx,
        "update merges set joined = false
         where target = $1 and ticket in (select id from tickets where requester = $2)",
        target,
        who,
    )
}

/// Was a confidential ticket merged into this one?
pub async fn has_confidential_merged(tx: &mut Tx<'_>, target: TicketId) -> sqlx::Result<bool> {
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from merges m join tickets t on t.id = m.ticket
           where m.target = $1 and t.confidential)",
        target,
    )
}

/// Is a technician on it, in charge or invited, who does not serve the department that treats it?
pub async fn has_outside_staff(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<bool> {
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from accounts a join tickets t on t.id = $1
           where a.role = 'technicien'
             and (a.id = t.lead or a.id in (
               select account from ticket_people where ticket = $1 and part = 'participant'))
             and not exists (select 1 from department_technicians s
               where s.account = a.id and s.department = t.department))",
        ticket,
    )
}

/// What was merged into a ticket goes on in another from now on; that is not undone any more, since where it
/// stands there is not known.
pub async fn move_merges(tx: &mut Tx<'_>, from: TicketId, to: &Merge) -> sqlx::Result<()> {
    run!(
        tx,
        "update merges set target = $2, shared = shared and $3, joined = false, first_seq = 1, last_seq = 0
         where target = $1",
        from,
        to.target,
        to.shared,
    )
}

/// Until the unit ends nobody else links what may lead in a circle: on PostgreSQL, where units run beside
/// each other.
pub async fn hold_links(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    run!(tx, "update counters set value = value where name = 'ticket'")
}

/// Whose request a ticket is.
pub async fn find_requester(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<Author> {
    one!(
        tx,
        Author,
        "select a.id, a.name, a.role from tickets t join accounts a on a.id = t.requester where t.id = $1",
        ticket,
    )
}

/// The ticket is what it was before it was merged.
pub async fn undo_merge(tx: &mut Tx<'_>, merge: &Merge) -> sqlx::Result<()> {
    run!(tx, "delete from merges where ticket = $1", merge.ticket)?;
    run!(
        tx,
        "update tickets set status = $2, resolved_at = $3, waiting_since = $4 where id = $1",
        merge.ticket,
        merge.status,
        merge.resolved_at,
        merge.waiting_since,
    )
}

/// Of entries taken over from another ticket nothing is left but from which: nobody is shown a page of them.
pub async fn erase_copies(tx: &mut Tx<'_>, stream: TicketId, copies: Copies) -> sqlx::Result<()> {
    run!(
        tx,
        "update events set payload = $4, kind = 'entree_effacee'
         where stream = $1 and seq between $2 and $3
           and kind in ('entree_reprise', 'entree_reprise_interne')",
        stream,
        copies.first,
        copies.last,
        Json(serde_json::json!({ "from": copies.from })),
    )
}
