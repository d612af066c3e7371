//! The removal of sessions and tokens that have ended, some at a time so that nobody waits for it.
use crate::{base::Time, changed, server::db::Tx};

/// So many rows at once.
const SOME: i64 = 500;

/// Sessions that ended or expired before this; how many went.
pub async fn forget_sessions(tx: &mut Tx<'_>, before: Time) -> sqlx::Result<u64> {
    changed!(
        tx,
        "delete from sessions where id in (
         select id from (select id from sessions where expires_at < $1 limit $2) as expired
         union select id from (select id from sessions where ended_at < $1 limit $2) as ended)",
        before,
        SOME
    )
}

/// Personal access tokens that were ended or expired before this; how many went.
pub async fn forget_tokens(tx: &mut Tx<'_>, before: Time) -> sqlx::Result<u64> {
    changed!(
        tx,
        "delete from personal_tokens where id in (
         select id from (select id from personal_tokens where expires_at < $1 limit $2) as expired
         union select id from (select id from personal_tokens where ended_at < $1 limit $2) as ended)",
        before,
        SOME
    )
}
