//! The SQL of sessions.
use crate::{
    all,
    base::{AccountId, Lang, Role, SessionId, Time},
    features::accounts::Session,
    joined, maybe, one, run,
    server::db::Tx,
};
use chrono::Duration;

/// The columns of a [`Living`] session that is one: `s` and its person, `a`.
const LIVING: &str = "s.id as session, s.generation, a.id as account, a.name, a.role, a.lang";

/// However often it is renewed, a session ends after so many days; one that was opened while the clock ran
/// ahead ends when that is put right.
const LONGEST_DAYS: i64 = 180;

/// A living session and its person.
#[derive(Clone, sqlx::FromRow)]
pub struct Living {
    pub session: SessionId,
    pub generation: i64,
    pub account: AccountId,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
}

pub async fn insert_session(
    tx: &mut Tx<'_>,
    session: &Session,
    account: AccountId,
    expires_at: Time,
) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into sessions (id, account, agent, address, created_at, used_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        session.id,
        account,
        &session.agent,
        &session.address,
        session.created_at,
        session.used_at,
        expires_at,
    )
}

/// A session that has not ended, of a person who is active.
pub async fn find_living(tx: &mut Tx<'_>, session: SessionId, now: Time) -> sqlx::Result<Option<Living>> {
    maybe!(
        tx,
        Living,
        joined!(
            "select ",
            LIVING,
            " from sessions s join accounts a on a.id = s.account
              where s.id = $1 and s.ended_at is null and s.expires_at > $2 and a.active
              and s.created_at between $3 and $4"
        ),
        session,
        now,
        now - Duration::days(LONGEST_DAYS),
        now + Duration::days(1),
    )
}

/// Was the session ended after this moment?
pub async fn has_ended_since(tx: &mut Tx<'_>, session: SessionId, since: Time) -> sqlx::Result<bool> {
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from sessions where id = $1 and ended_at > $2)",
        session,
        since,
    )
}

/// Is the person signed in at this address?
pub async fn is_at(tx: &mut Tx<'_>, account: AccountId, address: &str) -> sqlx::Result<bool> {
    one!(
        tx,
        scalar bool,
        "select exists (select 1 from sessions where account = $1 and ended_at is null and address = $2)",
        account,
        address,
    )
}

/// The next generation of a session that goes on, if it is still at `generation`.
pub async fn rotate(
    tx: &mut Tx<'_>,
    session: SessionId,
    generation: i64,
    used_at: Time,
    expires_at: Time,
) -> sqlx::Result<()> {
    run!(
        tx,
        "update sessions
         set generation = generation + 1, used_at = $3, expires_at = $4
         where id = $1 and generation = $2 and ended_at is null and expires_at > $3",
        session,
        generation,
        used_at,
        expires_at,
    )
}

/// Whose session it was, if it was living.
pub async fn end_session(tx: &mut Tx<'_>, session: SessionId, now: Time) -> sqlx::Result<Option<AccountId>> {
    maybe!(
        tx,
        scalar AccountId,
        "update sessions set ended_at = $2 where id = $1 and ended_at is null returning account",
        session,
        now,
    )
}

pub async fn session_owner(tx: &mut Tx<'_>, session: SessionId) -> sqlx::Result<Option<AccountId>> {
    maybe!(
        tx,
        scalar AccountId,
        "select account from sessions where id = $1 and ended_at is null",
        session,
    )
}

/// Ends every session of a person but one; says which.
pub async fn end_sessions_but(
    tx: &mut Tx<'_>,
    account: AccountId,
    kept: Option<SessionId>,
    now: Time,
) -> sqlx::Result<Vec<SessionId>> {
    all!(
        tx,
        scalar SessionId,
        "update sessions set ended_at = $3
         where account = $1 and ended_at is null and id is distinct from $2
         returning id",
        account,
        kept,
        now,
    )
}

/// Living sessions of a person, the latest used first, from behind `after` on.
pub async fn list_sessions(
    tx: &mut Tx<'_>,
    account: AccountId,
    now: Time,
    after: Option<SessionId>,
    limit: i64,
) -> sqlx::Result<Vec<Session>> {
    all!(
        tx,
        Session,
        "select id, agent, address, created_at, used_at from sessions s
         where account = $1 and ended_at is null and expires_at > $2
           and not exists (select 1 from sessions k where k.id = $3 and k.account = $1
                           and (s.used_at, s.id) >= (k.used_at, k.id))
         order by used_at desc, id desc limit $4",
        account,
        now,
        after,
        limit,
    )
}
