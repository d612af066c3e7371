//! What admins do to people, and what the command line does in their place.
use super::{
    super::{identity, passwords::Passwords, search, session_tokens, store},
    insert,
};
use crate::{
    base::{AccountId, AppResult, Error, Problem, Role, SessionId, Time},
    features::{
        accounts::*,
        departments::{self, DepartmentId},
    },
    server::{Admin, House, db::Tx, tasks},
};
use chrono::Duration;
use std::sync::Arc;

/// So many people are listed.
const MOST: i64 = 500;

/// Those whose name, address, user name or phone has all the words searched for, best first; without a search
/// everybody, by name.
pub async fn list_people(ctx: &Admin, search: &str) -> AppResult<Vec<Account>> {
    let mut tx = ctx.db.read().await?;
    let Some(found) = search::find(&mut tx, search, MOST).await? else {
        return Ok(store::list(&mut tx, MOST).await?);
    };
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut people = store::list_these(&mut tx, &found).await?;
    people.sort_by_key(|person| found.iter().position(|id| *id == person.id));
    Ok(people)
}

/// A person by their id.
pub async fn find_person(ctx: &Admin, id: AccountId) -> AppResult<Account> {
    store::find(&mut ctx.db.glance().await?, id).await?.ok_or(Error::NotFound)
}

/// Adds a person; returns their id.
pub async fn add_person(ctx: &Admin, form: PersonForm) -> AppResult<AccountId> {
    let NewPerson { account, password } = form.parse()?;
    // Until they choose: the house most likely speaks what its administrator speaks.
    let account = Account { lang: ctx.lang(), ..account };
    let hash = ctx.room::<Passwords>().hash_new(password, &account).await?;
    let (id, now) = (account.id, ctx.clock.now());
    let (caller, role) = (ctx.actor.clone(), account.role);
    let added = ctx.db.write(move |tx| {
        Box::pin(async move {
            identity::confirm_admin(tx, &caller).await?;
            departments::server::service::check_department(tx, account.department).await?;
            insert(tx, &account, &hash, now).await
        })
    });
    added.await?;
    tracing::info!(by = %ctx.actor.id, account = %id, %role, "a person was added");
    Ok(id)
}

/// Changes a person. A new role or being switched off acts at once on requests and open lines.
pub async fn change_person(ctx: &Admin, id: AccountId, form: PersonChange) -> AppResult<()> {
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let caller = ctx.actor.clone();
    let changed = tasks::finish("a change of a person", async move {
        let by = caller.id;
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                identity::confirm_admin(tx, &caller).await?;
                update_person(tx, id, form, now).await
            })
        });
        let disturbed = unit.await?;
        tracing::info!(%by, account = %id, disturbed, "a person was changed");
        identity::forget_everyone(&house);
        if disturbed {
            house.bus.end(id, None);
        }
        Ok(())
    });
    changed.await
}

/// Does it change what the person may do?
async fn update_person(tx: &mut Tx<'_>, id: AccountId, form: PersonChange, now: Time) -> AppResult<bool> {
    store::hold_with_admins(tx, id).await?;
    let before = store::find(tx, id).await?.ok_or(Error::NotFound)?;
    let after = form.since(&before)?.parse()?.of(before.clone());
    keeps_an_admin(&before, after.role, after.active, store::count_active_admins(tx).await?)?;
    departments::server::service::check_department(tx, after.department).await?;
    let disturbed = before.role != after.role || before.active != after.active;
    store::update(tx, &after).await.map_err(store::taken)?;
    search::index(tx, Some(&before), &after).await?;
    if disturbed {
        store::end_tokens(tx, id, now).await?;
    }
    // Whoever comes back to staff serves whom an admin then says.
    if !after.role.is_staff() {
        store::set_served(tx, id, &[]).await?;
    }
    if !after.active {
        store::end_sessions_but(tx, id, None, now).await?;
    }
    Ok(disturbed)
}

/// Which departments a technician or admin serves. What is confidential there is there for them at once, or
/// no longer.
pub async fn set_served(ctx: &Admin, id: AccountId, mut departments: Vec<DepartmentId>) -> AppResult<()> {
    departments.sort_unstable_by_key(|id| id.0);
    departments.dedup();
    let (house, caller) = (ctx.house.clone(), ctx.actor.clone());
    let set = tasks::finish("the departments a person serves", async move {
        let by = caller.id;
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                identity::confirm_admin(tx, &caller).await?;
                let person = store::find(tx, id).await?.ok_or(Error::NotFound)?;
                if !person.role.is_staff() && !departments.is_empty() {
                    return Err(Error::field("departments", Problem::Unknown));
                }
                for department in &departments {
                    let known = departments::server::service::check_department(tx, Some(*department)).await;
                    known.map_err(|_| Error::field("departments", Problem::Unknown))?;
                }
                Ok(store::set_served(tx, id, &departments).await?)
            })
        });
        unit.await?;
        tracing::info!(%by, account = %id, "the departments a person serves were set");
        house.bus.end(id, None);
        Ok(())
    });
    set.await
}

/// The departments a person serves.
pub async fn list_served(ctx: &Admin, id: AccountId) -> AppResult<Vec<DepartmentId>> {
    Ok(store::list_served(&mut ctx.db.glance().await?, id).await?)
}

/// Sets a person's password, as [`may_set_password`] has it; all their sessions end.
pub async fn set_person_password(ctx: &Admin, id: AccountId, password: String) -> AppResult<()> {
    may_set_password(ctx.actor.id, id)?;
    let password = parse_password(&password).map_err(|problem| Error::field("password", problem))?;
    let person = find_person(ctx, id).await?;
    let hash = ctx.room::<Passwords>().hash_new(password, &person).await?;
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let caller = ctx.actor.clone();
    let set = tasks::finish("a person's new password", async move {
        let by = caller.id;
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                identity::confirm_admin(tx, &caller).await?;
                store::set_password(tx, id, &hash).await?;
                store::end_tokens(tx, id, now).await?;
                Ok(store::end_sessions_but(tx, id, None, now).await?)
            })
        });
        unit.await?;
        tracing::info!(%by, account = %id, "a person's password was set");
        identity::forget_everyone(&house);
        house.bus.end(id, None);
        Ok(())
    });
    set.await
}

/// `cordee create-admin`: an administrator, by whoever has the machine.
pub async fn create_admin(house: &Arc<House>, form: RegisterForm) -> AppResult<()> {
    let NewPerson { account, password } = form.parse()?;
    let account = Account { role: Role::Admin, ..account };
    let hash = house.room::<Passwords>().hash_new(password, &account).await?;
    let now = house.clock.now();
    house.db.write(move |tx| Box::pin(async move { insert(tx, &account, &hash, now).await })).await
}

/// The hash of a demonstration's password: made once for everyone, its strength is the operator's business.
pub async fn demo_hash(house: &House, password: String) -> AppResult<String> {
    house.room::<Passwords>().hash(password).await
}

/// For a demonstration or a load test: a person as given.
pub async fn seed(tx: &mut Tx<'_>, account: &Account, hash: &str, now: Time) -> AppResult<()> {
    insert(tx, account, hash, now).await
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
    store::insert_session(tx, &session, account, now + Duration::days(session_tokens::SESSION_DAYS)).await?;
    session_tokens::access_token(house, account, session.id, now)
}
