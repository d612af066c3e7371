//! The verbs of departments: everyone signed in reads, admins change.
use super::store;
use crate::{
    base::{AppResult, Error, Problem, text::fold},
    features::departments::*,
    server::{
        Admin, Signed,
        db::{Tx, dialect},
    },
};

/// Departments and categories, by name.
pub async fn directory(ctx: &Signed) -> AppResult<Directory> {
    let mut tx = ctx.db.read().await?;
    Ok(Directory {
        departments: store::list_departments(&mut tx).await?,
        categories: store::list_categories(&mut tx).await?,
    })
}

/// Adds a department; no two read alike.
pub async fn add_department(ctx: &Admin, name: String) -> AppResult<()> {
    let name = named(&name)?;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                store::insert_department(tx, DepartmentId::new(), &name, &fold(&name)).await.map_err(taken)
            })
        })
        .await
}

/// No two departments are called alike, whatever the capitals and accents.
pub async fn rename_department(ctx: &Admin, id: DepartmentId, name: String) -> AppResult<()> {
    let name = named(&name)?;
    let changed = ctx
        .db
        .write(move |tx| {
            Box::pin(
                async move { store::rename_department(tx, id, &name, &fold(&name)).await.map_err(taken) },
            )
        })
        .await?;
    found(changed)
}

/// Adds a category; the first one is the default.
pub async fn add_category(ctx: &Admin, name: String) -> AppResult<()> {
    let name = named(&name)?;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                let is_default = store::find_default_category(tx).await?.is_none();
                let key = fold(&name);
                store::insert_category(tx, &Category { id: CategoryId::new(), name, is_default }, &key)
                    .await
                    .map_err(taken)
            })
        })
        .await
}

/// No two categories are called alike, whatever the capitals and accents.
pub async fn rename_category(ctx: &Admin, id: CategoryId, name: String) -> AppResult<()> {
    let name = named(&name)?;
    let changed = ctx
        .db
        .write(move |tx| {
            Box::pin(async move { store::rename_category(tx, id, &name, &fold(&name)).await.map_err(taken) })
        })
        .await?;
    found(changed)
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

/// The category of that id, or the default; a house without any gets « Autre ».
pub async fn category_or_default(tx: &mut Tx<'_>, id: Option<CategoryId>) -> AppResult<Category> {
    if let Some(id) = id {
        return store::find_category(tx, id).await?.ok_or(Error::field("category", Problem::Unknown));
    }
    if let Some(category) = store::find_default_category(tx).await? {
        return Ok(category);
    }
    let category = Category {
        id: CategoryId::new(),
        name: crate::base::Lang::Fr.say(crate::words::departments::OTHER).into(),
        is_default: true,
    };
    store::insert_category(tx, &category, &fold(&category.name)).await?;
    Ok(category)
}

/// The department exists, or the field is wrong.
pub async fn check_department(tx: &mut Tx<'_>, id: Option<DepartmentId>) -> AppResult<()> {
    match id {
        Some(id) if !store::has_department(tx, id.0).await? => {
            Err(Error::field("department", Problem::Unknown))
        }
        _ => Ok(()),
    }
}

/// For a demonstration: a department or category under a known id.
pub async fn seed(tx: &mut Tx<'_>, departments: &[Department], categories: &[Category]) -> AppResult<()> {
    for department in departments {
        store::insert_department(tx, department.id, &department.name, &fold(&department.name)).await?;
    }
    for category in categories {
        store::insert_category(tx, category, &fold(&category.name)).await?;
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
