//! Who is it? From cookies (renewed on the way), a bearer token, or what a line already knows. A change is
//! known to requests within a second, to open lines at once or within five.
use super::{
    cookies::{self, Entrance, Farewell},
    service::personal_tokens,
    session_tokens::{self, SESSION_DAYS},
    store::{self, Living},
};
use crate::{
    base::{AccountId, Actor, AppResult, Error, Role, Scope, SessionId, Time},
    server::{House, Identified, Visit, db::Tx, tasks},
};
use axum::http::HeaderMap;
use chrono::Duration;
use moka::sync::Cache;
use std::sync::Arc;

/// What was read of a session less than a second ago. Verbs that end sessions forget them at once.
struct KnownSessions(Cache<SessionId, Option<Living>>);

impl Default for KnownSessions {
    fn default() -> Self {
        let while_fresh = std::time::Duration::from_millis(900);
        KnownSessions(Cache::builder().max_capacity(20_000).time_to_live(while_fresh).build())
    }
}

/// A session has changed: the next request reads it anew.
pub fn forget(house: &House, session: SessionId) {
    house.room::<KnownSessions>().0.invalidate(&session);
}

/// A session of this person is over: it is known no longer, and its lines are closed.
pub fn close(house: &House, owner: AccountId, session: SessionId) {
    forget(house, session);
    house.bus.end(owner, Some(session));
}

/// A person has changed: all sessions are read anew.
pub fn forget_everyone(house: &House) {
    house.room::<KnownSessions>().0.invalidate_all();
    personal_tokens::forget(house);
}

/// A fresh access token for a program's refresh token, which stays as it is; nobody's where its session has
/// ended.
pub async fn access_again(house: &House, token: &str) -> AppResult<String> {
    let session = session_tokens::read_lasting_token(house, token).ok_or(Error::Unauthenticated)?;
    let living = living(house, session).await?.ok_or(Error::Unauthenticated)?;
    session_tokens::access_token(house, living.account, session, house.clock.now())
}

async fn living(house: &House, session: SessionId) -> AppResult<Option<Living>> {
    let known = house.room::<KnownSessions>();
    if let Some(known) = known.0.get(&session) {
        return Ok(known);
    }
    let (mut tx, now) = (house.db.glance().await?, house.clock.now());
    let found = find_living(&mut tx, session, now).await?;
    known.0.insert(session, found.clone());
    Ok(found)
}

fn actor(living: Living) -> Actor {
    Actor {
        id: living.account,
        session: living.session,
        role: living.role,
        name: living.name,
        lang: living.lang,
    }
}

/// The person as they are now, if their session still lives.
pub async fn refresh_actor(house: &Arc<House>, before: &Actor) -> AppResult<Option<Actor>> {
    Ok(living(house, before.session).await?.map(actor))
}

/// Is the caller an admin still? Asked within the unit of work: much may have happened while it waited.
pub async fn confirm_admin(tx: &mut Tx<'_>, caller: &Actor) -> AppResult<()> {
    let now = store::find(tx, caller.id).await?.filter(|account| account.active);
    if now.is_some_and(|account| account.role == Role::Admin) { Ok(()) } else { Err(Error::Forbidden) }
}

/// A living session, or the token that stands for one.
async fn find_living(tx: &mut Tx<'_>, session: SessionId, now: Time) -> AppResult<Option<Living>> {
    match store::find_living(tx, session, now).await? {
        Some(found) => Ok(Some(found)),
        None => Ok(store::find_token_as_session(tx, session, now).await?),
    }
}

/// Does this session stand for a personal access token?
pub async fn is_token(house: &Arc<House>, session: SessionId) -> bool {
    let Ok(mut tx) = house.db.glance().await else { return false };
    matches!(store::find_token_as_session(&mut tx, session, house.clock.now()).await, Ok(Some(_)))
}

/// The person behind an access token, or behind a personal one that may read and write: a line is for both
/// ways.
pub async fn actor_of_token(house: &Arc<House>, token: &str) -> AppResult<Option<Actor>> {
    if token.starts_with(personal_tokens::PREFIX) {
        let shown = personal_tokens::shown(house, token).await?;
        return Ok(shown
            .filter(|(_, access)| [Scope::Read, Scope::Write].iter().all(|s| access.scopes.contains(s)))
            .map(|(living, _)| actor(living)));
    }
    actor_of_session(house, token).await
}

/// The person behind a session's access token; a personal one in its place, as a cookie would be, is
/// nobody's.
async fn actor_of_session(house: &House, token: &str) -> AppResult<Option<Actor>> {
    match session_tokens::read_access_token(house, token, house.clock.now()) {
        Some((_, session)) => Ok(living(house, session).await?.map(actor)),
        None => Ok(None),
    }
}

