//! The SQL of people and their sessions.
use crate::{
    base::{AccountId, Lang, Role, Scope, SessionId, Time, live::Author},
    features::accounts::{Account, EmailAddress, PersonalToken, Session, TokenId},
    server::db::{Tx, dialect},
    sql,
};

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

pub async fn count(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    sql!(tx, |c| sqlx::query_scalar("select count(*) from accounts").fetch_one(c).await)
}

pub async fn count_active_admins(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    sql!(tx, |c| sqlx::query_scalar("select count(*) from accounts where role = 'admin' and active")
        .fetch_one(c)
        .await)
}

pub async fn insert(tx: &mut Tx<'_>, account: &Account, password: &str, now: Time) -> sqlx::Result<()> {
    let search = crate::base::text::fold(&[&account.name, " ", &account.email].concat());
    sql!(tx, |c| {
        sqlx::query(
        "insert into accounts (id, email, name, search, role, department, phone, active, lang, password, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    )
    .bind(account.id)
    .bind(&account.email)
    .bind(&account.name)
    .bind(search)
    .bind(account.role)
    .bind(account.department)
    .bind(&account.phone)
    .bind(account.active)
    .bind(account.lang)
    .bind(password)
    .bind(now)
    .execute(c)
    .await
    .map(drop)
    })
}

/// What an admin decides about a person; their language is their own.
pub async fn update(tx: &mut Tx<'_>, account: &Account) -> sqlx::Result<()> {
    let search = crate::base::text::fold(&[&account.name, " ", &account.email].concat());
    sql!(tx, |c| {
        sqlx::query(
        "update accounts set name = $2, search = $3, role = $4, department = $5, phone = $6, active = $7 where id = $1"
    )
    .bind(account.id)
    .bind(&account.name)
    .bind(search)
    .bind(account.role)
    .bind(account.department)
    .bind(&account.phone)
    .bind(account.active)
    .execute(c)
    .await
    .map(drop)
    })
}

/// What a person decides about themselves; what an admin does at the same moment stands.
pub async fn update_profile(tx: &mut Tx<'_>, account: &Account) -> sqlx::Result<()> {
    let search = crate::base::text::fold(&[&account.name, " ", &account.email].concat());
    sql!(tx, |c| sqlx::query(
        "update accounts set name = $2, search = $3, phone = $4, lang = $5 where id = $1"
    )
    .bind(account.id)
    .bind(&account.name)
    .bind(search)
    .bind(&account.phone)
    .bind(account.lang)
    .execute(c)
    .await
    .map(drop))
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

pub async fn set_password(tx: &mut Tx<'_>, id: AccountId, password: &str) -> sqlx::Result<u64> {
    sql!(tx, |c| sqlx::query("update accounts set password = $2 where id = $1")
        .bind(id)
        .bind(password)
        .execute(c)
        .await
        .map(|r| r.rows_affected()))
}

pub async fn find(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<Option<Account>> {
    sql!(tx, |c| sqlx::query_as(
        "select id, email, name, role, department, phone, active, lang from accounts where id = $1"
    )
    .bind(id)
    .fetch_optional(c)
    .await)
}

pub async fn find_credentials(tx: &mut Tx<'_>, email: &EmailAddress) -> sqlx::Result<Option<Credentials>> {
    sql!(tx, |c| sqlx::query_as(
        "select id, name, role, lang, active, password from accounts where email = $1"
    )
    .bind(&email.0)
    .fetch_optional(c)
    .await)
}

pub async fn find_credentials_of(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<Option<Credentials>> {
    sql!(tx, |c| sqlx::query_as("select id, name, role, lang, active, password from accounts where id = $1")
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// Like [`find_credentials_of`], and until the unit ends nobody else changes them.
pub async fn hold_credentials(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<Option<Credentials>> {
    let hold = dialect::hold(tx);
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new(
            "select id, name, role, lang, active, password from accounts where id = ",
        );
        query.push_bind(id).push(hold).build_query_as().fetch_optional(c).await
    })
}

/// `search` is folded; at most 500 people, by name.
pub async fn list(tx: &mut Tx<'_>, search: &str) -> sqlx::Result<Vec<Account>> {
    let position = dialect::position(tx);
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new(
            "select id, email, name, role, department, phone, active, lang from accounts where true",
        );
        for word in search.split_whitespace().take(8) {
            query.push(" and ").push(position).push("(search, ").push_bind(word.to_owned()).push(") > 0");
        }
        query.push(" order by search limit 500");
        query.build_query_as().fetch_all(c).await
    })
}

/// Active technicians and admins, by name.
pub async fn list_staff(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Author>> {
    let rows: Vec<(AccountId, String, Role)> = sql!(tx, |c| sqlx::query_as(
        "select id, name, role from accounts where active and role <> 'employe' order by search"
    )
    .fetch_all(c)
    .await)?;
    Ok(rows.into_iter().map(|(id, name, role)| Author { id, name, role }).collect())
}

pub async fn insert_session(
    tx: &mut Tx<'_>,
    session: &Session,
    account: AccountId,
    expires_at: Time,
) -> sqlx::Result<()> {
    sql!(tx, |c| {
        sqlx::query(
        "insert into sessions (id, account, agent, address, created_at, used_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)"
    )
    .bind(session.id)
    .bind(account)
    .bind(&session.agent)
    .bind(&session.address)
    .bind(session.created_at)
    .bind(session.used_at)
    .bind(expires_at)
    .execute(c)
    .await
    .map(drop)
    })
}

/// A session that has not ended, of a person who is active.
pub async fn find_living(tx: &mut Tx<'_>, session: SessionId, now: Time) -> sqlx::Result<Option<Living>> {
    sql!(tx, |c| {
        sqlx::query_as(
        "select s.id as session, s.generation, a.id as account, a.name, a.role, a.lang from sessions s join accounts a on a.id = s.account
         where s.id = $1 and s.ended_at is null and s.expires_at > $2 and a.active"
    )
    .bind(session)
    .bind(now)
    .fetch_optional(c)
    .await
    })
}

/// The next generation, if the session is still at `generation`.
pub async fn rotate(
    tx: &mut Tx<'_>,
    session: SessionId,
    generation: i64,
    used_at: Time,
    expires_at: Time,
) -> sqlx::Result<u64> {
    sql!(tx, |c| {
        sqlx::query(
        "update sessions set generation = generation + 1, used_at = $3, expires_at = $4 where id = $1 and generation = $2"
    )
    .bind(session)
    .bind(generation)
    .bind(used_at)
    .bind(expires_at)
    .execute(c)
    .await
    .map(|r| r.rows_affected())
    })
}

/// Whose session it was, if it was living.
pub async fn end_session(tx: &mut Tx<'_>, session: SessionId, now: Time) -> sqlx::Result<Option<AccountId>> {
    sql!(tx, |c| sqlx::query_scalar(
        "update sessions set ended_at = $2 where id = $1 and ended_at is null returning account"
    )
    .bind(session)
    .bind(now)
    .fetch_optional(c)
    .await)
}

pub async fn session_owner(tx: &mut Tx<'_>, session: SessionId) -> sqlx::Result<Option<AccountId>> {
    sql!(tx, |c| sqlx::query_scalar("select account from sessions where id = $1 and ended_at is null")
        .bind(session)
        .fetch_optional(c)
        .await)
}

/// Ends every session of a person but one.
pub async fn end_sessions_but(
    tx: &mut Tx<'_>,
    account: AccountId,
    kept: Option<SessionId>,
    now: Time,
) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query(
        "update sessions set ended_at = $3 where account = $1 and ended_at is null and id is distinct from $2"
    )
    .bind(account)
    .bind(kept)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

pub async fn list_sessions(tx: &mut Tx<'_>, account: AccountId, now: Time) -> sqlx::Result<Vec<Session>> {
    sql!(tx, |c| {
        sqlx::query_as(
        "select id, agent, address, created_at, used_at from sessions where account = $1 and ended_at is null and expires_at > $2 order by used_at desc, id desc limit 100"
    )
    .bind(account)
    .bind(now)
    .fetch_all(c)
    .await
    })
}

/// A personal access token that has not ended, of a person who is active.
#[derive(Clone, sqlx::FromRow)]
pub struct LivingToken {
    #[sqlx(flatten)]
    pub living: Living,
    pub scopes: String,
    pub used_at: Option<Time>,
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: TokenId,
    name: String,
    scopes: String,
    created_at: Time,
    expires_at: Time,
    used_at: Option<Time>,
}

/// The scopes of a row.
pub fn scopes(words: &str) -> Vec<Scope> {
    words.split(' ').filter_map(Scope::parse).collect()
}

pub async fn insert_token(
    tx: &mut Tx<'_>,
    t: &PersonalToken,
    account: AccountId,
    hash: &str,
) -> sqlx::Result<()> {
    let scopes = t.scopes.iter().map(|s| s.word()).collect::<Vec<_>>().join(" ");
    sql!(tx, |c| {
        sqlx::query(
        "insert into personal_tokens (id, account, name, hash, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)"
    )
    .bind(t.id)
    .bind(account)
    .bind(&t.name)
    .bind(hash)
    .bind(scopes)
    .bind(t.created_at)
    .bind(t.expires_at)
    .execute(c)
    .await
    .map(drop)
    })
}

/// Those that expire after this moment; the last to expire come first, so that none that lives is cut off.
pub async fn list_tokens(
    tx: &mut Tx<'_>,
    account: AccountId,
    after: Time,
) -> sqlx::Result<Vec<PersonalToken>> {
    let rows: Vec<TokenRow> = sql!(tx, |c| sqlx::query_as(
        "select id, name, scopes, created_at, expires_at, used_at from personal_tokens
         where account = $1 and ended_at is null and expires_at > $2 order by expires_at desc limit 100"
    )
    .bind(account)
    .bind(after)
    .fetch_all(c)
    .await)?;
    let token = |TokenRow { id, name, scopes: words, created_at, expires_at, used_at }| {
        let scopes = scopes(&words);
        PersonalToken { id, name, scopes, created_at, expires_at, used_at }
    };
    Ok(rows.into_iter().map(token).collect())
}

/// By what was hashed of it.
pub async fn find_token(tx: &mut Tx<'_>, hash: &str, now: Time) -> sqlx::Result<Option<LivingToken>> {
    sql!(tx, |c| {
        sqlx::query_as(
        "select t.id as session, cast(0 as bigint) as generation, a.id as account, a.name, a.role, a.lang, t.scopes, t.used_at
         from personal_tokens t join accounts a on a.id = t.account
         where t.hash = $1 and t.ended_at is null and t.expires_at > $2 and a.active"
    )
    .bind(hash)
    .bind(now)
    .fetch_optional(c)
    .await
    })
}

/// By its id, which stands for a session on an open line.
pub async fn find_token_as_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    now: Time,
) -> sqlx::Result<Option<Living>> {
    sql!(tx, |c| {
        sqlx::query_as(
        "select t.id as session, cast(0 as bigint) as generation, a.id as account, a.name, a.role, a.lang from personal_tokens t
         join accounts a on a.id = t.account where t.id = $1 and t.ended_at is null and t.expires_at > $2 and a.active"
    )
    .bind(id)
    .bind(now)
    .fetch_optional(c)
    .await
    })
}

pub async fn touch_token(tx: &mut Tx<'_>, id: SessionId, now: Time) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("update personal_tokens set used_at = $2 where id = $1")
        .bind(id)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Ends a living token of this person, or with none of anybody; says whose it was.
pub async fn end_token(
    tx: &mut Tx<'_>,
    id: TokenId,
    owner: Option<AccountId>,
    now: Time,
) -> sqlx::Result<Option<AccountId>> {
    sql!(tx, |c| {
        sqlx::query_scalar(
        "update personal_tokens set ended_at = $3 where id = $1 and ended_at is null and ($2 is null or account = $2) returning account"
    )
    .bind(id)
    .bind(owner)
    .bind(now)
    .fetch_optional(c)
    .await
    })
}

/// Ends every personal access token of a person.
pub async fn end_tokens(tx: &mut Tx<'_>, account: AccountId, now: Time) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query(
        "update personal_tokens set ended_at = $2 where account = $1 and ended_at is null"
    )
    .bind(account)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}
