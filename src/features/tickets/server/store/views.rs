//! The SQL of saved views and of the columns people have chosen.
use crate::{
    all,
    base::{AccountId, Time},
    changed,
    features::{departments::DepartmentId, tickets::*},
    maybe, one, run,
    server::db::Tx,
};
use sqlx::types::Json;

#[derive(sqlx::FromRow)]
struct Row {
    id: ViewId,
    name: String,
    query: Json<ListQuery>,
    shared: SharedWith,
    department: Option<DepartmentId>,
    own: bool,
}

/// One's own, and those shared with all staff or with a department one is of or serves.
pub async fn views_of(tx: &mut Tx<'_>, reader: AccountId) -> sqlx::Result<Vec<SavedView>> {
    let rows = all!(
        tx,
        Row,
        "select id, name, query, shared, department, owner = $1 as own from views
         where owner = $1 or shared = 'equipe'
            or (shared = 'service' and (
              department in (select department from department_technicians where account = $1)
              or department = (select department from accounts where id = $1)))
         order by owner = $1 desc, name, id limit 60",
        reader,
    )?;
    let view = |Row { id, name, query: Json(query), shared, department, own }| SavedView {
        id,
        name,
        query,
        shared,
        department,
        own,
    };
    Ok(rows.into_iter().map(view).collect())
}

pub async fn count_views(tx: &mut Tx<'_>, owner: AccountId) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(*) from views where owner = $1", owner)
}

pub async fn insert_view(tx: &mut Tx<'_>, view: &SavedView, owner: AccountId, now: Time) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into views (id, owner, name, query, shared, department, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        view.id,
        owner,
        &view.name,
        Json(&view.query),
        view.shared,
        view.department,
        now,
    )
}

/// How many there were: one's own, and for an admin any that is shared.
pub async fn delete_view(tx: &mut Tx<'_>, id: ViewId, owner: AccountId, admin: bool) -> sqlx::Result<u64> {
    changed!(
        tx,
        "delete from views where id = $1 and (owner = $2 or ($3 and shared <> 'moi'))",
        id,
        owner,
        admin,
    )
}

/// Their words, with spaces between.
pub async fn find_columns(tx: &mut Tx<'_>, account: AccountId) -> sqlx::Result<Option<String>> {
    maybe!(tx, scalar String, "select columns from list_columns where account = $1", account)
}

pub async fn set_columns(tx: &mut Tx<'_>, account: AccountId, words: &str) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into list_columns (account, columns) values ($1, $2)
         on conflict (account) do update set columns = excluded.columns",
        account,
        words,
    )
}
