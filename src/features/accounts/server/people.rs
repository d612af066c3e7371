//! What admins do to people, and what the command line does in their place.
use super::{identity, passwords::Passwords, service::taken, session_tokens, store};
use crate::{
    base::{AccountId, AppResult, Error, Lang, Role, SessionId, Time, error::Fields},
    features::{accounts::*, departments},
    server::{Admin, House, db::Tx, tasks},
};
use chrono::Duration;
use std::sync::Arc;

/// So many people are listed.
const MOST: i64 = 500;

/// Everybody whose name, address or phone has all the words searched for, best first; without a search by
/// name.
pub async fn list_people(ctx: &Admin, search: &str) -> AppResult<Vec<Account>> {
    Ok(store::list(&mut ctx.db.read().await?, search, MOST).await?)
}

pub async fn find_person(ctx: &Admin, id: AccountId) -> AppResult<Account> {
    store::find(&mut ctx.db.glance().await?, id).await?.ok_or(Error::NotFound)
}

/// Adds a person; returns their id.
pub async fn add_person(ctx: &Admin, form: PersonForm) -> AppResult<AccountId> {
    let mut fields = Fields::default();
    let name = fields.take("name", parse_person_name(&form.name));
    let email = fields.take("email", form.email.parse::<EmailAddress>());
    let username = fields.take("username", parse_username(&form.username));
    let password = fields.take("password", parse_password(&form.password));
    let role = fields.take("role", form.role.parse::<Role>());
    let department = fields.take("department", parse_choice(&form.department));
    let phone = fields.take("phone", parse_phone(&form.phone));
    let id = AccountId::new();
    let whole = || {
        Some(Account {
            id,
            email: email?.0,
            username: username?,
            name: name?,
            role: role?,
            department: department?,
            phone: phone?,
            active: true,
            lang: Lang::Fr,
        })
    };
    let (account, password) = fields.finish(|| Some((whole()?, password?)))?;
    let username = account.username.as_deref().unwrap_or_default();
    let own = [account.name.as_str(), &account.email, username];
    ctx.room::<Passwords>().check_strength(&password, &own).await?;
    let hash = ctx.room::<Passwords>().hash(password).await?;
    let now = ctx.clock.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                departments::server::service::check_department(tx, account.department).await?;
                store::insert(tx, &account, &hash, now).await.map_err(taken)
            })
        })
        .await?;
    Ok(id)
}

/// Changes a person. A new role or being switched off acts at once on requests and open lines.
pub async fn change_person(ctx: &Admin, id: AccountId, form: PersonChange) -> AppResult<()> {
    let mut fields = Fields::default();
    let name = fields.take("name", parse_person_name(&form.name));
    let username = fields.take("username", parse_username(&form.username));
    let role = fields.take("role", form.role.parse::<Role>());
    let department = fields.take("department", parse_choice(&form.department));
    let phone = fields.take("phone", parse_phone(&form.phone));
    let active = form.active.is_some();
    let whole = || {
        Some(PersonAfter {
            id,
            name: name?,
            username: username?,
            role: role?,
            department: department?,
            phone: phone?,
            active,
        })
    };
    let after = fields.finish(whole)?;
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let changed = tasks::finish("a change of a person", async move {
        let disturbed =
            house.db.write(move |tx| Box::pin(async move { update_person(tx, after, now).await })).await?;
        identity::forget_everyone(&house);
        if disturbed {
            house.bus.end(id, None);
        }
        Ok(())
    });
    changed.await
}

/// What an admin decides about a person.
struct PersonAfter {
    id: AccountId,
    name: String,
    username: Option<String>,
    role: Role,
    department: Option<departments::DepartmentId>,
    phone: Option<String>,
    active: bool,
}

/// Does it change what the person may do?
async fn update_person(tx: &mut Tx<'_>, after: PersonAfter, now: Time) -> AppResult<bool> {
    let PersonAfter { id, name, username, role, department, phone, active } = after;
    store::hold_with_admins(tx, id).await?;
    let before = store::find(tx, id).await?.ok_or(Error::NotFound)?;
    keeps_an_admin(&before, role, active, store::count_active_admins(tx).await?)?;
    departments::server::service::check_department(tx, department).await?;
    let disturbed = before.role != role || before.active != active;
    let after = Account { name, username, role, department, phone, active, ..before };
    store::update(tx, &after).await.map_err(taken)?;
    if disturbed {
        store::end_tokens(tx, id, now).await?;
    }
    if !active {
        store::end_sessions_but(tx, id, None, now).await?;
    }
    Ok(disturbed)
}

/// Sets a person's password; all their sessions end.
pub async fn set_person_password(ctx: &Admin, id: AccountId, password: String) -> AppResult<()> {
    let password = parse_password(&password).map_err(|problem| Error::field("password", problem))?;
    let person = find_person(ctx, id).await?;
    ctx.room::<Passwords>().check_strength(&password, &[&person.name, &person.email]).await?;
    let hash = ctx.room::<Passwords>().hash(password).await?;
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let set = tasks::finish("a person's new password", async move {
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                store::set_password(tx, id, &hash).await?;
                store::end_tokens(tx, id, now).await?;
                Ok(store::end_sessions_but(tx, id, None, now).await?)
            })
        });
        unit.await?;
        identity::forget_everyone(&house);
        house.bus.end(id, None);
        Ok(())
    });
    set.await
}

/// Those that go on, the latest used first.
pub async fn list_person_sessions(ctx: &Admin, id: AccountId) -> AppResult<Vec<Session>> {
    Ok(store::list_sessions(&mut ctx.db.glance().await?, id, ctx.clock.now()).await?)
}

/// `cordee create-admin`: an administrator, by whoever has the machine.
pub async fn create_admin(house: &Arc<House>, form: RegisterForm) -> AppResult<()> {
    let form = form.parse()?;
    house.room::<Passwords>().check_strength(&form.password, &[&form.name, &form.email.0]).await?;
    let hash = house.room::<Passwords>().hash(form.password).await?;
    let account = Account {
        id: AccountId::new(),
        email: form.email.0,
        username: form.username,
        name: form.name,
        role: Role::Admin,
        department: None,
        phone: None,
        active: true,
        lang: Lang::Fr,
    };
    let now = house.clock.now();
    house
        .db
        .write(move |tx| {
            Box::pin(async move { store::insert(tx, &account, &hash, now).await.map_err(taken) })
        })
        .await
}

/// The hash of a demonstration's password: made once for everyone, its strength is the operator's business.
pub async fn demo_hash(house: &House, password: String) -> AppResult<String> {
    house.room::<Passwords>().hash(password).await
}

/// For a demonstration or a load test: a person as given.
pub async fn seed(tx: &mut Tx<'_>, account: &Account, hash: &str, now: Time) -> AppResult<()> {
    Ok(store::insert(tx, account, hash, now).await?)
}

/// Is the house still empty?
pub async fn is_empty(house: &House) -> AppResult<bool> {
    Ok(!store::is_anybody(&mut house.db.glance().await?).await?)
}

/// For a run of `measure`: a living session's access token, written before `serve` so that no limit is in the
/// way.
pub async fn seed_session(
    tx: &mut Tx<'_>,
    house: &House,
    account: AccountId,
    now: Time,
) -> AppResult<String> {
    let session = Session {
        id: SessionId::new(),
        agent: "measure".into(),
        address: "127.0.0.1".into(),
        created_at: now,
        used_at: now,
    };
    store::insert_session(tx, &session, account, now + Duration::days(session_tokens::REFRESH_DAYS)).await?;
    session_tokens::access_token(house, account, session.id, now)
}
