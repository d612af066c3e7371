//! The verbs of a person about themselves, and what other rooms ask of people. Sessions, tokens and what
//! admins do to others have their files.
mod callers;
pub mod people;
pub(super) mod personal_tokens;
mod sessions;

pub use callers::{add_caller, find_by_login, find_people, served_by};
pub use people::{
    add_person, change_person, find_person, list_people, list_served, set_person_password, set_served,
};
pub use personal_tokens::{make_token, my_tokens, revoke_token};
pub use sessions::{
    enter_instead, list_person_sessions, my_sessions, open_session, revoke_other_sessions,
    revoke_person_sessions, revoke_session, sign_in, sign_out,
};

pub use super::{
    cookies::Entrance, identity::access_again, search::index_all, session_tokens::lasting_token,
};
use super::{
    identity,
    passwords::Passwords,
    search,
    settings::{REGISTER, REGISTRATION, SIGN_IN},
    store::{self, Credentials},
};
use crate::{
    base::{AccountId, Actor, AppResult, Error, Problem, Role, Time, error::Fields},
    features::accounts::*,
    server::{Ctx, House, Signed, db::Tx, limits::WRITE, tasks},
};

/// May visitors register, and is there anybody yet?
pub async fn front_door(ctx: &Ctx) -> AppResult<Door> {
    let is_empty = !store::is_anybody(&mut ctx.db.glance().await?).await?;
    Ok(Door { may_register: ctx.config.is_on(&REGISTRATION) && !is_empty, is_empty })
}

/// Who is signed in, if anybody.
pub fn whoami(ctx: &Ctx) -> Option<Actor> {
    ctx.actor.clone()
}

/// Opens an account for a visitor, as an employee, where that is allowed.
pub async fn register(ctx: &Ctx, form: RegisterForm) -> AppResult<Entrance> {
    if !front_door(ctx).await?.may_register {
        return Err(Error::field("email", Problem::Closed));
    }
    ctx.limits.check(&REGISTER, ctx.visit.network())?;
    enrol(ctx, form.parse()?, Role::Employee).await
}

/// Makes the first administrator of an empty house, for whoever has the code that `serve` printed.
pub async fn make_first_admin(ctx: &Ctx, code: &str, form: RegisterForm) -> AppResult<Entrance> {
    ctx.limits.check(&REGISTER, ctx.visit.network())?;
    if !front_door(ctx).await?.is_empty {
        return Err(Error::Forbidden);
    }
    let mut fields = Fields::default();
    let right = subtle::ConstantTimeEq::ct_eq(code.trim().as_bytes(), ctx.welcome_code.as_bytes());
    let code = fields.take("code", if bool::from(right) { Ok(()) } else { Err(Problem::Wrong) });
    fields.finish(|| code)?;
    enrol(ctx, form.parse()?, Role::Admin).await
}

async fn enrol(ctx: &Ctx, new: NewPerson, role: Role) -> AppResult<Entrance> {
    let account = Account { role, lang: ctx.visit.lang, ..new.account };
    let password = ctx.room::<Passwords>().hash_new(new.password, &account).await?;
    let person = Credentials::of(&account, &password);
    let now = ctx.clock.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                if role == Role::Admin && store::is_anybody(tx).await? {
                    return Err(Error::Forbidden);
                }
                insert(tx, &account, &password, now).await
            })
        })
        .await?;
    open_session(ctx, person).await
}

/// A new person, who is found from now on.
async fn insert(tx: &mut Tx<'_>, account: &Account, hash: &str, now: Time) -> AppResult<()> {
    if store::is_shown(tx, &account.email).await? {
        return Err(Error::field("email", Problem::AddressTaken));
    }
    store::insert(tx, account, hash, now).await.map_err(store::taken)?;
    Ok(search::index(tx, None, account).await?)
}

/// The caller's own account.
pub async fn my_account(ctx: &Signed) -> AppResult<Account> {
    let id = ctx.actor.id;
    store::find(&mut ctx.db.glance().await?, id).await?.ok_or(Error::NotFound)
}

/// Changes the caller's name, user name, phone and language.
pub async fn change_profile(ctx: &Signed, form: ProfileForm) -> AppResult<()> {
    let id = ctx.actor.id;
    ctx.limits.check(&WRITE, id.to_string())?;
    let house = ctx.house.clone();
    let changed = tasks::finish("a profile", async move {
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                // From here on nobody else changes it.
                store::hold_credentials(tx, id).await?;
                let account = store::find(tx, id).await?.ok_or(Error::NotFound)?;
                let after = form.since(&account)?.parse()?.of(account.clone());
                store::update_profile(tx, &after).await.map_err(store::taken)?;
                Ok(search::index(tx, Some(&account), &after).await?)
            })
        });
        unit.await?;
        identity::forget_everyone(&house);
        Ok(())
    });
    changed.await
}

/// Changes the caller's password after asking for the present one; every other session of theirs ends.
pub async fn change_password(ctx: &Signed, current: String, password: String) -> AppResult<()> {
    let actor = ctx.actor.clone();
    ctx.limits.check(&SIGN_IN, actor.id.to_string())?;
    let password = parse_password(&password).map_err(|problem| Error::field("password", problem))?;
    let account = my_account(ctx).await?;
    let known =
        store::find_credentials_of(&mut ctx.db.glance().await?, actor.id).await?.ok_or(Error::NotFound)?;
    if !ctx.room::<Passwords>().is_right(current, Some(known.password.clone())).await? {
        return Err(Error::field("current", Problem::Wrong));
    }
    let hash = ctx.room::<Passwords>().hash_new(password, &account).await?;
    let house = ctx.house.clone();
    tasks::finish(
        "a new password",
        async move { replace_password(&house, actor, known.password, hash).await },
    )
    .await
}

/// `before` was the person's own a moment ago; an admin may have set another since.
async fn replace_password(house: &House, actor: Actor, before: String, hash: String) -> AppResult<()> {
    let (id, kept) = (actor.id, actor.session);
    let now = house.clock.now();
    let ended = house.db.write(move |tx| {
        Box::pin(async move {
            // First of all: from here on a sign-in with the old password waits, and is refused.
            let present = store::hold_credentials(tx, id).await?.filter(|known| known.password == before);
            present.ok_or(Error::field("current", Problem::Wrong))?;
            store::set_password(tx, id, &hash).await?;
            let tokens = store::end_tokens(tx, id, now).await?;
            Ok([tokens, store::end_sessions_but(tx, id, Some(kept), now).await?].concat())
        })
    });
    let ended = ended.await?;
    personal_tokens::forget(house);
    for session in ended {
        identity::close(house, id, session);
    }
    tracing::info!(account = %id, "a person changed their password");
    Ok(())
}

/// The person with this id, for other rooms.
pub async fn find_account(tx: &mut Tx<'_>, id: AccountId) -> AppResult<Option<Account>> {
    Ok(store::find(tx, id).await?)
}

/// Active technicians and admins, for other rooms.
pub async fn staff(tx: &mut Tx<'_>) -> AppResult<Vec<crate::base::live::Author>> {
    Ok(store::list_staff(tx).await?)
}
