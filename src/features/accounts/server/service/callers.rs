//! People whom technicians know: found to open a ticket for them, or written down when they call.
use super::{
    super::{search, store},
    insert,
};
use crate::{
    base::{AccountId, AppResult, Lang, Role, Time},
    features::{accounts::*, departments::DepartmentId},
    server::{Staff, db::Tx},
};

/// So many people are proposed.
const PROPOSED: i64 = 10;
/// Of an account that nobody signs in to: no password has this hash.
const NO_PASSWORD: &str = "none";

/// People whose name, address, user name or phone has all the words, best first: those who can be chosen for
/// a ticket.
pub async fn find_people(ctx: &Staff, search: &str) -> AppResult<Vec<Account>> {
    let mut tx = ctx.db.read().await?;
    let found = search::find(&mut tx, search, PROPOSED).await?.unwrap_or_default();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut people = store::list_these(&mut tx, &found).await?;
    people.retain(|person| person.active);
    people.sort_by_key(|person| found.iter().position(|id| *id == person.id));
    Ok(people)
}

/// The active person with this address or user name.
pub async fn find_by_login(tx: &mut Tx<'_>, login: &Login) -> AppResult<Option<Account>> {
    let Some(credentials) = store::find_credentials(tx, login).await?.filter(|known| known.active) else {
        return Ok(None);
    };
    Ok(store::find(tx, credentials.id).await?)
}

/// Writes down somebody who called: an employee who cannot sign in until they are invited.
pub async fn add_caller(tx: &mut Tx<'_>, caller: NewCaller, lang: Lang, now: Time) -> AppResult<Account> {
    let id = AccountId::new();
    let email = caller.email.unwrap_or_else(|| no_address(id));
    let account = Account {
        id,
        email,
        username: None,
        name: caller.name,
        role: Role::Employee,
        department: caller.department,
        phone: caller.phone,
        active: true,
        lang,
    };
    insert(tx, &account, NO_PASSWORD, now).await?;
    Ok(account)
}

/// The departments this person serves.
pub async fn served_by(tx: &mut Tx<'_>, account: AccountId) -> AppResult<Vec<DepartmentId>> {
    Ok(store::list_served(tx, account).await?)
}
