//! People and sessions over HTTP: everything the pages do with them.
mod served;
mod sessions;
mod tokens;

use super::{
    service,
    shapes::{Person, ProfileChange},
};
use crate::{
    base::{AccountId, Role, Scope},
    features::{accounts::*, departments::DepartmentId},
    server::{
        Admin, Ctx, Signed,
        endpoints::{Endpoints, NO_TOKEN},
        request::{JsonBody, PathId, QueryParams},
        response::{ApiResult, Created, DONE, Listed, named},
    },
};
use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The server functions of this room, each with the endpoint that does the same for programs.
pub const SERVER_FNS: &[(&str, &str)] = &[
    ("whoami", "GET /api/v1/me"),
    ("front_door", "GET /api/v1/door"),
    ("sign_in", "POST /api/v1/sessions"),
    ("register", "POST /api/register"),
    ("make_first_admin", "POST /api/v1/first-admin"),
    ("sign_out", "DELETE /api/v1/sessions/current"),
    ("my_account", "GET /api/v1/me"),
    ("change_profile", "PATCH /api/v1/me"),
    ("change_password", "PUT /api/v1/me/password"),
    ("my_sessions", "GET /api/v1/sessions"),
    ("revoke_session", "DELETE /api/v1/sessions/{id}"),
    ("revoke_other_sessions", "DELETE /api/v1/sessions"),
    ("list_people", "GET /api/v1/people"),
    ("find_person", "GET /api/v1/people/{id}"),
    ("add_person", "POST /api/v1/people"),
    ("change_person", "PATCH /api/v1/people/{id}"),
    ("set_person_password", "PUT /api/v1/people/{id}/password"),
    ("list_person_sessions", "GET /api/v1/people/{id}/sessions"),
    ("revoke_person_sessions", "DELETE /api/v1/people/{id}/sessions"),
    ("my_tokens", "GET /api/v1/tokens"),
    ("make_token", "POST /api/v1/tokens"),
    ("revoke_token", "DELETE /api/v1/tokens/{id}"),
    ("propose_people", "GET /api/v1/requesters"),
    ("list_served", "GET /api/v1/people/{id}/departments"),
    ("serve_departments", "PUT /api/v1/people/{id}/departments"),
];

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(door))
        .with(Scope::Write, routes!(first_admin))
        .with(Scope::Read, routes!(me))
        .with(NO_TOKEN, routes!(change_me))
        .with(NO_TOKEN, routes!(my_password))
        .with(Scope::Manage, routes!(people))
        .creating(Scope::Manage, routes!(add_person))
        .with(Scope::Manage, routes!(person, change_person))
        .with(NO_TOKEN, routes!(person_password))
        .and(served::endpoints())
        .and(sessions::endpoints())
        .and(tokens::endpoints())
}

/// What a visitor may do here.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"registration": true, "empty": false}))]
struct FrontDoor {
    /// May visitors open an account?
    registration: bool,
    /// Nobody has an account yet: the first administrator is made with the code that the server printed.
    empty: bool,
}

/// What a visitor may do here
#[utoipa::path(get, path = "/api/v1/door", security(()),
    responses((status = 200, description = "The door", body = FrontDoor)))]
async fn door(ctx: Ctx) -> ApiResult<Json<FrontDoor>> {
    let Door { may_register: registration, is_empty: empty } = service::front_door(&ctx).await?;
    Ok(Json(FrontDoor { registration, empty }))
}

/// Who becomes the first administrator.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"code": "x7Kp2mQa9b", "nom": "Linus", "email": "linus@cordee.test",
    "password": "quatre mules grimpent"}))]
struct FirstAdmin {
    /// The code that the server printed at its start.
    code: String,
    nom: String,
    email: String,
    #[schema(min_length = 8, max_length = 128)]
    password: String,
}

/// Make the first administrator
#[utoipa::path(post, path = "/api/v1/first-admin", request_body = FirstAdmin, security(()),
    responses((status = 201, description = "Made", body = Person)))]
async fn first_admin(ctx: Ctx, JsonBody(with): JsonBody<FirstAdmin>) -> ApiResult<Created<Person>> {
    let form =
        RegisterForm { name: with.nom, email: with.email, username: String::new(), password: with.password };
    let entrance =
        service::make_first_admin(&ctx, &with.code, form).await.map_err(|e| named(e, &[("name", "nom")]))?;
    let account = service::my_account(&ctx.signed_in(entrance.actor)).await?;
    Ok(Created("/api/v1/me".into(), account.into()))
}

/// One's own account
#[utoipa::path(get, path = "/api/v1/me",
    responses((status = 200, description = "The caller", body = Person)))]
async fn me(ctx: Signed) -> ApiResult<Json<Person>> {
    Ok(Json(service::my_account(&ctx).await?.into()))
}

/// Change one's own account
#[utoipa::path(patch, path = "/api/v1/me", request_body = Option<ProfileChange>,
    responses((status = 200, description = "The caller, changed", body = Person)))]
async fn change_me(ctx: Signed, JsonBody(change): JsonBody<ProfileChange>) -> ApiResult<Json<Person>> {
    Ok(Json(change.apply(&ctx).await?))
}

#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"current": "quatre mules grimpent", "password": "cinq mules descendent"}))]
struct PasswordChange {
    current: String,
    #[schema(min_length = 8, max_length = 128)]
    password: String,
}

