//! The SQL of who and what a ticket has around it.
use super::lists::push_visible;
use crate::{
    all,
    base::{AccountId, Actor, Time},
    features::{departments::DepartmentId, tickets::*},
    one, run,
    server::db::Tx,
    sql,
};
use uuid::Uuid;

/// Those on a ticket; watchers and tags for staff only.
pub async fn list_people(tx: &mut Tx<'_>, ticket: TicketId, staff: bool) -> sqlx::Result<Vec<OnIt>> {
    all!(
        tx,
        OnIt,
        "select a.id, a.name, a.role, p.part from ticket_people p join accounts a on a.id = p.account
         where p.ticket = $1 and ($2 or p.part <> 'observateur')",
        ticket,
        staff,
    )
}

pub async fn list_participants(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<Vec<AccountId>> {
    all!(
        tx,
        scalar AccountId,
        "select account from ticket_people where ticket = $1 and part = 'participant'",
        ticket,
    )
}

pub async fn list_tags_of(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<Vec<Label>> {
    all!(
        tx,
        Label,
        "select t.id, t.name from ticket_tags g join tags t on t.id = g.tag where g.ticket = $1",
        ticket,
    )
}

pub async fn count_people(tx: &mut Tx<'_>, ticket: TicketId, part: Part) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(*) from ticket_people where ticket = $1 and part = $2", ticket, part)
}

pub async fn has_person(tx: &mut Tx<'_>, ticket: TicketId, who: AccountId, part: Part) -> sqlx::Result<bool> {
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from ticket_people where ticket = $1 and part = $2 and account = $3)",
        ticket,
        part,
        who,
    )
}

/// Nobody is added twice.
pub async fn add_person(
    tx: &mut Tx<'_>,
    ticket: &Ticket,
    who: AccountId,
    part: Part,
    now: Time,
) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into ticket_people (ticket, number, account, part, added_at) values ($1, $2, $3, $4, $5)
         on conflict (ticket, part, account) do nothing",
        ticket.id,
        ticket.number,
        who,
        part,
        now,
    )
}

pub async fn remove_person(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    who: AccountId,
    part: Part,
) -> sqlx::Result<()> {
    run!(tx, "delete from ticket_people where ticket = $1 and part = $2 and account = $3", ticket, part, who,)
}

/// Since when, or no longer.
pub async fn set_waiting(tx: &mut Tx<'_>, id: TicketId, since: Option<Time>) -> sqlx::Result<()> {
    run!(tx, "update tickets set waiting_since = $2 where id = $1", id, since)
}

pub async fn set_confidential(tx: &mut Tx<'_>, id: TicketId, confidential: bool) -> sqlx::Result<()> {
    run!(tx, "update tickets set confidential = $2 where id = $1", id, confidential)
}

/// Tickets of a department that are there for all staff, with numbers above one.
pub async fn list_unconfined(
    tx: &mut Tx<'_>,
    department: DepartmentId,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<i64>> {
    all!(
        tx,
        scalar i64,
        "select number from tickets
         where department = $1 and number > $2 and not confidential and deleted_at is null
         order by number limit $3",
        department,
        after,
        limit,
    )
}

/// The tag that reads like this, which is made where there is none.
pub async fn tag_called(tx: &mut Tx<'_>, name: &str, key: &str) -> sqlx::Result<Label> {
    run!(
        tx,
        "insert into tags (id, name, key) values ($1, $2, $3) on conflict (key) do nothing",
        Uuid::now_v7(),
        name,
        key,
    )?;
    one!(tx, Label, "select id, name from tags where key = $1", key)
}

/// Those that are on a ticket which this reader, of staff, may see and has not asked for, by name.
pub async fn list_tags(tx: &mut Tx<'_>, reader: &Actor, limit: i64) -> sqlx::Result<Vec<Label>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select g.id, g.name from tags g where exists (
               select 1 from ticket_tags m join tickets t on t.id = m.ticket
               where m.tag = g.id and t.requester <> ",
        );
        q.push_bind(reader.id);
        push_visible!(q, "t", reader);
        q.push(") order by g.key limit ").push_bind(limit);
        q.build_query_as().fetch_all(c).await
    })
}

pub async fn add_tag(tx: &mut Tx<'_>, ticket: &Ticket, tag: Uuid) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into ticket_tags (ticket, number, tag) values ($1, $2, $3)
         on conflict (ticket, tag) do nothing",
        ticket.id,
        ticket.number,
        tag,
    )
}

pub async fn remove_tag(tx: &mut Tx<'_>, ticket: TicketId, tag: Uuid) -> sqlx::Result<()> {
    run!(tx, "delete from ticket_tags where ticket = $1 and tag = $2", ticket, tag)
}

/// Has this admin read this confidential ticket since a moment, and has it been told?
pub async fn was_read_by(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    admin: AccountId,
    since: Time,
) -> sqlx::Result<bool> {
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from events
           where stream = $1 and kind = 'lecture_admin' and actor = $2 and at > $3)",
        ticket,
        admin,
        since,
    )
}
