//! The SQL of departments and categories.
use crate::{
    all, changed,
    features::departments::*,
    joined, maybe, run,
    server::db::{Tx, dialect},
    sql,
};
use uuid::Uuid;

/// The columns of a [`Category`].
const CATEGORY: &str = "id, name, is_default, kind";

/// Rows with a name; within a table no two read alike.
#[derive(Clone, Copy)]
pub enum Table {
    Departments,
    Categories,
}

/// The same statement on either table.
macro_rules! on {
    ($table:expr, $before:literal, $after:literal) => {
        match $table {
            Table::Departments => concat!($before, "departments", $after),
            Table::Categories => concat!($before, "categories", $after),
        }
    };
}

/// `key` is the name folded: taken where another row has it.
pub async fn insert(tx: &mut Tx<'_>, table: Table, id: Uuid, name: &str, key: &str) -> sqlx::Result<()> {
    run!(tx, on!(table, "insert into ", " (id, name, key) values ($1, $2, $3)"), id, name, key)
}

/// What it is called; until the unit ends nobody else renames it.
pub async fn hold_name(tx: &mut Tx<'_>, table: Table, id: Uuid) -> sqlx::Result<Option<String>> {
    let hold = dialect::hold(tx);
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new(on!(table, "select name from ", " where id = "));
        query.push_bind(id).push(hold).build_query_scalar().fetch_optional(c).await
    })
}

pub async fn rename(tx: &mut Tx<'_>, table: Table, id: Uuid, name: &str, key: &str) -> sqlx::Result<()> {
    run!(tx, on!(table, "update ", " set name = $2, key = $3 where id = $1"), id, name, key)
}

pub async fn list_departments(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Department>> {
    all!(tx, Department, "select id, name, confidential from departments order by key")
}

pub async fn find_department(tx: &mut Tx<'_>, id: DepartmentId) -> sqlx::Result<Option<Department>> {
    maybe!(tx, Department, "select id, name, confidential from departments where id = $1", id)
}

pub async fn set_confidential(tx: &mut Tx<'_>, id: DepartmentId, confidential: bool) -> sqlx::Result<u64> {
    changed!(tx, "update departments set confidential = $2 where id = $1", id, confidential)
}

pub async fn set_kind(tx: &mut Tx<'_>, id: CategoryId, kind: TroubleKind) -> sqlx::Result<u64> {
    changed!(tx, "update categories set kind = $2 where id = $1", id, kind)
}

pub async fn list_categories(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Category>> {
    all!(tx, Category, joined!("select ", CATEGORY, " from categories order by key"))
}

pub async fn find_category(tx: &mut Tx<'_>, id: CategoryId) -> sqlx::Result<Option<Category>> {
    maybe!(tx, Category, joined!("select ", CATEGORY, " from categories where id = $1"), id)
}

pub async fn find_default_category(tx: &mut Tx<'_>) -> sqlx::Result<Option<Category>> {
    maybe!(tx, Category, joined!("select ", CATEGORY, " from categories where is_default"))
}

pub async fn clear_default(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    run!(tx, "update categories set is_default = false where is_default")
}

pub async fn set_default(tx: &mut Tx<'_>, id: CategoryId) -> sqlx::Result<u64> {
    changed!(tx, "update categories set is_default = true where id = $1", id)
}