/// A bearer token, or the cookies.
pub async fn identify(house: &Arc<House>, headers: &HeaderMap, visit: &Visit) -> AppResult<Identified> {
    match session_tokens::bearer(headers) {
        Some(token) if token.starts_with(personal_tokens::PREFIX) => {
            let shown = personal_tokens::shown(house, token).await?;
            let known = |(living, token)| Identified { token: Some(token), ..somebody(actor(living)) };
            Ok(shown.map(known).unwrap_or_default())
        }
        Some(token) => Ok(actor_of_session(house, token).await?.map(somebody).unwrap_or_default()),
        None => by_cookies(house, headers, visit).await,
    }
}

fn somebody(actor: Actor) -> Identified {
    Identified { actor: Some(actor), ..Default::default() }
}

/// By the access cookie; where it has expired, a new one is had for the refresh cookie.
async fn by_cookies(house: &Arc<House>, headers: &HeaderMap, visit: &Visit) -> AppResult<Identified> {
    let (access, refresh) = cookies::read_cookies(headers, visit.secure);
    if let Some(token) = access
        && let Some(actor) = actor_of_session(house, &token).await?
    {
        return Ok(somebody(actor));
    }
    let Some(token) = refresh else { return Ok(Identified::default()) };
    match renew(house, &token).await {
        // Nothing can be written now, a full disk perhaps: whoever has a right token goes on reading, with
        // the cookies they have.
        Err(Error::Unavailable) => {
            let known = recognise(house, &token).await?;
            Ok(known.map(|living| somebody(actor(living))).unwrap_or_default())
        }
        Err(error) => Err(error),
        Ok(Some((living, generation))) => {
            let entrance = Entrance::new(house, visit, actor(living), generation)?;
            Ok(Identified { cookies: entrance.cookies(), ..somebody(entrance.actor) })
        }
        Ok(None) if has_just_ended(house, &token).await? => Ok(Identified::default()),
        Ok(None) => {
            Ok(Identified { cookies: Farewell { secure: visit.secure }.cookies(), ..Default::default() })
        }
    }
}

/// Then whoever ended it may have come in instead a moment ago, and their cookies be on the way to the same
/// browser: those of before are not removed, lest theirs be.
async fn has_just_ended(house: &House, token: &str) -> AppResult<bool> {
    let Some((session, _)) = session_tokens::read_refresh_token(house, token) else { return Ok(false) };
    let since = house.clock.now() - Duration::minutes(1);
    Ok(store::has_ended_since(&mut house.db.glance().await?, session, since).await?)
}

/// Whose refresh token this is, if it is the newest or its direct predecessor. Changes nothing.
async fn recognise(house: &House, token: &str) -> AppResult<Option<Living>> {
    let Some((session, generation)) = session_tokens::read_refresh_token(house, token) else {
        return Ok(None);
    };
    let living = store::find_living(&mut house.db.glance().await?, session, house.clock.now()).await?;
    Ok(living.filter(|l| l.generation == generation || l.generation == generation + 1))
}

/// The present generation of a session, against a refresh token. The newest token moves it on; its direct
/// predecessor, whose successor has not been used yet (a lost reply, a second tab), gets that same successor;
/// anything older was stolen, and ends the session.
pub async fn renew(house: &Arc<House>, token: &str) -> AppResult<Option<(Living, i64)>> {
    let Some((session, generation)) = session_tokens::read_refresh_token(house, token) else {
        return Ok(None);
    };
    let house = house.clone();
    tasks::finish("a renewal", async move { rotate(&house, session, generation).await }).await
}

async fn rotate(house: &House, session: SessionId, generation: i64) -> AppResult<Option<(Living, i64)>> {
    let now = house.clock.now();
    let renewed = house.db.write(move |tx| {
        Box::pin(async move {
            // Moved first: of two at once, the second waits here and then reads what the first has made.
            store::rotate(tx, session, generation, now, now + Duration::days(SESSION_DAYS)).await?;
            let Some(living) = store::find_living(tx, session, now).await? else { return Ok(None) };
            if living.generation != generation + 1 {
                store::end_session(tx, session, now).await?;
                return Ok(Some(Err(living.account)));
            }
            Ok(Some(Ok((living, generation + 1))))
        })
    });
    match renewed.await? {
        Some(Err(account)) => {
            tracing::warn!(%account, "a used refresh token came again: its session was ended");
            close(house, account, session);
            Ok(None)
        }
        Some(Ok(renewed)) => Ok(Some(renewed)),
        None => Ok(None),
    }
}
