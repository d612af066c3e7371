//! The SQL of lists of tickets.
use super::UNFINISHED;
use crate::{all, base::AccountId, features::tickets::*, joined, server::db::Tx, sql};

/// Which tickets a list shows.
#[derive(Clone, Copy)]
pub struct Selection<'a> {
    pub reader: AccountId,
    /// Only this person's requests.
    pub requester: Option<AccountId>,
    pub filter: &'a QueueFilter,
    /// Only numbers below this.
    pub below: Option<i64>,
    /// Only these numbers: what a search found.
    pub numbers: Option<&'a [i64]>,
    pub limit: i64,
}

/// The columns of a [`TicketSummary`] but `updated_at` and `unread`, which are not the same for every reader.
const SUMMARY: &str = "t.id, t.number, t.title, t.status, t.priority, t.guided, t.created_at,
    r.name as requester, d.name as department,
    o.name as requester_department, l.name as lead,
    coalesce(not l.active or l.role = 'employe', false) as lead_gone";
/// What a line's columns come from, up to whose readings.
const LINES: &str = " from tickets t
    join accounts r on r.id = t.requester
    left join departments d on d.id = t.department
    left join departments o on o.id = t.requester_department
    left join accounts l on l.id = t.lead
    left join readings n on n.ticket = t.id and n.account = ";
/// What others did and its reader has not seen, counted up to 99; in their own requests without what is for
/// staff only. Between the parts stands the reader.
const UNREAD: [&str; 3] = [
    ", (select count(*) from (
           select 1 as one from events e
           where e.stream = t.id and e.seq > coalesce(n.seq, 0) and e.actor is distinct from ",
    " and (e.audience = 'tous' or t.requester <> ",
    ") limit 99) as unseen) as unread",
];

/// Who has tickets in progress in their charge and can no longer work here: few, if any.
pub const GONE: &str = "(select c.lead from ticket_counts c join accounts g on g.id = c.lead
    where c.status = 'en cours' and c.tickets > 0 and (not g.active or g.role = 'employe'))";

/// Them, one by one.
pub async fn list_gone(tx: &mut Tx<'_>) -> sqlx::Result<Vec<AccountId>> {
    all!(tx, scalar AccountId, joined!("select lead from ", GONE, " as gone"))
}

/// What a technician may take. Each kind from its own index: a house with nothing to take is not looked
/// through.
fn untaken(s: &Selection<'_>) -> String {
    if s.numbers.is_some() {
        return format!(" and (t.status = 'ouvert' or t.status = 'en cours' and t.lead in {GONE})");
    }
    let below = s.below.unwrap_or(i64::MAX);
    let priority = s.filter.priority.map(|p| format!(" and priority = '{}'", p.word())).unwrap_or_default();
    let newest = format!("and number < {below}{priority} order by number desc limit {}", s.limit);
    format!(
        " and t.number in (select number from (
            select number from tickets where status = 'ouvert' {newest}) as free
          union all select number from (
            select number from tickets where status = 'en cours' and lead in {GONE} {newest}) as left_behind)"
    )
}

/// Newest first.
pub async fn list(tx: &mut Tx<'_>, s: &Selection<'_>) -> sqlx::Result<Vec<TicketSummary>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select ");
        q.push(SUMMARY).push(", case when t.requester = ").push_bind(s.reader);
        q.push(" then t.public_updated_at else t.updated_at end as updated_at");
        let [begin, others, end] = UNREAD;
        q.push(begin).push_bind(s.reader).push(others).push_bind(s.reader).push(end);
        q.push(LINES).push_bind(s.reader).push(" where true");
        if let Some(requester) = s.requester {
            q.push(" and t.requester = ").push_bind(requester);
        } else {
            match s.filter.tab {
                QueueTab::Mine => {
                    q.push(" and t.status in ").push(UNFINISHED).push(" and t.lead = ").push_bind(s.reader)
                }
                QueueTab::Untaken => q.push(untaken(s)),
                QueueTab::All => &mut q,
            };
        }
        if let Some(status) = s.filter.status {
            q.push(" and t.status = ").push_bind(status);
        }
        if let Some(priority) = s.filter.priority {
            q.push(" and t.priority = ").push_bind(priority);
        }
        if let Some(numbers) = s.numbers {
            let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
            q.push(" and t.number in (").push(numbers.join(", ")).push(")");
        }
        // Always a place to begin at, so that the index is entered there.
        q.push(" and t.number < ").push_bind(s.below.unwrap_or(i64::MAX));
        q.push(" order by t.number desc limit ").push_bind(s.limit);
        q.build_query_as().persistent(s.numbers.is_none()).fetch_all(c).await
    })
}
