//! The SQL of pictures.
use crate::{
    all,
    base::{AccountId, Time},
    changed,
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

/// An instruction on this ticket has this picture: released, its requester sees it from now on. How many
/// there were.
pub async fn use_in_instruction(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    id: AttachmentId,
    released: bool,
) -> sqlx::Result<u64> {
    changed!(
        tx,
        "update attachments set used = true, staff_only = staff_only and not $3
         where id = $1 and ticket = $2",
        id,
        ticket,
        released,
    )
}

/// Removes some pictures for instructions that were added before a moment and that none has; says how many.
/// One that is used meanwhile stays.
pub async fn forget_unused(tx: &mut Tx<'_>, before: Time, limit: i64) -> sqlx::Result<u64> {
    changed!(
        tx,
        "delete from attachments where not used and id in (
           select id from attachments where staff_only and not used and created_at < $1
           order by created_at limit $2)",
        before,
        limit,
    )
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

/// The pictures of a ticket.
pub async fn list_of(tx: &mut Tx<'_>, ticket: TicketId) -> sqlx::Result<Vec<Uuid>> {
    all!(tx, scalar Uuid, "select id from attachments where ticket = $1", ticket)
}

/// The pictures of a ticket hang on another from now on; not shared, for staff.
pub async fn move_all(tx: &mut Tx<'_>, from: TicketId, to: TicketId, shared: bool) -> sqlx::Result<()> {
    run!(
        tx,
        "update attachments set ticket = $2, staff_only = staff_only or not $3, used = used or not $3
         where ticket = $1",
        from,
        to,
        shared,
    )
}