/// Change one's own password
///
/// Every other session and every personal access token of the caller ends.
#[utoipa::path(put, path = "/api/v1/me/password", request_body = PasswordChange,
    responses((status = 204, description = "Changed")))]
async fn my_password(ctx: Signed, JsonBody(change): JsonBody<PasswordChange>) -> ApiResult<StatusCode> {
    service::change_password(&ctx, change.current, change.password).await?;
    Ok(DONE)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// Words of a name, an address, a user name or a phone.
    #[serde(default)]
    #[param(required = false, nullable = false, example = "ada")]
    search: String,
}

/// People, by name; a search, best first (admin)
#[utoipa::path(get, path = "/api/v1/people", params(Search),
    responses((status = 200, description = "At most 500 people", body = Listed<Person>)))]
async fn people(ctx: Admin, QueryParams(with): QueryParams<Search>) -> ApiResult<Json<Listed<Person>>> {
    let items = service::list_people(&ctx, &with.search).await?.into_iter().map(Person::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// A person to add.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"nom": "Ada", "email": "ada@cordee.test", "password": "quatre mules grimpent",
    "role": "employe"}))]
struct NewPerson {
    nom: String,
    email: String,
    /// Signs in as well as the address.
    #[schema(max_length = 40, pattern = "^[^@]*$")]
    username: Option<String>,
    #[schema(min_length = 8, max_length = 128)]
    password: String,
    #[schema(value_type = Role)]
    role: String,
    /// A department's id.
    #[schema(value_type = Option<DepartmentId>)]
    departement: Option<String>,
    telephone: Option<String>,
}

/// Names of fields inside and outside.
const FIELDS: [(&str, &str); 3] = [("name", "nom"), ("department", "departement"), ("phone", "telephone")];

/// Add a person (admin)
#[utoipa::path(post, path = "/api/v1/people", request_body = NewPerson,
    responses((status = 201, description = "Added", body = Person)))]
async fn add_person(ctx: Admin, JsonBody(new): JsonBody<NewPerson>) -> ApiResult<Created<Person>> {
    let (department, phone) = (new.departement.unwrap_or_default(), new.telephone.unwrap_or_default());
    let form = PersonForm {
        name: new.nom,
        email: new.email,
        username: new.username.unwrap_or_default(),
        password: new.password,
        role: new.role,
        department,
        phone,
    };
    let id = service::add_person(&ctx, form).await.map_err(|e| named(e, &FIELDS))?;
    Ok(Created(format!("/api/v1/people/{id}"), service::find_person(&ctx, id).await?.into()))
}

/// One person (admin)
#[utoipa::path(get, path = "/api/v1/people/{id}",
    params(("id" = AccountId, Path, description = "The person")),
    responses((status = 200, description = "The person", body = Person)))]
async fn person(PathId(id): PathId<AccountId>, ctx: Admin) -> ApiResult<Json<Person>> {
    Ok(Json(service::find_person(&ctx, id).await?.into()))
}

/// What an admin changes of a person; what is left out stays. An empty text removes user name, department or
/// phone.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"role": "technicien", "actif": true}))]
struct ChangedPerson {
    nom: Option<String>,
    #[schema(max_length = 40, pattern = "^[^@]*$")]
    username: Option<String>,
    #[schema(value_type = Option<Role>)]
    role: Option<String>,
    departement: Option<String>,
    telephone: Option<String>,
    actif: Option<bool>,
}

impl From<ChangedPerson> for PersonChange {
    fn from(change: ChangedPerson) -> Self {
        PersonChange {
            name: change.nom,
            username: change.username,
            role: change.role,
            department: change.departement,
            phone: change.telephone,
            active: change.actif.map(|active| if active { "on" } else { "off" }.to_owned()),
            ..Default::default()
        }
    }
}

/// Change a person (admin)
///
/// A new role or being switched off acts within a second on requests and open lines.
#[utoipa::path(patch, path = "/api/v1/people/{id}", request_body = Option<ChangedPerson>,
    params(("id" = AccountId, Path, description = "The person")),
    responses((status = 200, description = "Changed", body = Person)))]
async fn change_person(
    PathId(id): PathId<AccountId>,
    ctx: Admin,
    JsonBody(change): JsonBody<ChangedPerson>,
) -> ApiResult<Json<Person>> {
    service::change_person(&ctx, id, change.into()).await.map_err(|e| named(e, &FIELDS))?;
    Ok(Json(service::find_person(&ctx, id).await?.into()))
}

/// A password for somebody else.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"password": "cinq mules descendent"}))]
struct NewPassword {
    #[schema(min_length = 8, max_length = 128)]
    password: String,
}

/// Set a person's password (admin)
///
/// All their sessions and tokens end.
#[utoipa::path(put, path = "/api/v1/people/{id}/password", request_body = NewPassword,
    params(("id" = AccountId, Path, description = "The person")),
    responses((status = 204, description = "Set")))]
async fn person_password(
    PathId(id): PathId<AccountId>,
    ctx: Admin,
    JsonBody(new): JsonBody<NewPassword>,
) -> ApiResult<StatusCode> {
    service::set_person_password(&ctx, id, new.password).await?;
    Ok(DONE)
}
