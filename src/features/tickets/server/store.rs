//! The SQL of tickets and of reading their streams.
mod figures;

use crate::{
    base::{
        AccountId, Role, Time,
        live::{Author, Event},
    },
    features::{
        departments::{CategoryId, DepartmentId},
        tickets::*,
    },
    server::{
        db::{Tx, dialect},
        events::Row,
    },
    sql,
};
pub use figures::*;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct TicketRow {
    id: TicketId,
    number: i64,
    title: String,
    description: String,
    status: Status,
    priority: Priority,
    category: CategoryId,
    category_name: String,
    department: Option<DepartmentId>,
    department_name: Option<String>,
    requester: AccountId,
    requester_name: String,
    requester_role: Role,
    lead: Option<AccountId>,
    lead_name: Option<String>,
    lead_role: Option<Role>,
    guided: bool,
    typing_paused: bool,
    created_at: Time,
    updated_at: Time,
    resolved_at: Option<Time>,
    rev: i64,
}

impl From<TicketRow> for Ticket {
    fn from(row: TicketRow) -> Self {
        let lead = row.lead.zip(row.lead_name).zip(row.lead_role).map(|((id, name), role)| Author {
            id,
            name,
            role,
        });
        Ticket {
            id: row.id,
            number: row.number,
            title: row.title,
            description: row.description,
            status: row.status,
            priority: row.priority,
            category: row.category,
            category_name: row.category_name,
            department: row.department,
            department_name: row.department_name,
            requester: Author { id: row.requester, name: row.requester_name, role: row.requester_role },
            lead,
            guided: row.guided,
            typing_paused: row.typing_paused,
            created_at: row.created_at,
            updated_at: row.updated_at,
            resolved_at: row.resolved_at,
            rev: row.rev,
        }
    }
}

/// The next number; on PostgreSQL the row is held until the unit ends.
pub async fn next_number(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    sql!(tx, |c| sqlx::query_scalar(
        "update counters set value = value + 1 where name = 'ticket' returning value"
    )
    .fetch_one(c)
    .await)
}

pub async fn insert(tx: &mut Tx<'_>, t: &Ticket, search: &str) -> sqlx::Result<()> {
    sql!(tx, |c| {
        sqlx::query(
        "insert into tickets (id, number, title, description, search, status, priority, category, department, requester, lead, rev, created_at, updated_at, resolved_at,
                              public_rev, public_updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $12, $14)"
    )
    .bind(t.id)
    .bind(t.number)
    .bind(&t.title)
    .bind(&t.description)
    .bind(search)
    .bind(t.status)
    .bind(t.priority)
    .bind(t.category)
    .bind(t.department)
    .bind(t.requester.id)
    .bind(t.lead.as_ref().map(|l| l.id))
    .bind(t.rev)
    .bind(t.created_at)
    .bind(t.updated_at)
    .bind(t.resolved_at)
    .execute(c)
    .await
    .map(drop)
    })
}

/// Raises the revision of a ticket the caller may see and returns it so; with `requester`, of their own tickets only. One statement, since
/// every verb begins with it; that the requester sees what comes is corrected by [`set_revision`] where it is not so.
pub async fn raise_revision(
    tx: &mut Tx<'_>,
    number: i64,
    requester: Option<AccountId>,
    now: Time,
) -> sqlx::Result<Option<Ticket>> {
    let row: Option<TicketRow> = sql!(tx, |c| {
        sqlx::query_as(
        "update tickets set rev = rev + 1, updated_at = $3, public_rev = rev + 1, public_updated_at = $3 where number = $1 and ($2 is null or requester = $2)
         returning id, number, title, description, status, priority, category, department, requester, lead, guided, typing_paused, created_at,
                   updated_at, resolved_at, rev, (select name from categories where id = tickets.category) as category_name,
                   (select name from departments where id = tickets.department) as department_name,
                   (select name from accounts where id = tickets.requester) as requester_name,
                   (select role from accounts where id = tickets.requester) as requester_role,
                   (select name from accounts where id = tickets.lead) as lead_name, (select role from accounts where id = tickets.lead) as lead_role"
    )
    .bind(number)
    .bind(requester)
    .bind(now)
    .fetch_optional(c)
    .await
    })?;
    Ok(row.map(Ticket::from))
}

/// The number of the last event, and of the last one the requester may see, read from the events.
pub async fn set_revision(tx: &mut Tx<'_>, id: TicketId, rev: i64) -> sqlx::Result<()> {
    sql!(tx, |c| {
        sqlx::query(
            "update tickets set rev = $2,
                public_rev = (select seq from events where stream = $1 and audience = 'tous' order by seq desc limit 1),
                public_updated_at = (select at from events where stream = $1 and audience = 'tous' order by seq desc limit 1)
         where id = $1",
        )
        .bind(id)
        .bind(rev)
        .execute(c)
        .await
        .map(drop)
    })
}

