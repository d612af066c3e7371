//! The verbs of a person about themselves. What admins do to others is in [`super::people`].
pub use super::people::{
    add_person, change_person, find_person, list_people, list_person_sessions, set_person_password,
};
pub use super::personal_tokens::{make_token, my_tokens, revoke_token};
pub use super::{
    cookies::Entrance, identity::access_again, search::index_all, session_tokens::lasting_token,
};
use super::{
    cookies::Farewell,
    identity,
    passwords::Passwords,
    personal_tokens,
    session_tokens::REFRESH_DAYS,
    settings::{DOOR, REGISTER, REGISTRATION, SIGN_IN},
    store::{self, Credentials},
};
use crate::{
    base::{AccountId, Actor, AppResult, Error, Problem, Role, SessionId, Time, error::Fields},
    features::accounts::*,
    server::{
        Ctx, House, Signed,
        db::{Tx, dialect},
        limits::WRITE,
        tasks,
    },
};
use chrono::Duration;

/// May visitors register, and is there anybody yet?
pub async fn front_door(ctx: &Ctx) -> AppResult<Door> {
    let is_empty = !store::is_anybody(&mut ctx.db.glance().await?).await?;
    Ok(Door { may_register: ctx.config.is_on(&REGISTRATION) && !is_empty, is_empty })
}

/// Who is signed in, if anybody.
pub fn whoami(ctx: &Ctx) -> Option<Actor> {
    ctx.actor.clone()
}

/// Opens a session, by address or user name. The answer and the time it takes are the same for a wrong
/// password, a name nobody has and a person switched off.
pub async fn sign_in(ctx: &Ctx, login: &str, password: String) -> AppResult<Entrance> {
    ctx.limits.check(&DOOR, ctx.visit.network())?;
    let login: Login = login.parse().map_err(|problem| Error::field("login", problem))?;
    let known = store::find_credentials(&mut ctx.db.glance().await?, &login).await?;
    // An account is counted whichever of its names is used, and a name that nobody has as well.
    let counted = known.as_ref().map_or_else(|| login.key().to_owned(), |known| known.id.to_string());
    ctx.limits.check(&SIGN_IN, [&counted, " ", &ctx.visit.network()].concat())?;
    if password.is_empty() || password.chars().count() > *PASSWORD_LENGTH.end() {
        return Err(Error::field(
            "password",
            if password.is_empty() { Problem::Empty } else { Problem::WrongPair },
        ));
    }
    let known = known.filter(|c| c.active);
    let right =
        ctx.room::<Passwords>().is_right(password, known.as_ref().map(|c| c.password.clone())).await?;
    match known.filter(|_| right) {
        Some(person) => open_session(ctx, person).await,
        None => {
            tracing::info!(address = %ctx.visit.address, "a sign-in was refused");
            Err(Error::field("password", Problem::WrongPair))
        }
    }
}

/// The password was right a moment ago; it is compared again where the session is written, since it may have
/// been changed meanwhile.
pub async fn open_session(ctx: &Ctx, verified: Credentials) -> AppResult<Entrance> {
    let now = ctx.clock.now();
    let session = fresh_session(ctx, now);
    let id = session.id;
    let person = ctx.db.write(move |tx| {
        Box::pin(async move {
            let present = store::hold_credentials(tx, verified.id)
                .await?
                .filter(|p| p.active && p.password == verified.password);
            let person = present.ok_or(Error::field("password", Problem::WrongPair))?;
            store::insert_session(tx, &session, person.id, now + Duration::days(REFRESH_DAYS)).await?;
            Ok(person)
        })
    });
    let person = person.await?;
    let actor = Actor { id: person.id, session: id, role: person.role, name: person.name, lang: person.lang };
    Entrance::new(ctx, &ctx.visit, actor, 1)
}

fn fresh_session(ctx: &Ctx, now: Time) -> Session {
    Session {
        id: SessionId::new(),
        agent: ctx.visit.agent.clone(),
        address: ctx.visit.address.to_string(),
        created_at: now,
        used_at: now,
    }
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

async fn enrol(ctx: &Ctx, form: Registration, role: Role) -> AppResult<Entrance> {
    let username = form.username.as_deref().unwrap_or_default();
    let own = [form.name.as_str(), &form.email.0, username];
    ctx.room::<Passwords>().check_strength(&form.password, &own).await?;
    let password = ctx.room::<Passwords>().hash(form.password).await?;
    let account = Account {
        id: AccountId::new(),
        email: form.email.0,
        username: form.username,
        name: form.name,
        role,
        department: None,
        phone: None,
        active: true,
        lang: ctx.visit.lang,
    };
    let person = Credentials {
        id: account.id,
        name: account.name.clone(),
        role,
        lang: account.lang,
        active: true,
        password: password.clone(),
    };
    let now = ctx.clock.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                if role == Role::Admin && store::is_anybody(tx).await? {
                    return Err(Error::Forbidden);
                }
                store::insert(tx, &account, &password, now).await.map_err(taken)
            })
        })
        .await?;
    open_session(ctx, person).await
}

