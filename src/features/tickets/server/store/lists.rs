//! The SQL of lists of tickets.
use super::UNFINISHED;
use crate::{
    all,
    base::{AccountId, Actor},
    features::tickets::*,
    joined,
    server::db::Tx,
    sql,
};

/// Which tickets a list shows.
#[derive(Clone, Copy)]
pub struct Selection<'a> {
    pub reader: &'a Actor,
    /// Only what the reader asked for or was invited to.
    pub own: bool,
    pub filter: &'a QueueFilter,
    /// Only numbers below this.
    pub below: Option<i64>,
    /// Only these numbers: what a search found.
    pub numbers: Option<&'a [i64]>,
    pub limit: i64,
}

/// The columns of a [`TicketSummary`] but `updated_at`, `waiting` and `unread`, which are not the same for
/// every reader.
const SUMMARY: &str = "t.id, t.number, t.title, t.status, t.priority, t.guided, t.created_at,
    t.confidential,
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
/// What others did and its reader has not seen, counted up to 99; for who reads as the requester does without
/// what is for staff only. Between the parts stand the reader, whether they are staff, and the reader again.
const UNREAD: [&str; 4] = [
    ", (select count(*) from (
           select 1 as one from events e
           where e.stream = t.id and e.seq > coalesce(n.seq, 0) and e.actor is distinct from ",
    " and (e.audience = 'tous' or ",
    " and t.requester <> ",
    ") limit 99) as unseen) as unread",
];

/// Pushes what leaves out of `tickets` under this name what is hidden from its reader: what is deleted, and
/// what is confidential and does not concern them. Employees may see less than what is not hidden.
macro_rules! push_visible {
    ($query:expr, $name:literal, $reader:expr) => {
        $query.push(concat!(" and ", $name, ".deleted_at is null"));
        if !$reader.is_admin() {
            $query.push(concat!(" and (not ", $name, ".confidential or ", $name, ".requester = "));
            $query.push_bind($reader.id);
            if $reader.is_staff() {
                $query.push(concat!(" or ", $name, ".lead = ")).push_bind($reader.id).push(concat!(
                    " or ",
                    $name,
                    ".department in (
                    select department from department_technicians where account = "
                ));
                $query.push_bind($reader.id).push(")");
            }
            $query.push(concat!(
                " or ",
                $name,
                ".id in (
                select ticket from ticket_people where part = 'participant' and account = "
            ));
            $query.push_bind($reader.id).push("))");
        }
    };
}

pub(super) use push_visible;

/// Pushes the newest of somebody's own requests and of those they were invited to, each from its own index.
macro_rules! push_own {
    ($query:expr, $selection:expr) => {{
        let (reader, below) = ($selection.reader.id, $selection.below.unwrap_or(i64::MAX));
        $query
            .push(
                " and t.deleted_at is null and t.number in (select number from (
            select number from tickets where requester = ",
            )
            .push_bind(reader);
        $query.push(" and deleted_at is null and number < ").push_bind(below);
        push_fields!($query, "", $selection);
        $query.push(" order by number desc limit ").push_bind($selection.limit);
        $query
            .push(
                ") as asked union all select number from (
            select i.number from ticket_people p join tickets i on i.id = p.ticket
            where p.part = 'participant' and p.account = ",
            )
            .push_bind(reader);
        $query.push(" and i.deleted_at is null and p.number < ").push_bind(below);
        push_fields!($query, "i.", $selection);
        $query.push(" order by p.number desc limit ").push_bind($selection.limit).push(") as invited)");
    }};
}

/// Pushes what a ticket's own fields must be.
macro_rules! push_fields {
    ($query:expr, $name:literal, $selection:expr) => {
        if let Some(status) = $selection.filter.status {
            $query.push(concat!(" and ", $name, "status = ")).push_bind(status);
        }
        if let Some(priority) = $selection.filter.priority {
            $query.push(concat!(" and ", $name, "priority = ")).push_bind(priority);
        }
    };
}

/// Pushes what a technician may take. Each kind from its own index: a house with nothing to take is not
/// looked through.
macro_rules! push_untaken {
    ($query:expr, $selection:expr) => {{
        let below = $selection.below.unwrap_or(i64::MAX);
        for (before, state, name) in [
            (" and t.number in (select number from (", "t.status = 'ouvert'", "free"),
            (" union all select number from (", LEFT_BEHIND, "left_behind"),
        ] {
            $query.push(before).push("select t.number from tickets t where ").push(state);
            push_visible!($query, "t", $selection.reader);
            push_fields!($query, "t.", $selection);
            $query.push(" and t.number < ").push_bind(below);
            $query.push(" order by t.number desc limit ").push_bind($selection.limit);
            $query.push(") as ").push(name);
        }
        $query.push(")");
    }};
}

/// Who has tickets in progress in their charge and can no longer work here: few, if any.
pub const GONE: &str = "(select c.lead from ticket_counts c join accounts g on g.id = c.lead
    where c.status = 'en cours' and c.tickets > 0 and (not g.active or g.role = 'employe'))";

/// Them, one by one.
pub async fn list_gone(tx: &mut Tx<'_>) -> sqlx::Result<Vec<AccountId>> {
    all!(tx, scalar AccountId, joined!("select lead from ", GONE, " as gone"))
}

/// Pushes which tickets a list shows: its newest, or those of them that a search found.
macro_rules! push_selection {
    ($query:expr, $selection:expr) => {
        match ($selection.own, $selection.filter.tab, $selection.numbers) {
            (true, _, None) => push_own!($query, $selection),
            (false, QueueTab::Untaken, None) => push_untaken!($query, $selection),
            (true, _, Some(_)) => {
                $query.push(" and t.deleted_at is null and (t.requester = ").push_bind($selection.reader.id);
                $query.push(
                    " or t.id in (
                       select ticket from ticket_people where part = 'participant' and account = ",
                );
                $query.push_bind($selection.reader.id).push("))");
            }
            (false, tab, _) => {
                push_visible!($query, "t", $selection.reader);
                match tab {
                    QueueTab::Mine => {
                        $query.push(" and t.status in ").push(UNFINISHED).push(" and t.lead = ");
                        $query.push_bind($selection.reader.id);
                    }
                    QueueTab::Untaken => {
                        $query.push(" and (t.status = 'ouvert' or ").push(LEFT_BEHIND).push(")");
                    }
                    QueueTab::All => {}
                }
                push_fields!($query, "t.", $selection);
            }
        }
    };
}

/// In progress, and nobody works on it any more.
const LEFT_BEHIND: &str = joined!("t.status = 'en cours' and t.lead in ", GONE);

/// Newest first.
pub async fn list(tx: &mut Tx<'_>, s: &Selection<'_>) -> sqlx::Result<Vec<TicketSummary>> {
    let (reader, staff) = (s.reader.id, s.reader.is_staff());
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select ");
        q.push(SUMMARY).push(", case when t.requester = ").push_bind(reader);
        q.push(" or not ").push_bind(staff);
        q.push(" then t.public_updated_at else t.updated_at end as updated_at");
        // Whoever was only invited owes no answer.
        q.push(", t.waiting_since is not null and (t.requester = ").push_bind(reader);
        q.push(" or ").push_bind(staff).push(") as waiting");
        let [begin, others, but, end] = UNREAD;
        q.push(begin).push_bind(reader).push(others).push_bind(staff).push(but).push_bind(reader).push(end);
        q.push(LINES).push_bind(reader).push(" where true");
        push_selection!(q, s);
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
