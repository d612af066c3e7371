//! The SQL of pictures.
use crate::{
    base::{AccountId, Time},
    features::{conversation::*, tickets::TicketId},
    server::db::Tx,
    sql,
};
use uuid::Uuid;

/// A picture's row: where it belongs, and which upload made it.
#[derive(Clone, sqlx::FromRow)]
pub struct Kept {
    #[sqlx(flatten)]
    pub attachment: Attachment,
    pub ticket: TicketId,
    pub account: AccountId,
    pub act: Option<Uuid>,
    pub digest: i64,
    /// Of an instruction: shown to the requester only once that is released.
    pub staff_only: bool,
}

pub async fn insert(tx: &mut Tx<'_>, k: &Kept, now: Time) -> sqlx::Result<()> {
    sql!(tx, |c| {
        sqlx::query(
        "insert into attachments (id, ticket, account, act, digest, name, media_type, size, width, height, staff_only, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    )
    .bind(k.attachment.id)
    .bind(k.ticket)
    .bind(k.account)
    .bind(k.act)
    .bind(k.digest)
    .bind(&k.attachment.name)
    .bind(&k.attachment.media_type)
    .bind(k.attachment.size)
    .bind(k.attachment.width)
    .bind(k.attachment.height)
    .bind(k.staff_only)
    .bind(now)
    .execute(c)
    .await
    .map(drop)
    })
}

pub async fn find(tx: &mut Tx<'_>, id: AttachmentId) -> sqlx::Result<Option<(Kept, i64)>> {
    let row: Option<Found> = sql!(tx, |c| {
        sqlx::query_as(
        "select a.id, a.name, a.media_type, a.size, a.width, a.height, a.ticket, a.account, a.act, a.digest, a.staff_only, t.number
         from attachments a join tickets t on t.id = a.ticket where a.id = $1"
    )
    .bind(id)
    .fetch_optional(c)
    .await
    })?;
    Ok(row.map(|found| (found.kept, found.number)))
}

#[derive(sqlx::FromRow)]
struct Found {
    #[sqlx(flatten)]
    kept: Kept,
    number: i64,
}

/// What this person already uploaded under this id.
pub async fn find_act(tx: &mut Tx<'_>, account: AccountId, act: Uuid) -> sqlx::Result<Option<Kept>> {
    sql!(tx, |c| {
        sqlx::query_as(
        "select id, name, media_type, size, width, height, ticket, account, act, digest, staff_only from attachments where account = $1 and act = $2"
    )
    .bind(account)
    .bind(act)
    .fetch_optional(c)
    .await
    })
}

/// Did this person answer a step of this ticket under this id? Guidance, which knows this room, gives these events their names.
pub async fn is_answer(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    account: AccountId,
    act: Uuid,
) -> sqlx::Result<bool> {
    sql!(tx, |c| {
        sqlx::query_scalar(
        "select exists (select 1 from events where actor = $1 and act = $2 and stream = $3 and kind in ('confirmation_etape', 'reponse_tardive'))"
    )
    .bind(account)
    .bind(act)
    .bind(ticket)
    .fetch_one(c)
    .await
    })
}

/// The instruction was released: its requester sees the picture from now on.
pub async fn release(tx: &mut Tx<'_>, id: AttachmentId) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("update attachments set staff_only = false where id = $1")
        .bind(id)
        .execute(c)
        .await
        .map(drop))
}

/// Bytes this person has added since a moment.
pub async fn bytes_since(tx: &mut Tx<'_>, account: AccountId, since: Time) -> sqlx::Result<i64> {
    sql!(tx, |c| {
        sqlx::query_scalar(
        "select cast(coalesce(sum(size), 0) as bigint) from attachments where account = $1 and created_at > $2"
    )
    .bind(account)
    .bind(since)
    .fetch_one(c)
    .await
    })
}
