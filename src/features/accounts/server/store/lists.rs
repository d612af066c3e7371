//! Lists of people.
use super::ACCOUNT;
use crate::{all, base::AccountId, features::accounts::Account, joined, server::db::Tx, sql};

/// At most so many people, by name.
pub async fn list(tx: &mut Tx<'_>, limit: i64) -> sqlx::Result<Vec<Account>> {
    let text = joined!("select ", ACCOUNT, " from accounts order by search limit $1");
    all!(tx, Account, text, limit)
}

/// These people, in any order.
pub async fn list_these(tx: &mut Tx<'_>, ids: &[AccountId]) -> sqlx::Result<Vec<Account>> {
    sql!(tx, |c| {
        let mut query =
            sqlx::QueryBuilder::<Driver>::new(joined!("select ", ACCOUNT, " from accounts where id in ("));
        let mut among = query.separated(", ");
        for id in ids {
            among.push_bind(*id);
        }
        query.push(")").build_query_as().persistent(false).fetch_all(c).await
    })
}

/// Everybody in the order of their ids, a page at a time.
pub async fn list_after(tx: &mut Tx<'_>, after: AccountId, limit: i64) -> sqlx::Result<Vec<Account>> {
    let text = joined!("select ", ACCOUNT, " from accounts where id > $1 order by id limit $2");
    all!(tx, Account, text, after, limit)
}
