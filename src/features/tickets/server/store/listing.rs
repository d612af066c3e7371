//! The SQL of the list of all tickets, beside what the search index answers.
use super::lists::push_visible;
use crate::{
    base::{Actor, Time},
    features::{
        departments::TroubleKind,
        tickets::{server::search::filter::ListFilter, *},
    },
    one,
    server::db::Tx,
    sql,
};
use std::ops::Range;

/// The lowest number that was opened at a moment or later; one more than the last where none was.
pub async fn first_opened_since(tx: &mut Tx<'_>, moment: Time) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select coalesce(
           (select number from tickets where created_at >= $1 order by created_at, number limit 1),
           (select coalesce(max(number), 0) + 1 from tickets))",
        moment,
    )
}

/// What a line shows besides its summary.
#[derive(sqlx::FromRow)]
pub struct Details {
    pub number: i64,
    pub category: String,
    pub kind: TroubleKind,
    pub nature: Nature,
}

fn among(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

pub async fn list_details(tx: &mut Tx<'_>, numbers: &[i64]) -> sqlx::Result<Vec<Details>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select t.number, c.name as category, t.kind, t.nature
             from tickets t join categories c on c.id = t.category where t.number in (",
        );
        q.push(among(numbers)).push(")").build_query_as().persistent(false).fetch_all(c).await
    })
}

/// Tags are not for whoever asked.
pub async fn list_tag_names(
    tx: &mut Tx<'_>,
    reader: &Actor,
    numbers: &[i64],
) -> sqlx::Result<Vec<(i64, String)>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select g.number, t.name from tickets k join ticket_tags g on g.ticket = k.id
             join tags t on t.id = g.tag where k.number in (",
        );
        q.push(among(numbers)).push(") and k.requester <> ").push_bind(reader.id).push(" order by t.key");
        q.build_query_as().persistent(false).fetch_all(c).await
    })
}

/// Those of these numbers that this reader may see.
pub async fn list_visible(tx: &mut Tx<'_>, reader: &Actor, numbers: &[i64]) -> sqlx::Result<Vec<i64>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select t.number from tickets t where t.number in (");
        q.push(among(numbers)).push(")");
        push_visible!(q, "t", reader);
        q.push(" order by t.number desc").build_query_scalar().persistent(false).fetch_all(c).await
    })
}

/// Those of these numbers whose tickets this reader may know of. Admins know of what is deleted: they have
/// the list of that.
pub async fn list_known(tx: &mut Tx<'_>, reader: &Actor, numbers: &[i64]) -> sqlx::Result<Vec<i64>> {
    if numbers.is_empty() || !reader.is_admin() {
        return list_visible(tx, reader, numbers).await;
    }
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select t.number from tickets t where t.number in (");
        q.push(among(numbers)).push(")").build_query_scalar().persistent(false).fetch_all(c).await
    })
}

/// A ticket with the last of its events that its reader may see.
#[derive(sqlx::FromRow)]
pub struct Latest {
    pub number: i64,
    pub seq: i64,
}

/// Where an event stands that this reader saw, on a ticket they see.
pub async fn find_position(
    tx: &mut Tx<'_>,
    reader: &Actor,
    number: i64,
    seq: i64,
) -> sqlx::Result<Option<i64>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select e.position from tickets t join events e on e.stream = t.id and e.seq = ",
        );
        q.push_bind(seq).push(" where t.number = ").push_bind(number);
        q.push(" and (e.audience = 'tous' or (t.requester <> ").push_bind(reader.id);
        q.push(" and ").push_bind(reader.is_staff()).push("))");
        push_visible!(q, "t", reader);
        q.build_query_scalar().persistent(false).fetch_optional(c).await
    })
}

/// These numbers with the last event of each that this reader may see, the latest first.
pub async fn list_by_activity(
    tx: &mut Tx<'_>,
    reader: &Actor,
    numbers: &[i64],
    below: i64,
    limit: i64,
) -> sqlx::Result<Vec<Latest>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select t.number, e.seq from tickets t
             join events e on e.stream = t.id and e.seq = case when t.requester = ",
        );
        q.push_bind(reader.id).push(" or not ").push_bind(reader.is_staff());
        q.push(" then t.public_rev else t.rev end where t.number in (");
        q.push(among(numbers)).push(") and e.position < ").push_bind(below);
        q.push(" order by e.position desc limit ").push_bind(limit);
        q.build_query_as().persistent(false).fetch_all(c).await
    })
}

/// Pushes that a column has one of these values; where there are none, nothing.
macro_rules! push_any {
    ($query:expr, $column:literal, $values:expr) => {
        let mut values = $values.peekable();
        if values.peek().is_some() {
            let mut among = $query.push(concat!(" and ", $column, " in (")).separated(", ");
            values.for_each(|value| _ = among.push_bind(value));
            $query.push(")");
        }
    };
}

/// The same of a column that may be empty, where that is one of the values.
macro_rules! push_any_or_null {
    ($query:expr, $column:literal, $values:expr) => {
        if !$values.is_empty() {
            let null = $values.iter().any(Option::is_none);
            $query.push(if null { concat!(" and (", $column, " is null or (true") } else { " and ((true" });
            push_any!($query, $column, $values.iter().flatten().copied());
            let some = $values.iter().any(Option::is_some);
            $query.push(if some { "))" } else { " and false))" });
        }
    };
}

/// Pushes the marks that a ticket must have.
macro_rules! push_marks {
    ($query:expr, $filter:expr) => {
        $query.push(if $filter.waiting { " and t.waiting_since is not null" } else { "" });
        $query.push(if $filter.confidential { " and t.confidential" } else { "" });
    };
}

/// The tickets that changed last, of those that fit: read from the events at these positions, the latest
/// first, of which each ticket's last one stands for it. No index is kept for this.
pub async fn list_latest(
    tx: &mut Tx<'_>,
    reader: &Actor,
    f: &ListFilter,
    positions: Range<i64>,
    limit: i64,
) -> sqlx::Result<Vec<Latest>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select t.number, e.seq from events e
             join tickets t on t.id = e.stream and e.seq = case when t.requester = ",
        );
        q.push_bind(reader.id).push(" then t.public_rev else t.rev end where e.position >= ");
        q.push_bind(positions.start).push(" and e.position < ").push_bind(positions.end);
        push_visible!(q, "t", reader);
        push_any!(q, "t.status", f.statuses.iter().copied());
        push_any!(q, "t.priority", f.priorities.iter().copied());
        push_any!(q, "t.category", f.categories.iter().copied());
        push_any!(q, "t.kind", f.kinds.iter().copied());
        push_any!(q, "t.nature", f.natures.iter().copied());
        push_any!(q, "t.requester", f.requesters.iter().copied());
        push_any_or_null!(q, "t.department", f.departments);
        push_any_or_null!(q, "t.lead", f.leads);
        if !f.tags.is_empty() {
            q.push(" and t.requester <> ").push_bind(reader.id);
            q.push(" and exists (select 1 from ticket_tags g where g.ticket = t.id");
            push_any!(q, "g.tag", f.tags.iter().copied());
            q.push(")");
        }
        push_marks!(q, f);
        if let Some(from) = f.from {
            q.push(" and t.created_at >= ").push_bind(from);
        }
        if let Some(until) = f.until {
            q.push(" and t.created_at < ").push_bind(until);
        }
        q.push(" order by e.position desc limit ").push_bind(limit);
        q.build_query_as().persistent(false).fetch_all(c).await
    })
}
