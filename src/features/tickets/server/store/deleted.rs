//! The SQL of tickets that are deleted.
use crate::{
    all,
    base::Time,
    changed,
    features::tickets::*,
    maybe, run,
    server::db::{Tx, dialect},
    sql,
};

/// Deletes a ticket that is there, or restores it.
pub async fn set_deleted(tx: &mut Tx<'_>, id: TicketId, deletion: Option<&Deletion>) -> sqlx::Result<()> {
    run!(
        tx,
        "update tickets set deleted_at = $2, deleted_by = $3, deleted_reason = $4 where id = $1",
        id,
        deletion.map(|deletion| deletion.at),
        deletion.map(|deletion| deletion.by.id),
        deletion.map(|deletion| &deletion.reason),
    )
}

/// By whom, when and why a ticket was deleted; none of one that is there.
pub async fn find_deletion(tx: &mut Tx<'_>, number: i64) -> sqlx::Result<Option<Deletion>> {
    maybe!(
        tx,
        Deletion,
        "select t.deleted_at as at, t.deleted_reason as reason, a.id, a.name, a.role
         from tickets t join accounts a on a.id = t.deleted_by
         where t.number = $1 and t.deleted_at is not null",
        number,
    )
}

/// Those deleted before a moment (and, at the same one, below a number), the latest first.
pub async fn list_deleted(
    tx: &mut Tx<'_>,
    before: Time,
    below: i64,
    limit: i64,
) -> sqlx::Result<Vec<DeletedTicket>> {
    all!(
        tx,
        DeletedTicket,
        "select t.number, t.title, t.status, r.name as requester, t.deleted_at as at,
                t.deleted_reason as reason, a.id, a.name, a.role
         from tickets t join accounts r on r.id = t.requester join accounts a on a.id = t.deleted_by
         where t.deleted_at is not null and (t.deleted_at, t.number) < ($1, $2)
         order by t.deleted_at desc, t.number desc limit $3",
        before,
        below,
        limit,
    )
}

/// The first of those that were deleted before a moment.
pub async fn list_deleted_before(tx: &mut Tx<'_>, before: Time, limit: i64) -> sqlx::Result<Vec<i64>> {
    all!(
        tx,
        scalar i64,
        "select number from tickets where deleted_at is not null and deleted_at < $1
         order by deleted_at limit $2",
        before,
        limit,
    )
}

/// A deleted ticket; until the unit ends nobody restores it.
pub async fn hold_deleted(tx: &mut Tx<'_>, number: i64) -> sqlx::Result<Option<TicketId>> {
    let hold = dialect::hold(tx);
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new("select id from tickets where number = ");
        query.push_bind(number).push(" and deleted_at is not null").push(hold);
        query.build_query_scalar().fetch_optional(c).await
    })
}

/// A deleted ticket is gone with everything on it; says how many there were.
pub async fn purge(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<u64> {
    run!(tx, "delete from events where stream = $1", id)?;
    changed!(tx, "delete from tickets where id = $1 and deleted_at is not null", id)
}
