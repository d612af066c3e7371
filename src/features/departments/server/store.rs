//! The SQL of departments and categories.
use crate::{features::departments::*, server::db::Tx, sql};
use uuid::Uuid;

pub async fn list_departments(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Department>> {
    sql!(tx, |c| sqlx::query_as("select id, name from departments order by key").fetch_all(c).await)
}

pub async fn list_categories(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Category>> {
    sql!(tx, |c| sqlx::query_as("select id, name, is_default from categories order by key")
        .fetch_all(c)
        .await)
}

pub async fn insert_department(tx: &mut Tx<'_>, id: DepartmentId, name: &str, key: &str) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("insert into departments (id, name, key) values ($1, $2, $3)")
        .bind(id)
        .bind(name)
        .bind(key)
        .execute(c)
        .await
        .map(drop))
}

pub async fn rename_department(
    tx: &mut Tx<'_>,
    id: DepartmentId,
    name: &str,
    key: &str,
) -> sqlx::Result<u64> {
    sql!(tx, |c| sqlx::query("update departments set name = $2, key = $3 where id = $1")
        .bind(id)
        .bind(name)
        .bind(key)
        .execute(c)
        .await
        .map(|r| r.rows_affected()))
}

pub async fn insert_category(tx: &mut Tx<'_>, category: &Category, key: &str) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("insert into categories (id, name, key, is_default) values ($1, $2, $3, $4)")
        .bind(category.id)
        .bind(&category.name)
        .bind(key)
        .bind(category.is_default)
        .execute(c)
        .await
        .map(drop))
}

pub async fn rename_category(tx: &mut Tx<'_>, id: CategoryId, name: &str, key: &str) -> sqlx::Result<u64> {
    sql!(tx, |c| sqlx::query("update categories set name = $2, key = $3 where id = $1")
        .bind(id)
        .bind(name)
        .bind(key)
        .execute(c)
        .await
        .map(|r| r.rows_affected()))
}

pub async fn clear_default(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    sql!(tx, |c| sqlx::query("update categories set is_default = false where is_default")
        .execute(c)
        .await
        .map(drop))
}

pub async fn set_default(tx: &mut Tx<'_>, id: CategoryId) -> sqlx::Result<u64> {
    sql!(tx, |c| sqlx::query("update categories set is_default = true where id = $1")
        .bind(id)
        .execute(c)
        .await
        .map(|r| r.rows_affected()))
}

pub async fn find_category(tx: &mut Tx<'_>, id: CategoryId) -> sqlx::Result<Option<Category>> {
    sql!(tx, |c| sqlx::query_as("select id, name, is_default from categories where id = $1")
        .bind(id)
        .fetch_optional(c)
        .await)
}

pub async fn find_default_category(tx: &mut Tx<'_>) -> sqlx::Result<Option<Category>> {
    sql!(tx, |c| sqlx::query_as("select id, name, is_default from categories where is_default")
        .fetch_optional(c)
        .await)
}

pub async fn has_department(tx: &mut Tx<'_>, id: Uuid) -> sqlx::Result<bool> {
    sql!(tx, |c| sqlx::query_scalar("select exists (select 1 from departments where id = $1)")
        .bind(id)
        .fetch_one(c)
        .await)
}
