//! The SQL of people; that of their sessions and tokens has its files.
mod ended;
mod lists;
mod served;
mod sessions;
mod tokens;

use crate::{
    all,
    base::{AccountId, Error, Lang, Problem, Role, Time, email::EmailAddress, live::Author, text::fold},
    features::accounts::{Account, Login},
    joined, maybe, one, run,
    server::db::{Tx, dialect},
    sql,
};
pub use ended::{forget_sessions, forget_tokens};
pub use lists::{list, list_after, list_these};
pub use served::{list_served, set_served};
pub use sessions::*;
pub use tokens::*;

/// The columns of an [`Account`].
const ACCOUNT: &str = "id, email, username, name, role, department, phone, active, lang";
/// The columns of [`Credentials`].
const CREDENTIALS: &str = "id, name, role, lang, active, password";

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

pub async fn is_anybody(tx: &mut Tx<'_>) -> sqlx::Result<bool> {
    one!(tx, scalar bool, "select exists (select 1 from accounts)")
}

pub async fn count_active_admins(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(*) from accounts where role = 'admin' and active")
}

/// What lists of people are in the order of (the column `search`): name, address and user name, folded;
/// nobody is found by it.
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
    match said {
        Some(true) => Error::field("username", Problem::Taken),
        _ => Error::field("email", Problem::AddressTaken),
    }
}

/// A user name as it is compared: no two that read alike.
fn username_key(account: &Account) -> Option<String> {
    account.username.as_deref().map(fold)
}

/// An address as rows keep it.
fn email_key(account: &Account) -> String {
    let address = account.email.parse::<EmailAddress>();
    address.map_or_else(|_| account.email.clone(), |address| address.key().to_owned())
}

/// Has somebody this address as it is shown? Rows kept it so once.
pub async fn is_shown(tx: &mut Tx<'_>, email: &str) -> sqlx::Result<bool> {
    one!(tx, scalar bool, "select exists (select 1 from accounts where email = $1)", email)
}

pub async fn insert(tx: &mut Tx<'_>, account: &Account, password: &str, now: Time) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into accounts
           (id, email, username, username_key, name, search, role, department, phone, active, lang, password,
            created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        account.id,
        email_key(account),
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

/// Another hash of the same password, unless it has been changed meanwhile.
pub async fn renew_hash(tx: &mut Tx<'_>, id: AccountId, before: &str, fresh: &str) -> sqlx::Result<()> {
    run!(tx, "update accounts set password = $3 where id = $1 and password = $2", id, before, fresh)
}

pub async fn find(tx: &mut Tx<'_>, id: AccountId) -> sqlx::Result<Option<Account>> {
    maybe!(tx, Account, joined!("select ", ACCOUNT, " from accounts where id = $1"), id)
}

/// By address, or by user name.
pub async fn find_credentials(tx: &mut Tx<'_>, login: &Login) -> sqlx::Result<Option<Credentials>> {
    match login {
        Login::Email { key, before } => {
            let found = joined!(
                "select ",
                CREDENTIALS,
                " from accounts where email in ($1, $2) order by email = $1 desc limit 1"
            );
            maybe!(tx, Credentials, found, key, before)
        }
        Login::Username(key) => {
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
