//! The SQL of people and their sessions.
mod ended;
mod lists;
mod tokens;

use crate::{
    all,
    base::{AccountId, Error, Lang, Problem, Role, SessionId, Time, live::Author, text::fold},
    changed,
    features::accounts::{Account, Login, Session},
    joined, maybe, one, run,
    server::db::{Tx, dialect},
    sql,
};
pub use ended::{forget_sessions, forget_tokens};
pub use lists::{list, list_after, list_these};
pub use tokens::*;

/// The columns of an [`Account`].
const ACCOUNT: &str = "id, email, username, name, role, department, phone, active, lang";
/// The columns of [`Credentials`].
const CREDENTIALS: &str = "id, name, role, lang, active, password";
/// The columns of a [`Living`] session that is one: `s` and its person, `a`.
const LIVING: &str = "s.id as session, s.generation, a.id as account, a.name, a.role, a.lang";

/// A person as signing in needs them.
#[derive(sqlx::FromRow)]
pub struct Credentials {
    pub id: AccountId,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
    pub active: bool,
    pub password: String,
}

impl Credentials {
    /// Those of a person who was just made.
    pub fn of(account: &Account, password: &str) -> Self {
        let Account { id, name, role, lang, active, .. } = account.clone();
        Credentials { id, name, role, lang, active, password: password.to_owned() }
    }
}

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

pub async fn is_anybody(tx: &mut Tx<'_>) -> sqlx::Result<bool> {
    one!(tx, scalar bool, "select exists (select 1 from accounts)")
}

pub async fn count_active_admins(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(*) from accounts where role = 'admin' and active")
}

/// What lists of people are in the order of (the column `search`): the name, folded; nobody is found by it.
fn sort_key(account: &Account) -> String {
    let username = account.username.as_deref().unwrap_or_default();
    fold(&[&account.name, " ", &account.email, " ", username].concat())
}

/// What two people cannot both have.
pub fn taken(error: sqlx::Error) -> Error {
    if !dialect::is_taken(&error) {
        return error.into();
    }
    // Both databases name the column or its index, each in its own words.
    let said = error.as_database_error().map(|e| e.message().contains("username"));
    Error::field(if said == Some(true) { "username" } else { "email" }, Problem::Taken)
}

/// A user name as it is compared: no two that read alike.
fn username_key(account: &Account) -> Option<String> {
    account.username.as_deref().map(fold)
}

pub async fn insert(tx: &mut Tx<'_>, account: &Account, password: &str, now: Time) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into accounts
           (id, email, username, username_key, name, search, role, department, phone, active, lang, password,
            created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        account.id,
        &account.email,
        &account.username,
        username_key(account),
        &account.name,
        sort_key(account),
        account.role,
        account.department,
        &account.phone,
        account.active,
        account.lang,
        password,
        now,
    )
}

/// What an admin decides about a person; their language is their own.
pub async fn update(tx: &mut Tx<'_>, account: &Account) -> sqlx::Result<()> {
    run!(
        tx,
        "update accounts
         set name = $2, username = $3, username_key = $4, search = $5, role = $6, department = $7, phone = $8,
             active = $9
         where id = $1",
        account.id,
        &account.name,
        &account.username,
        username_key(account),
        sort_key(account),
        account.role,
        account.department,
        &account.phone,
        account.active,
    )
}

/// What a person decides about themselves; what an admin does at the same moment stands.
pub async fn update_profile(tx: &mut Tx<'_>, account: &Account) -> sqlx::Result<()> {
    run!(
        tx,
        "update accounts
         set name = $2, username = $3, username_key = $4, search = $5, phone = $6, lang = $7
         where id = $1",
        account.id,
        &account.name,
        &account.username,
        username_key(account),
        sort_key(account),
        &account.phone,
        account.lang,
    )
}

/// Until the unit ends nobody else changes this person, nor who the admins are.
pub async fn hold_with_admins(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<()> {
    let hold = dialect::hold(tx);
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new(
            "select id from accounts where (role = 'admin' and active) or id = ",
        );
        query.push_bind(id).push(" order by id").push(hold).build().fetch_all(c).await.map(drop)
    })
}

pub async fn set_password(tx: &mut Tx<'_>, id: AccountId, password: &str) -> sqlx::Result<()> {
    run!(tx, "update accounts set password = $2 where id = $1", id, password)
}

pub async fn find(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<Option<Account>> {
    maybe!(tx, Account, joined!("select ", ACCOUNT, " from accounts where id = $1"), id)
}

/// By address, or by user name.
pub async fn find_credentials(tx: &mut Tx<'_>, login: &Login) -> sqlx::Result<Option<Credentials>> {
    let key = login.key();
    match login {
        Login::Email(_) => {
            maybe!(tx, Credentials, joined!("select ", CREDENTIALS, " from accounts where email = $1"), key)
        }
        Login::Username(_) => {
            let found = joined!("select ", CREDENTIALS, " from accounts where username_key = $1");
            maybe!(tx, Credentials, found, key)
        }
    }
}

pub async fn find_credentials_of(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<Option<Credentials>> {
    maybe!(tx, Credentials, joined!("select ", CREDENTIALS, " from accounts where id = $1"), id)
}

/// Like [`find_credentials_of`], and until the unit ends nobody else changes them.
pub async fn hold_credentials(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<Option<Credentials>> {
    let hold = dialect::hold(tx);
    sql!(tx, |c| {
        let mut query =
            sqlx::QueryBuilder::<Driver>::new(joined!("select ", CREDENTIALS, " from accounts where id = "));
        query.push_bind(id).push(hold).build_query_as().fetch_optional(c).await
    })
}

/// Active technicians and admins, by name.
pub async fn list_staff(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Author>> {
    all!(
        tx,
        Author,
        "select id, name, role from accounts
         where active and role in ('technicien', 'admin') order by search",
    )
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
              where s.id = $1 and s.ended_at is null and s.expires_at > $2 and a.active"
        ),
        session,
        now,
    )
}

/// The next generation, if the session is still at `generation`.
pub async fn rotate(
    tx: &mut Tx<'_>,
    session: SessionId,
    generation: i64,
    used_at: Time,
    expires_at: Time,
) -> sqlx::Result<u64> {
    changed!(
        tx,
        "update sessions
         set generation = generation + 1, used_at = $3, expires_at = $4
         where id = $1 and generation = $2",
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

pub async fn list_sessions(tx: &mut Tx<'_>, account: AccountId, now: Time) -> sqlx::Result<Vec<Session>> {
    all!(
        tx,
        Session,
        "select id, agent, address, created_at, used_at from sessions
         where account = $1 and ended_at is null and expires_at > $2
         order by used_at desc, id desc limit 100",
        account,
        now,
    )
}
