//! The SQL of guidance: one row per guided ticket.
use crate::{
    all,
    base::Time,
    features::{
        guidance::{Guidance, hand_over, is_typing_paused},
        tickets::TicketId,
    },
    leave, maybe,
    server::db::Tx,
    sql,
};
use sqlx::types::Json;

/// What is known of a ticket. Tickets, which know nothing of guidance, keep when the lead changed last.
pub async fn find(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<Option<Guidance>> {
    let row = maybe!(
        tx,
        (Json<Guidance>, Option<Time>),
        "select g.state, t.assigned_at from guidance g join tickets t on t.id = g.ticket where g.ticket = $1",
        ticket,
    )?;
    Ok(row.map(|(Json(mut state), assigned_at)| {
        if let Some(at) = assigned_at {
            hand_over(&mut state, at);
        }
        state
    }))
}

pub async fn save(tx: &mut Tx<'_>, ticket: TicketId, state: &Guidance) -> sqlx::Result<()> {
    let active = state.active();
    let step = state.session.as_ref().and_then(|s| s.last).map_or(0, |step| step.number);
    let quiet = active.filter(|s| s.is_leads_turn() && is_typing_paused(state)).map(|s| s.quiet_since);
    leave!(
        tx,
        "insert into guidance (ticket, active, step, quiet_since, state) values ($1, $2, $3, $4, $5)
         on conflict (ticket) do update
         set active = excluded.active, step = excluded.step, quiet_since = excluded.quiet_since,
             state = excluded.state",
        ticket,
        active.is_some(),
        step,
        quiet,
        Json(state),
    )
}

/// Numbers of tickets whose lead, whose turn it is, has been silent since before `since` while typing is
/// paused.
pub async fn list_quiet(tx: &mut Tx<'_>, since: Time) -> sqlx::Result<Vec<i64>> {
    all!(
        tx,
        scalar i64,
        "select t.number from guidance g join tickets t on t.id = g.ticket
         where g.quiet_since <= $1 and (t.assigned_at is null or t.assigned_at <= $1)
         limit 100",
        since,
    )
}

/// The last step of those of these tickets that are guided now.
pub async fn list_last_steps(tx: &mut Tx<'_>, tickets: &[TicketId]) -> sqlx::Result<Vec<(TicketId, i64)>> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new(
            "select ticket, step from guidance where active and ticket in (",
        );
        let mut list = query.separated(", ");
        for ticket in tickets {
            list.push_bind(*ticket);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })
}
