//! The verbs of sessions: opened by signing in, ended by their owner or an admin.
use super::super::{
    cookies::{Entrance, Farewell},
    identity,
    passwords::{Passwords, is_dated},
    session_tokens::SESSION_DAYS,
    settings::{DOOR, GUESS, SIGN_IN},
    store::{self, Credentials},
};
use crate::{
    base::{AccountId, Actor, AppResult, Error, Page, Problem, SessionId, Time, text::has_at_most},
    features::accounts::*,
    server::{Admin, Ctx, Signed, tasks},
};
use chrono::Duration;

/// Sessions on a page of a list.
const PAGE: usize = 100;

/// Opens a session, by address or user name. The answer and the time it takes are the same for a wrong
/// password, a name nobody has and a person switched off.
pub async fn sign_in(ctx: &Ctx, login: &str, password: String) -> AppResult<Entrance> {
    ctx.limits.check(&DOOR, ctx.visit.network())?;
    let login: Login = login.parse().map_err(|problem| Error::field("login", problem))?;
    let known = store::find_credentials(&mut ctx.db.glance().await?, &login).await?;
    let known = may_try(ctx, &login, known).await?;
    if password.is_empty() || !has_at_most(&password, *PASSWORD_LENGTH.end()) {
        return Err(Error::field(
            "password",
            if password.is_empty() { Problem::Empty } else { Problem::WrongPair },
        ));
    }
    let known_as = known.as_ref().map(|known| known.id);
    let known = known.filter(|c| c.active);
    let kept = known.as_ref().map(|c| c.password.clone());
    let right = ctx.room::<Passwords>().is_right(password.clone(), kept).await?;
    match known.filter(|_| right) {
        Some(person) => {
            let (id, kept) = (person.id, person.password.clone());
            let entrance = open_session(ctx, person).await?;
            renew_hash(ctx, id, kept, password).await;
            Ok(entrance)
        }
        None => {
            let account = known_as.map(|id| id.to_string()).unwrap_or_default();
            tracing::info!(account, address = %ctx.visit.address, "a sign-in was refused");
            Err(Error::field("password", Problem::WrongPair))
        }
    }
}

/// A hash that was made by other parameters than today's is made anew while the password is known. Where that
/// cannot be now, it is at the next sign-in.
async fn renew_hash(ctx: &Ctx, id: AccountId, kept: String, password: String) {
    if !is_dated(&kept) {
        return;
    }
    let Ok(fresh) = ctx.room::<Passwords>().hash(password).await else { return };
    let unit =
        ctx.db.write(move |tx| Box::pin(async move { Ok(store::renew_hash(tx, id, &kept, &fresh).await?) }));
    if unit.await.is_ok() {
        tracing::info!(account = %id, "a password's hash was renewed");
    }
}

/// Counts the attempt at this name, of this address and, where nobody is signed in to the account there, of
/// all: who guesses from many addresses waits, its owner at their own does not. An account is counted under
/// all its names together as well, in silence: that two names are one's is not told.
async fn may_try(ctx: &Ctx, login: &Login, known: Option<Credentials>) -> AppResult<Option<Credentials>> {
    let network = ctx.visit.network();
    let from_here = |who: &str| ctx.limits.check(&SIGN_IN, [who, " ", &network].concat());
    from_here(login.key())?;
    let Some(person) = known else {
        ctx.limits.check(&GUESS, login.key().to_owned())?;
        return Ok(None);
    };
    let address = ctx.visit.address.to_string();
    if !store::is_at(&mut ctx.db.glance().await?, person.id, &address).await? {
        ctx.limits.check(&GUESS, login.key().to_owned())?;
    }
    Ok(from_here(&person.id.to_string()).is_ok().then_some(person))
}

/// A browser is one person's at a time: who comes in ends the session that lived in it, and with it what its
/// other tabs could do.
pub async fn enter_instead(ctx: &Ctx, entrance: Entrance) -> AppResult<Entrance> {
    sign_out(ctx).await?;
    Ok(entrance)
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
            store::insert_session(tx, &session, person.id, now + Duration::days(SESSION_DAYS)).await?;
            Ok(person)
        })
    });
    let person = person.await?;
    tracing::info!(account = %person.id, address = %ctx.visit.address, "a person signed in");
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
            tracing::info!(account = %owner, "a session was ended");
            house.bus.end(owner, Some(session));
        }
        Ok(())
    });
    ended.await
}

/// The caller's sessions.
pub async fn my_sessions(ctx: &Signed, after: Option<SessionId>) -> AppResult<Page<Session>> {
    list_sessions(ctx, ctx.actor.id, after).await
}

/// Those of a person that go on, the latest used first.
pub async fn list_person_sessions(
    ctx: &Admin,
    id: AccountId,
    after: Option<SessionId>,
) -> AppResult<Page<Session>> {
    list_sessions(ctx, id, after).await
}

async fn list_sessions(ctx: &Ctx, owner: AccountId, after: Option<SessionId>) -> AppResult<Page<Session>> {
    let now = ctx.clock.now();
    let rows = store::list_sessions(&mut ctx.db.glance().await?, owner, now, after, PAGE as i64 + 1).await?;
    Ok(Page::cut(rows, PAGE, |session| session.id.to_string()))
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

/// Ends every session of the caller but the one that asks.
pub async fn revoke_other_sessions(ctx: &Signed) -> AppResult<()> {
    end_sessions_but(ctx, ctx.actor.id, Some(ctx.actor.session)).await
}

/// Ends every session of a person; of the admin's own, all but the one that asks.
pub async fn revoke_person_sessions(ctx: &Admin, id: AccountId) -> AppResult<()> {
    store::find(&mut ctx.db.glance().await?, id).await?.ok_or(Error::NotFound)?;
    end_sessions_but(ctx, id, (id == ctx.actor.id).then_some(ctx.actor.session)).await
}

/// However many there are, also those that no page of a list shows.
async fn end_sessions_but(ctx: &Ctx, owner: AccountId, kept: Option<SessionId>) -> AppResult<()> {
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let ended = tasks::finish("the end of a person's sessions", async move {
        let ended = house
            .db
            .write(move |tx| {
                Box::pin(async move { Ok(store::end_sessions_but(tx, owner, kept, now).await?) })
            })
            .await?;
        tracing::info!(account = %owner, sessions = ended.len(), "sessions were ended");
        for session in ended {
            identity::close(&house, owner, session);
        }
        Ok(())
    });
    ended.await
}