/// The number of the last event, whoever may see it.
pub async fn find_revision(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<i64> {
    sql!(tx, |c| sqlx::query_scalar("select rev from tickets where id = $1").bind(id).fetch_one(c).await)
}

/// The number of the last event the requester may see.
pub async fn find_public_revision(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<i64> {
    sql!(tx, |c| sqlx::query_scalar(
        "select coalesce(max(seq), 0) from events where stream = $1 and audience = 'tous'"
    )
    .bind(id)
    .fetch_one(c)
    .await)
}

pub async fn is_number_of(tx: &mut Tx<'_>, id: Uuid, number: i64) -> sqlx::Result<bool> {
    sql!(tx, |c| sqlx::query_scalar("select exists (select 1 from tickets where id = $1 and number = $2)")
        .bind(id)
        .bind(number)
        .fetch_one(c)
        .await)
}

/// The ticket as this reader may see it: its requester is shown neither number nor moment of what is for staff only.
pub async fn find(tx: &mut Tx<'_>, number: i64, reader: Option<AccountId>) -> sqlx::Result<Option<Ticket>> {
    let row: Option<TicketRow> = sql!(tx, |c| {
        sqlx::query_as(
        "select t.id, t.number, t.title, t.description, t.status, t.priority, t.category, c.name as category_name, t.department, d.name as department_name,
                t.requester, r.name as requester_name, r.role as requester_role, t.lead, l.name as lead_name, l.role as lead_role,
                t.guided, t.typing_paused, t.created_at, t.resolved_at,
                case when t.requester = $2 then t.public_updated_at else t.updated_at end as updated_at,
                case when t.requester = $2 then t.public_rev else t.rev end as rev
         from tickets t join categories c on c.id = t.category join accounts r on r.id = t.requester
         left join departments d on d.id = t.department left join accounts l on l.id = t.lead where t.number = $1"
    )
    .bind(number)
    .bind(reader)
    .fetch_optional(c)
    .await
    })?;
    Ok(row.map(Ticket::from))
}

pub async fn set_lead(
    tx: &mut Tx<'_>,
    id: TicketId,
    lead: AccountId,
    status: Status,
    now: Time,
) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("update tickets set lead = $2, status = $3, assigned_at = $4 where id = $1")
        .bind(id)
        .bind(lead)
        .bind(status)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

pub async fn set_status(
    tx: &mut Tx<'_>,
    id: TicketId,
    status: Status,
    resolved_at: Option<Time>,
) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("update tickets set status = $2, resolved_at = $3 where id = $1")
        .bind(id)
        .bind(status)
        .bind(resolved_at)
        .execute(c)
        .await
        .map(drop))
}

pub async fn set_guided(tx: &mut Tx<'_>, id: TicketId, guided: bool, paused: bool) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("update tickets set guided = $2, typing_paused = $3 where id = $1")
        .bind(id)
        .bind(guided)
        .bind(paused)
        .execute(c)
        .await
        .map(drop))
}

pub async fn update_fields(tx: &mut Tx<'_>, t: &Ticket, search: &str) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query(
        "update tickets set title = $2, search = $3, priority = $4, category = $5 where id = $1"
    )
    .bind(t.id)
    .bind(&t.title)
    .bind(search)
    .bind(t.priority)
    .bind(t.category)
    .execute(c)
    .await
    .map(drop))
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: TicketId,
    number: i64,
    title: String,
    status: Status,
    priority: Priority,
    requester: String,
    department: Option<String>,
    lead: Option<String>,
    guided: bool,
    created_at: Time,
    updated_at: Time,
    unread: i64,
}

/// Which tickets a list shows.
pub struct Selection<'a> {
    pub reader: AccountId,
    /// Only this person's requests.
    pub requester: Option<AccountId>,
    pub filter: &'a QueueFilter,
    /// Only numbers below this.
    pub below: Option<i64>,
    pub limit: i64,
}

