//! The SQL of pictures.
use crate::{
    all,
    base::{AccountId, Time},
    features::{conversation::*, tickets::TicketId},
    joined, maybe, one, run,
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

/// The columns of a [`Kept`] picture.
const KEPT: &str = "a.id, a.name, a.media_type, a.size, a.width, a.height,
    a.ticket, a.account, a.act, a.digest, a.staff_only";

pub async fn insert(tx: &mut Tx<'_>, k: &Kept, now: Time) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into attachments
           (id, ticket, account, act, digest, name, media_type, size, width, height, staff_only, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        k.attachment.id,
        k.ticket,
        k.account,
        k.act,
        k.digest,
        &k.attachment.name,
        &k.attachment.media_type,
        k.attachment.size,
        k.attachment.width,
        k.attachment.height,
        k.staff_only,
        now,
    )
}

/// A picture, and the number of its ticket.
#[derive(sqlx::FromRow)]
pub struct Found {
    #[sqlx(flatten)]
    pub kept: Kept,
    pub number: i64,
}

pub async fn find(tx: &mut Tx<'_>, id: AttachmentId) -> sqlx::Result<Option<Found>> {
    maybe!(
        tx,
        Found,
        joined!(
            "select ",
            KEPT,
            ", t.number from attachments a join tickets t on t.id = a.ticket where a.id = $1"
        ),
        id,
    )
}

/// What this person already uploaded under this id.
pub async fn find_act(tx: &mut Tx<'_>, account: AccountId, act: Uuid) -> sqlx::Result<Option<Kept>> {
    maybe!(
        tx,
        Kept,
        joined!("select ", KEPT, " from attachments a where a.account = $1 and a.act = $2"),
        account,
        act,
    )
}

/// The kind of event this person's act made on this ticket.
pub async fn find_kind(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    account: AccountId,
    act: Uuid,
) -> sqlx::Result<Option<String>> {
    maybe!(
        tx,
        scalar String,
        "select kind from events where actor = $1 and act = $2 and stream = $3",
        account,
        act,
        ticket,
    )
}

/// The instruction was released: its requester sees the picture from now on.
pub async fn release(tx: &mut Tx<'_>, id: AttachmentId) -> sqlx::Result<()> {
    run!(tx, "update attachments set staff_only = false where id = $1", id)
}

/// Pictures for instructions that were added before a moment and that no requester sees; in the order of
/// their ids, with their tickets.
pub async fn list_waiting(
    tx: &mut Tx<'_>,
    before: Time,
    after: AttachmentId,
    limit: i64,
) -> sqlx::Result<Vec<(AttachmentId, TicketId)>> {
    all!(
        tx,
        (AttachmentId, TicketId),
        "select id, ticket from attachments where staff_only and created_at < $1 and id > $2
         order by id limit $3",
        before,
        after,
        limit,
    )
}

/// Does anything that happened on the ticket name this picture?
pub async fn is_mentioned(tx: &mut Tx<'_>, ticket: TicketId, picture: AttachmentId) -> sqlx::Result<bool> {
    let name = format!("%{picture}%");
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from events where stream = $1 and cast(payload as text) like $2)",
        ticket,
        name,
    )
}

pub async fn forget(tx: &mut Tx<'_>, picture: AttachmentId) -> sqlx::Result<()> {
    run!(tx, "delete from attachments where id = $1 and staff_only", picture)
}

/// Bytes this person has added since a moment.
pub async fn bytes_since(tx: &mut Tx<'_>, account: AccountId, since: Time) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select cast(coalesce(sum(size), 0) as bigint) from attachments
         where account = $1 and created_at > $2",
        account,
        since,
    )
}

/// Those of these ids that are pictures.
pub async fn list_known(tx: &mut Tx<'_>, ids: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new("select id from attachments where id in (");
        let mut list = query.separated(", ");
        ids.iter().for_each(|id| {
            list.push_bind(*id);
        });
        query.push(")").build_query_scalar().fetch_all(c).await
    })
}
