//! Doors from the browser. Each one names the caller, calls one verb, returns.
use super::*;
use crate::{
    base::{AccountId, Actor, AppResult, Drawn, Scope, SessionId},
    features::departments::DepartmentId,
    ui::Ask,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {super::server::service, crate::server::caller};

/// Who is signed in, if anybody.
#[server(protocol = Ask)]
pub async fn whoami() -> AppResult<Option<Actor>> {
    Ok(service::whoami(&caller()?))
}

/// What the door offers: registration, or the making of the first administrator.
#[server(protocol = Ask)]
pub async fn front_door() -> AppResult<Door> {
    service::front_door(&caller()?).await
}

/// Signs in by address or user name; sets the cookies and goes to `next` (a path of this house) or home.
#[server(protocol = Ask)]
pub async fn sign_in(login: String, password: String, #[server(default)] next: String) -> AppResult<()> {
    let ctx = caller()?;
    let entrance = service::sign_in(&ctx, &login, password).await?;
    service::enter_instead(&ctx, entrance).await?.enter(&next);
    Ok(())
}

/// Opens an account for a visitor and signs them in.
#[server(protocol = Ask)]
pub async fn register(form: RegisterForm) -> AppResult<()> {
    let ctx = caller()?;
    let entrance = service::register(&ctx, form).await?;
    service::enter_instead(&ctx, entrance).await?.enter("");
    Ok(())
}

/// Makes the first administrator, with the one-time code that `serve` printed.
#[server(protocol = Ask)]
pub async fn make_first_admin(code: String, form: RegisterForm) -> AppResult<()> {
    service::make_first_admin(&caller()?, &code, form).await?.enter("");
    Ok(())
}

/// Ends this session and goes to the door.
#[server(protocol = Ask)]
pub async fn sign_out() -> AppResult<()> {
    service::sign_out(&caller()?).await?.leave();
    Ok(())
}

/// The caller's own account.
#[server(protocol = Ask)]
pub async fn my_account() -> AppResult<Account> {
    service::my_account(&caller()?).await
}

/// Changes the caller's name, user name, phone and language.
#[server(protocol = Ask)]
pub async fn change_profile(form: ProfileForm, #[server(default)] drawn: Drawn) -> AppResult<()> {
    service::change_profile(&caller()?, ProfileForm { drawn, ..form }).await
}

/// Changes the caller's password; every other session of theirs ends.
#[server(protocol = Ask)]
pub async fn change_password(current: String, password: String) -> AppResult<()> {
    service::change_password(&caller()?, current, password).await
}

/// The caller's sessions, the latest used first: as many as a page of the list has.
#[server(protocol = Ask)]
pub async fn my_sessions() -> AppResult<Vec<Session>> {
    Ok(service::my_sessions(&caller()?, None).await?.items)
}

/// Ends every session of the caller but the one that asks.
#[server(protocol = Ask)]
pub async fn revoke_other_sessions() -> AppResult<()> {
    service::revoke_other_sessions(&caller()?).await
}

/// Ends a session of the caller, or of anybody for an admin.
#[server(protocol = Ask)]
pub async fn revoke_session(id: SessionId) -> AppResult<()> {
    service::revoke_session(&caller()?, id).await
}

/// Everybody (admin); `search` is a part of a name, a user name, an address or a phone number.
#[server(protocol = Ask)]
pub async fn list_people(search: String) -> AppResult<Vec<Account>> {
    service::list_people(&caller()?, &search).await
}

/// One person (admin).
#[server(protocol = Ask)]
pub async fn find_person(id: AccountId) -> AppResult<Account> {
    service::find_person(&caller()?, id).await
}

/// Adds a person (admin).
#[server(protocol = Ask)]
pub async fn add_person(form: PersonForm) -> AppResult<()> {
    service::add_person(&caller()?, form).await.map(drop)
}

/// Changes a person's names, role, department, phone and whether they may sign in (admin).
#[server(protocol = Ask)]
pub async fn change_person(
    id: AccountId,
    form: PersonChange,
    #[server(default)] drawn: Drawn,
) -> AppResult<()> {
    service::change_person(&caller()?, id, PersonChange { drawn, ..form }).await
}

/// Sets a person's password (admin); all their sessions end.
#[server(protocol = Ask)]
pub async fn set_person_password(id: AccountId, password: String) -> AppResult<()> {
    service::set_person_password(&caller()?, id, password).await
}

/// The sessions of a person (admin): as many as a page of the list has.
#[server(protocol = Ask)]
pub async fn list_person_sessions(id: AccountId) -> AppResult<Vec<Session>> {
    Ok(service::list_person_sessions(&caller()?, id, None).await?.items)
}

/// Ends every session of a person (admin).
#[server(protocol = Ask)]
pub async fn revoke_person_sessions(id: AccountId) -> AppResult<()> {
    service::revoke_person_sessions(&caller()?, id).await
}

/// The caller's personal access tokens, the newest first, and whether they may make one.
#[server(protocol = Ask)]
pub async fn my_tokens() -> AppResult<OwnTokens> {
    service::my_tokens(&caller()?).await
}

/// Makes a personal access token; its secret is shown this once. A form without a checked box sends no
/// scopes.
#[server(protocol = Ask)]
pub async fn make_token(
    name: String,
    #[server(default)] scopes: Vec<Scope>,
    days: i64,
) -> AppResult<FreshToken> {
    service::make_token(&caller()?, name, scopes, days).await
}

/// Ends a personal access token of the caller, or of anybody for an admin.
#[server(protocol = Ask)]
pub async fn revoke_token(id: TokenId) -> AppResult<()> {
    service::revoke_token(&caller()?, id).await
}

/// People whom a ticket can be opened for (staff): those who have all the words.
#[server(protocol = Ask)]
pub async fn propose_people(search: String) -> AppResult<Vec<Account>> {
    service::find_people(&caller()?, &search).await
}

/// The departments a person serves (admin).
#[server(protocol = Ask)]
pub async fn list_served(id: AccountId) -> AppResult<Vec<DepartmentId>> {
    service::list_served(&caller()?, id).await
}

/// A person serves these departments and no others (admin). A form without a checked box sends none.
#[server(protocol = Ask)]
pub async fn serve_departments(
    id: AccountId,
    #[server(default)] departments: Vec<DepartmentId>,
) -> AppResult<()> {
    service::set_served(&caller()?, id, departments).await
}
