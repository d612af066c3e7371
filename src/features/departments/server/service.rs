//! The verbs of departments: everyone signed in reads, admins change.
use super::store::{self, Table};
use crate::{
    base::{AppResult, Error, Lang, Problem, text::fold},
    features::departments::*,
    server::{
        Admin, Signed,
        db::{Tx, dialect},
    },
};
use uuid::Uuid;

/// Departments and categories, by name.
pub async fn directory(ctx: &Signed) -> AppResult<Directory> {
    let mut tx = ctx.db.read().await?;
    Ok(Directory {
        departments: store::list_departments(&mut tx).await?,
        categories: store::list_categories(&mut tx).await?,
    })
}

/// Adds a department; no two read alike.
pub async fn add_department(ctx: &Admin, name: String) -> AppResult<DepartmentId> {
    let (id, name) = (DepartmentId::new(), named(&name)?);
    ctx.db
        .write(move |tx| Box::pin(async move { insert(tx, Table::Departments, id.0, &name).await }))
        .await?;
    Ok(id)
}

/// Adds a category; the first one is the default.
pub async fn add_category(ctx: &Admin, name: String) -> AppResult<CategoryId> {
    let (id, name) = (CategoryId::new(), named(&name)?);
    let unit = ctx.db.write(move |tx| {
        Box::pin(async move {
            let is_default = store::find_default_category(tx).await?.is_none();
            insert_category(tx, &Category { id, name, is_default, kind: TroubleKind::default() }).await
        })
    });
    unit.await?;
    Ok(id)
}

/// What reads like another name of its table, whatever the capitals and accents, is taken.
async fn insert(tx: &mut Tx<'_>, table: Table, id: Uuid, name: &str) -> AppResult<()> {
    store::insert(tx, table, id, name, &fold(name)).await.map_err(taken)
}

async fn insert_category(tx: &mut Tx<'_>, category: &Category) -> AppResult<()> {
    insert(tx, Table::Categories, category.id.0, &category.name).await?;
    if category.is_default {
        store::set_default(tx, category.id).await?;
    }
    if category.kind != TroubleKind::default() {
        store::set_kind(tx, category.id, category.kind).await?;
    }
    Ok(())
}

/// No two departments are called alike, whatever the capitals and accents.
pub async fn rename_department(ctx: &Admin, id: DepartmentId, to: impl Into<Renaming>) -> AppResult<()> {
    rename(ctx, Table::Departments, id.0, to.into()).await
}

/// No two categories are called alike, whatever the capitals and accents.
pub async fn rename_category(ctx: &Admin, id: CategoryId, to: impl Into<Renaming>) -> AppResult<()> {
    rename(ctx, Table::Categories, id.0, to.into()).await
}

async fn rename(ctx: &Admin, table: Table, id: Uuid, to: Renaming) -> AppResult<()> {
    let unit = ctx.db.write(move |tx| {
        Box::pin(async move {
            let now = store::hold_name(tx, table, id).await?.ok_or(Error::NotFound)?;
            let Some(name) = to.since(&now)? else { return Ok(()) };
            let name = named(&name)?;
            store::rename(tx, table, id, &name, &fold(&name)).await.map_err(taken)
        })
    });
    unit.await
}

/// Makes a category the one new tickets get when none is chosen.
pub async fn make_default(ctx: &Admin, id: CategoryId) -> AppResult<()> {
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                store::clear_default(tx).await?;
                found(store::set_default(tx, id).await?)
            })
        })
        .await
}

/// The category of that id, or the default; a house without any gets « Autre », in the language of whoever
/// asks.
pub async fn category_or_default(tx: &mut Tx<'_>, id: Option<CategoryId>, lang: Lang) -> AppResult<Category> {
    if let Some(id) = id {
        return store::find_category(tx, id).await?.ok_or(Error::field("category", Problem::Unknown));
    }
    if let Some(category) = store::find_default_category(tx).await? {
        return Ok(category);
    }
    let category = Category {
        id: CategoryId::new(),
        name: lang.say(crate::words::departments::OTHER).into(),
        is_default: true,
        kind: TroubleKind::default(),
    };
    insert_category(tx, &category).await?;
    Ok(category)
}

/// The department exists, or the field is wrong.
pub async fn check_department(tx: &mut Tx<'_>, id: Option<DepartmentId>) -> AppResult<Option<Department>> {
    let Some(id) = id else { return Ok(None) };
    let department = store::find_department(tx, id).await?;
    department.map(Some).ok_or(Error::field("department", Problem::Unknown))
}

/// Which type of trouble a category proposes for its tickets.
pub async fn set_category_kind(ctx: &Admin, id: CategoryId, kind: TroubleKind) -> AppResult<()> {
    ctx.db.write(move |tx| Box::pin(async move { found(store::set_kind(tx, id, kind).await?) })).await
}

/// Whether all tickets that a department treats are confidential, in the unit of the room that marks them.
pub async fn set_confidential(tx: &mut Tx<'_>, id: DepartmentId, confidential: bool) -> AppResult<()> {
    found(store::set_confidential(tx, id, confidential).await?)
}

/// For a demonstration: a department or category under a known id.
pub async fn seed(tx: &mut Tx<'_>, departments: &[Department], categories: &[Category]) -> AppResult<()> {
    for department in departments {
        insert(tx, Table::Departments, department.id.0, &department.name).await?;
    }
    for category in categories {
        insert_category(tx, category).await?;
    }
    Ok(())
}

fn named(name: &str) -> AppResult<String> {
    parse_name(name).map_err(|problem| Error::field("name", problem))
}

fn taken(error: sqlx::Error) -> Error {
    if dialect::is_taken(&error) { Error::field("name", Problem::Taken) } else { error.into() }
}

fn found(rows: u64) -> AppResult<()> {
    if rows == 0 { Err(Error::NotFound) } else { Ok(()) }
}
