//! The SQL of personal access tokens.
use super::Living;
use crate::{
    all,
    base::{AccountId, Scope, SessionId, Time},
    features::accounts::{PersonalToken, ScopeWords, TokenId},
    joined, maybe, run,
    server::db::Tx,
};

/// The columns of a [`Living`] session that a token `t` stands for.
const LIVING_BY_TOKEN: &str =
    "t.id as session, cast(0 as bigint) as generation, a.id as account, a.name, a.role, a.lang";

/// A personal access token that has not ended, of a person who is active.
#[derive(Clone, sqlx::FromRow)]
pub struct LivingToken {
    #[sqlx(flatten)]
    pub living: Living,
    #[sqlx(try_from = "ScopeWords")]
    pub scopes: Vec<Scope>,
    pub used_at: Option<Time>,
}

pub async fn insert_token(
    tx: &mut Tx<'_>,
    t: &PersonalToken,
    account: AccountId,
    hash: &str,
) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into personal_tokens (id, account, name, hash, scopes, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        t.id,
        account,
        &t.name,
        hash,
        ScopeWords::from(t.scopes.as_slice()),
        t.created_at,
        t.expires_at,
    )
}

/// Those that expire after this moment, at most a hundred: the last to expire come first.
pub async fn list_tokens(
    tx: &mut Tx<'_>,
    account: AccountId,
    after: Time,
) -> sqlx::Result<Vec<PersonalToken>> {
    all!(
        tx,
        PersonalToken,
        "select id, name, scopes, created_at, expires_at, used_at from personal_tokens
         where account = $1 and ended_at is null and expires_at > $2
         order by expires_at desc limit 100",
        account,
        after,
    )
}

/// By what was hashed of it.
pub async fn find_token(tx: &mut Tx<'_>, hash: &str, now: Time) -> sqlx::Result<Option<LivingToken>> {
    maybe!(
        tx,
        LivingToken,
        joined!(
            "select ",
            LIVING_BY_TOKEN,
            ", t.scopes, t.used_at from personal_tokens t join accounts a on a.id = t.account
              where t.hash = $1 and t.ended_at is null and t.expires_at > $2 and a.active"
        ),
        hash,
        now,
    )
}

/// By its id, which stands for a session on an open line.
pub async fn find_token_as_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    now: Time,
) -> sqlx::Result<Option<Living>> {
    maybe!(
        tx,
        Living,
        joined!(
            "select ",
            LIVING_BY_TOKEN,
            " from personal_tokens t join accounts a on a.id = t.account
              where t.id = $1 and t.ended_at is null and t.expires_at > $2 and a.active"
        ),
        id,
        now,
    )
}

pub async fn touch_token(tx: &mut Tx<'_>, id: SessionId, now: Time) -> sqlx::Result<()> {
    run!(tx, "update personal_tokens set used_at = $2 where id = $1", id, now)
}

/// Ends a living token of this person, or with none of anybody; says whose it was.
pub async fn end_token(
    tx: &mut Tx<'_>,
    id: TokenId,
    owner: Option<AccountId>,
    now: Time,
) -> sqlx::Result<Option<AccountId>> {
    maybe!(
        tx,
        scalar AccountId,
        "update personal_tokens set ended_at = $3
         where id = $1 and ended_at is null and ($2 is null or account = $2)
         returning account",
        id,
        owner,
        now,
    )
}

/// Ends every personal access token of a person.
/// Each by the id it stands for on an open line.
pub async fn end_tokens(tx: &mut Tx<'_>, account: AccountId, now: Time) -> sqlx::Result<Vec<SessionId>> {
    all!(
        tx,
        scalar SessionId,
        "update personal_tokens set ended_at = $2 where account = $1 and ended_at is null returning id",
        account,
        now,
    )
}
