//! The SQL of departments and categories.
use crate::{all, changed, features::departments::*, joined, maybe, one, run, server::db::Tx};
use uuid::Uuid;

/// The columns of a [`Category`].
const CATEGORY: &str = "id, name, is_default";

pub async fn list_departments(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Department>> {
    all!(tx, Department, "select id, name from departments order by key")
}

pub async fn list_categories(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Category>> {
    all!(tx, Category, joined!("select ", CATEGORY, " from categories order by key"))
}

pub async fn insert_department(tx: &mut Tx<'_>, id: DepartmentId, name: &str, key: &str) -> sqlx::Result<()> {
    run!(tx, "insert into departments (id, name, key) values ($1, $2, $3)", id, name, key)
}

pub async fn rename_department(
    tx: &mut Tx<'_>,
    id: DepartmentId,
    name: &str,
    key: &str,
) -> sqlx::Result<u64> {
    changed!(tx, "update departments set name = $2, key = $3 where id = $1", id, name, key)
}

pub async fn insert_category(tx: &mut Tx<'_>, category: &Category, key: &str) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into categories (id, name, key, is_default) values ($1, $2, $3, $4)",
        category.id,
        &category.name,
        key,
        category.is_default,
    )
}

pub async fn rename_category(tx: &mut Tx<'_>, id: CategoryId, name: &str, key: &str) -> sqlx::Result<u64> {
    changed!(tx, "update categories set name = $2, key = $3 where id = $1", id, name, key)
}

pub async fn clear_default(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    run!(tx, "update categories set is_default = false where is_default")
}

pub async fn set_default(tx: &mut Tx<'_>, id: CategoryId) -> sqlx::Result<u64> {
    changed!(tx, "update categories set is_default = true where id = $1", id)
}

pub async fn find_category(tx: &mut Tx<'_>, id: CategoryId) -> sqlx::Result<Option<Category>> {
    maybe!(tx, Category, joined!("select ", CATEGORY, " from categories where id = $1"), id)
}

pub async fn find_default_category(tx: &mut Tx<'_>) -> sqlx::Result<Option<Category>> {
    maybe!(tx, Category, joined!("select ", CATEGORY, " from categories where is_default"))
}

pub async fn has_department(tx: &mut Tx<'_>, id: Uuid) -> sqlx::Result<bool> {
    one!(tx, scalar bool, "select exists (select 1 from departments where id = $1)", id)
}