/// Ends the caller's session; its lines are closed at once.
pub async fn sign_out(ctx: &Ctx) -> AppResult<Farewell> {
    if let Some(actor) = &ctx.actor {
        end_session(ctx, actor.session).await?;
    }
    Ok(Farewell { secure: ctx.visit.secure })
}

async fn end_session(ctx: &Ctx, session: SessionId) -> AppResult<()> {
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let ended = tasks::finish("the end of a session", async move {
        let owner = house
            .db
            .write(move |tx| Box::pin(async move { Ok(store::end_session(tx, session, now).await?) }))
            .await?;
        identity::forget(&house, session);
        if let Some(owner) = owner {
            house.bus.end(owner, Some(session));
        }
        Ok(())
    });
    ended.await
}

/// The caller's own account.
pub async fn my_account(ctx: &Signed) -> AppResult<Account> {
    let id = ctx.actor.id;
    store::find(&mut ctx.db.glance().await?, id).await?.ok_or(Error::NotFound)
}

/// Changes the caller's name, user name, phone and language.
pub async fn change_profile(ctx: &Signed, form: ProfileForm) -> AppResult<()> {
    let id = ctx.actor.id;
    let Profile { name, username, phone, lang } = form.parse()?;
    ctx.limits.check(&WRITE, id.to_string())?;
    let house = ctx.house.clone();
    let changed = tasks::finish("a profile", async move {
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                let account = store::find(tx, id).await?.ok_or(Error::NotFound)?;
                let after = Account { name, username, phone, lang, ..account };
                store::update_profile(tx, &after).await.map_err(taken)
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
    ctx.room::<Passwords>().check_strength(&password, &[&actor.name]).await?;
    let known =
        store::find_credentials_of(&mut ctx.db.glance().await?, actor.id).await?.ok_or(Error::NotFound)?;
    if !ctx.room::<Passwords>().is_right(current, Some(known.password)).await? {
        return Err(Error::field("current", Problem::Wrong));
    }
    let hash = ctx.room::<Passwords>().hash(password).await?;
    let house = ctx.house.clone();
    tasks::finish("a new password", async move { replace_password(&house, actor, hash).await }).await
}

async fn replace_password(house: &House, actor: Actor, hash: String) -> AppResult<()> {
    let (id, kept) = (actor.id, actor.session);
    let now = house.clock.now();
    let ended = house.db.write(move |tx| {
        Box::pin(async move {
            // First of all: from here on a sign-in with the old password waits, and is refused.
            store::set_password(tx, id, &hash).await?;
            store::end_tokens(tx, id, now).await?;
            let others = store::list_sessions(tx, id, now)
                .await?
                .into_iter()
                .map(|s| s.id)
                .filter(|s| *s != kept)
                .collect::<Vec<_>>();
            store::end_sessions_but(tx, id, Some(kept), now).await?;
            Ok(others)
        })
    });
    for session in ended.await? {
        identity::forget(house, session);
        house.bus.end(id, Some(session));
    }
    personal_tokens::forget(house);
    Ok(())
}

/// The caller's sessions.
pub async fn my_sessions(ctx: &Signed) -> AppResult<Vec<Session>> {
    let id = ctx.actor.id;
    Ok(store::list_sessions(&mut ctx.db.glance().await?, id, ctx.clock.now()).await?)
}

/// Ends a session of the caller; an admin ends anybody's. Of others it does not exist.
pub async fn revoke_session(ctx: &Signed, id: SessionId) -> AppResult<()> {
    let actor = &ctx.actor;
    let owner = store::session_owner(&mut ctx.db.glance().await?, id).await?;
    if owner.is_none() || (owner != Some(actor.id) && !actor.is_admin()) {
        return Err(Error::NotFound);
    }
    end_session(ctx, id).await
}

/// What two people cannot both have.
pub(super) fn taken(error: sqlx::Error) -> Error {
    if !dialect::is_taken(&error) {
        return error.into();
    }
    // Both databases name the column or its index, each in its own words.
    let said = error.as_database_error().map(|e| e.message().contains("username"));
    Error::field(if said == Some(true) { "username" } else { "email" }, Problem::Taken)
}

/// The person with this id, for other rooms.
pub async fn find_account(tx: &mut Tx<'_>, id: AccountId) -> AppResult<Option<Account>> {
    Ok(store::find(tx, id).await?)
}

/// Active technicians and admins, for other rooms.
pub async fn staff(tx: &mut Tx<'_>) -> AppResult<Vec<crate::base::live::Author>> {
    Ok(store::list_staff(tx).await?)
}