/// Newest first. What a reader has not seen is counted up to 99; in their own requests without what is for staff only.
pub async fn list(tx: &mut Tx<'_>, s: &Selection<'_>) -> sqlx::Result<Vec<TicketLine>> {
    let position = dialect::position(tx);
    let rows: Vec<LineRow> = sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select t.id, t.number, t.title, t.status, t.priority, r.name as requester, d.name as department, l.name as lead, t.guided, t.created_at, case when t.requester = ",
        );
        q.push_bind(s.reader)
            .push(" then t.public_updated_at else t.updated_at end as updated_at, case when t.requester = ");
        q.push_bind(s.reader).push(
            " then (select count(*) from (select 1 as one from events e where e.stream = t.id and e.seq > n.seq and e.audience = 'tous' limit 99) as unseen)
                   when t.rev - coalesce(n.seq, 0) > 99 then 99 else t.rev - coalesce(n.seq, 0) end as unread
             from tickets t join accounts r on r.id = t.requester left join departments d on d.id = t.department left join accounts l on l.id = t.lead ",
        );
        q.push("left join readings n on n.ticket = t.id and n.account = ")
            .push_bind(s.reader)
            .push(" where true");
        if let Some(requester) = s.requester {
            q.push(" and t.requester = ").push_bind(requester);
        } else {
            match s.filter.tab {
                QueueTab::Mine => q
                    .push(" and t.status in ('ouvert', 'en cours', 'resolu') and t.lead = ")
                    .push_bind(s.reader),
                QueueTab::Untaken => q.push(" and t.status = 'ouvert'"),
                QueueTab::All => &mut q,
            };
        }
        if let Some(status) = s.filter.status {
            q.push(" and t.status = ").push_bind(status);
        }
        if let Some(priority) = s.filter.priority {
            q.push(" and t.priority = ").push_bind(priority);
        }
        for word in crate::base::text::fold(&s.filter.search).split_whitespace().take(8) {
            q.push(" and ").push(position).push("(t.search, ").push_bind(word.to_owned()).push(") > 0");
        }
        if let Some(below) = s.below {
            q.push(" and t.number < ").push_bind(below);
        }
        q.push(" order by t.number desc limit ").push_bind(s.limit);
        q.build_query_as().fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(line).collect())
}

fn line(row: LineRow) -> TicketLine {
    TicketLine {
        id: row.id,
        number: row.number,
        title: row.title,
        status: row.status,
        priority: row.priority,
        requester: row.requester,
        department: row.department,
        lead: row.lead,
        guided: row.guided,
        updated_at: row.updated_at,
        created_at: row.created_at,
        unread: row.unread,
    }
}

/// The number of this requester's ticket that is being guided, the latest moved if there are several.
pub async fn find_guided(tx: &mut Tx<'_>, requester: AccountId) -> sqlx::Result<Option<i64>> {
    sql!(tx, |c| sqlx::query_scalar(
        "select number from tickets where requester = $1 and guided order by updated_at desc limit 1"
    )
    .bind(requester)
    .fetch_optional(c)
    .await)
}

/// Events of a stream with numbers above `after` (oldest first) or, with `before`, the latest below it (newest first).
pub async fn list_events(
    tx: &mut Tx<'_>,
    stream: TicketId,
    after: i64,
    before: Option<i64>,
    staff: bool,
) -> sqlx::Result<Vec<Event>> {
    let rows: Vec<Row> = sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select e.seq, e.kind, e.audience, e.actor, a.name, a.role, e.at, e.said_at, e.act, e.payload from events e left join accounts a on a.id = e.actor where e.stream = ",
        );
        q.push_bind(stream).push(" and e.seq > ").push_bind(after);
        if !staff {
            q.push(" and e.audience = 'tous'");
        }
        match before {
            Some(before) => q.push(" and e.seq < ").push_bind(before).push(" order by e.seq desc limit 100"),
            None => q.push(" order by e.seq limit 200"),
        };
        q.build_query_as().fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(Event::from).collect())
}

/// Resolved tickets are closed after their time; asked again by the job itself.
pub async fn find_number(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<Option<i64>> {
    sql!(tx, |c| sqlx::query_scalar("select number from tickets where id = $1")
        .bind(id)
        .fetch_optional(c)
        .await)
}

#[derive(sqlx::FromRow)]
pub struct ReadingRow {
    pub account: AccountId,
    pub seq: i64,
    pub at: Time,
}

pub async fn list_readings(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<Vec<ReadingRow>> {
    sql!(tx, |c| sqlx::query_as("select account, seq, at from readings where ticket = $1")
        .bind(ticket)
        .fetch_all(c)
        .await)
}

/// How far somebody has read never goes back.
pub async fn set_reading(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    account: AccountId,
    seq: i64,
    now: Time,
) -> sqlx::Result<()> {
    sql!(tx, |c| {
        sqlx::query(
        "insert into readings (ticket, account, seq, at) values ($1, $2, $3, $4)
         on conflict (ticket, account) do update set seq = excluded.seq, at = excluded.at where readings.seq < excluded.seq"
    )
    .bind(ticket)
    .bind(account)
    .bind(seq)
    .bind(now)
    .execute(c)
    .await
    .map(drop)
    })
}

pub async fn find_event(tx: &mut Tx<'_>, stream: TicketId, seq: i64) -> sqlx::Result<Option<Event>> {
    let row: Option<Row> = sql!(tx, |c| {
        sqlx::query_as(
        "select e.seq, e.kind, e.audience, e.actor, a.name, a.role, e.at, e.said_at, e.act, e.payload from events e
         left join accounts a on a.id = e.actor where e.stream = $1 and e.seq = $2"
    )
    .bind(stream)
    .bind(seq)
    .fetch_optional(c)
    .await
    })?;
    Ok(row.map(Event::from))
}
