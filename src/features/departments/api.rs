//! Doors from the browser. Each one names the caller, calls one verb, returns.
use super::*;
use crate::{
    base::{AppResult, Drawn},
    ui::Ask,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// The departments and categories anyone signed in may choose from.
#[server(protocol = Ask)]
pub async fn list_directory() -> AppResult<Directory> {
    service::directory(&caller()?).await
}

/// Adds a department (admin).
#[server(protocol = Ask)]
pub async fn add_department(name: String) -> AppResult<()> {
    service::add_department(&caller()?, name).await.map(drop)
}

/// Renames a department (admin).
#[server(protocol = Ask)]
pub async fn rename_department(
    id: DepartmentId,
    name: String,
    #[server(default)] drawn: Drawn,
) -> AppResult<()> {
    service::rename_department(&caller()?, id, Renaming { name, drawn }).await
}

/// Adds a category (admin).
#[server(protocol = Ask)]
pub async fn add_category(name: String) -> AppResult<()> {
    service::add_category(&caller()?, name).await.map(drop)
}

/// Renames a category (admin).
#[server(protocol = Ask)]
pub async fn rename_category(id: CategoryId, name: String, #[server(default)] drawn: Drawn) -> AppResult<()> {
    service::rename_category(&caller()?, id, Renaming { name, drawn }).await
}

/// Makes a category the default of new tickets (admin).
#[server(protocol = Ask)]
pub async fn make_category_default(id: CategoryId) -> AppResult<()> {
    service::make_default(&caller()?, id).await
}

/// Which type of trouble a category proposes (admin).
#[server(protocol = Ask)]
pub async fn set_category_kind(id: CategoryId, kind: TroubleKind) -> AppResult<()> {
    service::set_category_kind(&caller()?, id, kind).await
}
