//! Departments and categories over HTTP: everyone signed in reads, admins change.
use super::service;
use crate::{
    base::{AppResult, Error, Scope},
    features::departments::*,
    server::{
        Admin, Signed,
        endpoints::Endpoints,
        request::{JsonBody, PathId},
        response::{ApiResult, Created, Listed, named},
    },
};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The server functions of this room, each with the endpoint that does the same for programs.
pub const SERVER_FNS: &[(&str, &str)] = &[
    ("list_directory", "GET /api/v1/departments"),
    ("add_department", "POST /api/v1/departments"),
    ("rename_department", "PATCH /api/v1/departments/{id}"),
    ("add_category", "POST /api/v1/categories"),
    ("rename_category", "PATCH /api/v1/categories/{id}"),
    ("make_category_default", "PATCH /api/v1/categories/{id}"),
    ("set_category_kind", "PATCH /api/v1/categories/{id}"),
];

/// The endpoints of this room.
pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(departments))
        .creating(Scope::Manage, routes!(add_department))
        .with(Scope::Manage, routes!(rename_department))
        .with(Scope::Read, routes!(categories))
        .creating(Scope::Manage, routes!(add_category))
        .with(Scope::Manage, routes!(change_category))
}

/// A department.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000d1", "nom": "Comptabilité",
    "confidentiel": false}))]
struct DepartmentShown {
    id: DepartmentId,
    nom: String,
    /// All tickets it treats are confidential.
    confidentiel: bool,
}

impl From<Department> for DepartmentShown {
    fn from(Department { id, name: nom, confidential: confidentiel }: Department) -> Self {
        DepartmentShown { id, nom, confidentiel }
    }
}

/// A category of trouble; exactly one is the default of new tickets.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000c1", "nom": "Imprimante",
    "par_defaut": false, "type": "materiel"}))]
struct CategoryShown {
    id: CategoryId,
    nom: String,
    par_defaut: bool,
    /// Proposed for its tickets.
    #[serde(rename = "type")]
    kind: TroubleKind,
}

impl From<Category> for CategoryShown {
    fn from(Category { id, name: nom, is_default: par_defaut, kind }: Category) -> Self {
        CategoryShown { id, nom, par_defaut, kind }
    }
}

/// A name, which no other reads like.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"nom": "Comptabilité"}))]
struct Called {
    #[schema(min_length = 1, max_length = 80)]
    nom: String,
}

const NAMES: [(&str, &str); 1] = [("name", "nom")];

/// Departments, by name
#[utoipa::path(get, path = "/api/v1/departments",
    responses((status = 200, description = "Departments", body = Listed<DepartmentShown>)))]
async fn departments(ctx: Signed) -> ApiResult<Json<Listed<DepartmentShown>>> {
    let items = service::directory(&ctx).await?.departments.into_iter().map(DepartmentShown::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// One of a list, as it is now.
fn one<T, U: From<T>>(all: Vec<T>, is_it: impl Fn(&T) -> bool) -> AppResult<U> {
    all.into_iter().find(is_it).map(U::from).ok_or(Error::NotFound)
}

async fn department(ctx: &Signed, id: DepartmentId) -> AppResult<DepartmentShown> {
    one(service::directory(ctx).await?.departments, |department| department.id == id)
}

/// Add a department (admin)
#[utoipa::path(post, path = "/api/v1/departments", request_body = Called,
    responses((status = 201, description = "Added", body = DepartmentShown)))]
async fn add_department(
    ctx: Admin,
    JsonBody(called): JsonBody<Called>,
) -> ApiResult<Created<DepartmentShown>> {
    let id = service::add_department(&ctx, called.nom).await.map_err(|e| named(e, &NAMES))?;
    Ok(Created(format!("/api/v1/departments/{id}"), department(&ctx, id).await?))
}

/// Rename a department (admin)
#[utoipa::path(patch, path = "/api/v1/departments/{id}", request_body = Called,
    params(("id" = DepartmentId, Path, description = "The department")),
    responses((status = 200, description = "Renamed", body = DepartmentShown)))]
async fn rename_department(
    PathId(id): PathId<DepartmentId>,
    ctx: Admin,
    JsonBody(called): JsonBody<Called>,
) -> ApiResult<Json<DepartmentShown>> {
    service::rename_department(&ctx, id, called.nom).await.map_err(|e| named(e, &NAMES))?;
    Ok(Json(department(&ctx, id).await?))
}

/// Categories, by name
#[utoipa::path(get, path = "/api/v1/categories",
    responses((status = 200, description = "Categories", body = Listed<CategoryShown>)))]
async fn categories(ctx: Signed) -> ApiResult<Json<Listed<CategoryShown>>> {
    let items = service::directory(&ctx).await?.categories.into_iter().map(CategoryShown::from).collect();
    Ok(Json(Listed { items, next: None }))
}

async fn category(ctx: &Signed, id: CategoryId) -> AppResult<CategoryShown> {
    one(service::directory(ctx).await?.categories, |category| category.id == id)
}

/// Add a category (admin)
#[utoipa::path(post, path = "/api/v1/categories", request_body = Called,
    responses((status = 201, description = "Added", body = CategoryShown)))]
async fn add_category(ctx: Admin, JsonBody(called): JsonBody<Called>) -> ApiResult<Created<CategoryShown>> {
    let id = service::add_category(&ctx, called.nom).await.map_err(|e| named(e, &NAMES))?;
    Ok(Created(format!("/api/v1/categories/{id}"), category(&ctx, id).await?))
}

/// What is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"par_defaut": true}))]
struct CategoryChange {
    #[schema(min_length = 1, max_length = 80)]
    nom: Option<String>,
    /// `true` makes it the default of new tickets; another one must be made so to end that.
    par_defaut: Option<bool>,
    /// Proposed for its tickets.
    #[serde(rename = "type")]
    #[schema(value_type = Option<TroubleKind>)]
    kind: Option<String>,
}

/// Rename a category, make it the default, or say what it proposes (admin)
#[utoipa::path(patch, path = "/api/v1/categories/{id}", request_body = Option<CategoryChange>,
    params(("id" = CategoryId, Path, description = "The category")),
    responses((status = 200, description = "Changed", body = CategoryShown)))]
async fn change_category(
    PathId(id): PathId<CategoryId>,
    ctx: Admin,
    JsonBody(change): JsonBody<CategoryChange>,
) -> ApiResult<Json<CategoryShown>> {
    let kind = change.kind.as_deref().map(str::parse).transpose().map_err(|e| Error::field("type", e))?;
    if let Some(name) = change.nom {
        service::rename_category(&ctx, id, name).await.map_err(|e| named(e, &NAMES))?;
    }
    if change.par_defaut == Some(true) {
        service::make_default(&ctx, id).await?;
    }
    if let Some(kind) = kind {
        service::set_category_kind(&ctx, id, kind).await?;
    }
    Ok(Json(category(&ctx, id).await?))
}
