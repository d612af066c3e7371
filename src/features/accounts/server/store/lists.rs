//! Lists of people.
use super::ACCOUNT;
use crate::{
    all,
    base::AccountId,
    features::accounts::{Account, server::search},
    joined,
    server::db::Tx,
    sql,
};

/// At most so many people: those who have the words searched for, best first; without a search everybody, by
/// name.
pub async fn list(tx: &mut Tx<'_>, search: &str, limit: i64) -> sqlx::Result<Vec<Account>> {
    let Some(found) = search::find(tx, search, limit).await? else {
        let text = joined!("select ", ACCOUNT, " from accounts order by search limit $1");
        return all!(tx, Account, text, limit);
    };
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut people: Vec<Account> = sql!(tx, |c| {
        let mut query =
            sqlx::QueryBuilder::<Driver>::new(joined!("select ", ACCOUNT, " from accounts where id in ("));
        let mut among = query.separated(", ");
        for id in &found {
            among.push_bind(*id);
        }
        query.push(")").build_query_as().persistent(false).fetch_all(c).await
    })?;
    people.sort_by_key(|person| found.iter().position(|id| *id == person.id));
    Ok(people)
}

/// Everybody in the order of their ids, a page at a time.
pub async fn list_after(tx: &mut Tx<'_>, after: AccountId, limit: i64) -> sqlx::Result<Vec<Account>> {
    let text = joined!("select ", ACCOUNT, " from accounts where id > $1 order by id limit $2");
    all!(tx, Account, text, after, limit)
}
