//! What the search index and its excerpts are made of.
use crate::{
    all,
    base::AccountId,
    features::{
        departments::{CategoryId, DepartmentId, TroubleKind},
        tickets::{Nature, Priority, Status, TicketId},
    },
    maybe,
    server::db::Tx,
    sql,
};
use futures_util::TryStreamExt;
use serde_json::Value;
use sqlx::types::Json;
use std::ops::ControlFlow;
use uuid::Uuid;

/// So many of the latest events of a ticket are looked through for an excerpt.
const LOOKED_THROUGH: i64 = 100;

/// A ticket as the index reads it.
#[derive(sqlx::FromRow)]
pub struct Indexed {
    pub id: TicketId,
    pub number: i64,
    pub requester: AccountId,
    pub requester_name: String,
    pub status: Status,
    pub priority: Priority,
    pub lead: Option<AccountId>,
    pub category: CategoryId,
    pub kind: TroubleKind,
    pub nature: Nature,
    pub department: Option<DepartmentId>,
    pub waiting: bool,
    pub confidential: bool,
    pub deleted: bool,
    #[sqlx(skip)]
    pub tags: Vec<Uuid>,
}

pub async fn list_indexed(tx: &mut Tx<'_>, ids: &[TicketId]) -> sqlx::Result<Vec<Indexed>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select t.id, t.number, t.requester, r.name as requester_name, t.status, t.priority, t.lead,
                    t.category, t.kind, t.nature, t.department, t.confidential,
                    t.waiting_since is not null as waiting, t.deleted_at is not null as deleted
             from tickets t join accounts r on r.id = t.requester where t.id in (",
        );
        let mut among = q.separated(", ");
        for id in ids {
            among.push_bind(*id);
        }
        q.push(")").build_query_as().persistent(false).fetch_all(c).await
    })
}

/// Those with the first numbers above one.
pub async fn list_ids_after(tx: &mut Tx<'_>, after: i64, limit: i64) -> sqlx::Result<Vec<TicketId>> {
    let text = "select id from tickets where number > $1 order by number limit $2";
    all!(tx, scalar TicketId, text, after, limit)
}

/// What stands in all that ever happened on a ticket.
pub async fn list_payloads(tx: &mut Tx<'_>, id: TicketId) -> sqlx::Result<Vec<Value>> {
    let rows = all!(tx, scalar Json<Value>, "select payload from events where stream = $1", id)?;
    Ok(rows.into_iter().map(|Json(payload)| payload).collect())
}

/// Which tags these tickets have.
pub async fn list_tags_of_these(tx: &mut Tx<'_>, ids: &[TicketId]) -> sqlx::Result<Vec<(TicketId, Uuid)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut q =
            sqlx::QueryBuilder::<Driver>::new("select ticket, tag from ticket_tags where ticket in (");
        let mut among = q.separated(", ");
        for id in ids {
            among.push_bind(*id);
        }
        q.push(")").build_query_as().persistent(false).fetch_all(c).await
    })
}

/// The title a ticket had before an event, if it had one.
pub async fn find_title_before(tx: &mut Tx<'_>, id: TicketId, seq: i64) -> sqlx::Result<Option<String>> {
    let payload = maybe!(
        tx,
        scalar Json<Value>,
        "select payload from events
         where stream = $1 and seq < $2 and kind in ('creation', 'modification')
         order by seq desc limit 1",
        id,
        seq,
    )?;
    Ok(payload.and_then(|Json(payload)| Some(payload.get("title")?.as_str()?.to_owned())))
}

/// A ticket its requester has just opened.
#[derive(sqlx::FromRow)]
pub struct Newest {
    pub number: i64,
    pub title: String,
    pub description: String,
}

pub async fn list_newest(tx: &mut Tx<'_>, requester: AccountId, limit: i64) -> sqlx::Result<Vec<Newest>> {
    all!(
        tx,
        Newest,
        "select number, title, description from tickets
         where requester = $1 and deleted_at is null order by number desc limit $2",
        requester,
        limit,
    )
}

pub async fn list_descriptions(tx: &mut Tx<'_>, ids: &[TicketId]) -> sqlx::Result<Vec<(TicketId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select id, description from tickets where id in (");
        let mut among = q.separated(", ");
        for id in ids {
            among.push_bind(*id);
        }
        q.push(")").build_query_as().persistent(false).fetch_all(c).await
    })
}

/// Something said on a ticket.
#[derive(sqlx::FromRow)]
pub struct SaidRow {
    pub ticket: TicketId,
    #[sqlx(json)]
    pub payload: Value,
}

/// Looks at the latest that was said on each of these tickets, latest first, as this reader may see it: what
/// is for staff only is not for a ticket's requester. No further than it is told to, since there may be much.
pub async fn look_through_said(
    tx: &mut Tx<'_>,
    ids: &[TicketId],
    reader: AccountId,
    staff: bool,
    look: &mut (dyn FnMut(SaidRow) -> ControlFlow<()> + Send),
) -> sqlx::Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select t.id as ticket, e.payload from tickets t
             join events e on e.stream = t.id and e.seq > t.rev - ",
        );
        q.push(LOOKED_THROUGH).push(" where (e.audience = 'tous' or (").push_bind(staff);
        q.push(" and t.requester <> ").push_bind(reader).push(")) and t.id in (");
        let mut among = q.separated(", ");
        for id in ids {
            among.push_bind(*id);
        }
        q.push(") order by t.number desc, e.seq desc");
        let mut rows = q.build_query_as::<SaidRow>().persistent(false).fetch(c);
        while let Some(row) = rows.try_next().await? {
            if look(row).is_break() {
                break;
            }
        }
        Ok(())
    })
}
