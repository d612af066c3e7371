//! Personal access tokens: made by their owner for a program, shown once, kept as a hash.
use super::super::{
    identity,
    settings::PERSONAL_TOKENS,
    store::{self, Living},
};
use crate::{
    base::{AppResult, Error, Problem, Scope, SessionId, error::Fields, text::clean_line},
    features::accounts::*,
    server::{House, Signed, limits::WRITE, tasks, token_access::TokenAccess},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use std::{cmp::Reverse, sync::Arc};

/// Every token begins so: secret scanners find it, and it is never taken for another kind.
pub const PREFIX: &str = "cordee_pat_";

/// What was read of a token less than a second ago, by its hash.
struct KnownTokens(Cache<String, Option<(Living, TokenAccess)>>);

impl Default for KnownTokens {
    fn default() -> Self {
        let while_fresh = std::time::Duration::from_millis(900);
        KnownTokens(Cache::builder().max_capacity(10_000).time_to_live(while_fresh).build())
    }
}

/// Tokens have ended: all are read anew.
pub fn forget(house: &House) {
    house.room::<KnownTokens>().0.invalidate_all();
}

fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// The person behind a token and what it allows; its last use is kept to the minute.
pub async fn shown(house: &Arc<House>, token: &str) -> AppResult<Option<(Living, TokenAccess)>> {
    let (hash, now) = (hash(token), house.clock.now());
    let known = house.room::<KnownTokens>();
    if let Some(known) = known.0.get(&hash) {
        return Ok(known);
    }
    let found = store::find_token(&mut house.db.glance().await?, &hash, now).await?;
    if let Some(token) =
        found.as_ref().filter(|t| t.used_at.is_none_or(|at| now - at >= Duration::minutes(1)))
    {
        let id = token.living.session;
        match house
            .db
            .write(move |tx| Box::pin(async move { Ok(store::touch_token(tx, id, now).await?) }))
            .await
        {
            // Nothing can be written now, a full disk perhaps: whoever has a right token goes on reading.
            Ok(()) | Err(Error::Unavailable) => {}
            Err(error) => return Err(error),
        }
    }
    let shown = found.map(|token| {
        let access = TokenAccess { id: token.living.session.0, scopes: token.scopes };
        (token.living, access)
    });
    known.0.insert(hash, shown.clone());
    Ok(shown)
}

/// Who may make one is a setting.
fn may_make(ctx: &Signed) -> AppResult<()> {
    let may = match ctx.config.text(&PERSONAL_TOKENS) {
        "everyone" => true,
        "staff" => ctx.actor.is_staff(),
        "admins" => ctx.actor.is_admin(),
        _ => false,
    };
    if may { Ok(()) } else { Err(Error::Forbidden) }
}

/// Makes a personal access token for the caller. Its secret is returned this once.
pub async fn make_token(ctx: &Signed, name: String, scopes: Vec<Scope>, days: i64) -> AppResult<FreshToken> {
    let actor = &ctx.actor;
    may_make(ctx)?;
    let mut fields = Fields::default();
    let name = fields.take("name", clean_line(&name, MAX_PERSON_NAME));
    let days = fields.take("days", if TOKEN_DAYS.contains(&days) { Ok(days) } else { Err(Problem::Unknown) });
    let scopes = fields.take("scopes", if scopes.is_empty() { Err(Problem::Empty) } else { Ok(scopes) });
    let (id, now) = (TokenId::new(), ctx.clock.now());
    let mut token = fields.finish(|| {
        let expires_at = now + Duration::days(days?);
        Some(PersonalToken { id, name: name?, scopes: scopes?, created_at: now, expires_at, used_at: None })
    })?;
    token.scopes.sort();
    token.scopes.dedup();
    ctx.limits.check(&WRITE, actor.id.to_string())?;
    let (account, session) = (actor.id, actor.session);
    let secret = [PREFIX, &URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())].concat();
    let (kept, hash) = (token.clone(), hash(&secret));
    let unit = ctx.db.write(move |tx| {
        Box::pin(async move {
            // A new password ends sessions and tokens: a session that was ended meanwhile makes no token that
            // outlives it.
            store::hold_credentials(tx, account).await?;
            store::find_living(tx, session, now).await?.ok_or(Error::Unauthenticated)?;
            Ok(store::insert_token(tx, &kept, account, &hash).await?)
        })
    });
    unit.await?;
    tracing::info!(%account, token = %token.id, "a personal access token was made");
    Ok(FreshToken { secret, token })
}

/// The caller's personal access tokens, the newest first, and whether they may make one.
pub async fn my_tokens(ctx: &Signed) -> AppResult<OwnTokens> {
    let now = ctx.clock.now();
    let mut tokens = store::list_tokens(
        &mut ctx.db.glance().await?,
        ctx.actor.id,
        now - Duration::days(EXPIRED_TOKEN_DAYS),
    )
    .await?;
    tokens.sort_by_key(|token| Reverse(token.created_at));
    let (living, expired) = tokens.into_iter().partition(|token| token.expires_at > now);
    Ok(OwnTokens { may_make: may_make(ctx).is_ok(), living, expired })
}

/// Ends a token of the caller; an admin ends anybody's. Its open lines are closed at once. Of others it does
/// not exist.
pub async fn revoke_token(ctx: &Signed, id: TokenId) -> AppResult<()> {
    let owner = Some(ctx.actor.id).filter(|_| !ctx.actor.is_admin());
    let (by, now) = (ctx.actor.id, ctx.clock.now());
    let house = ctx.house.clone();
    let revoked = tasks::finish("the end of a token", async move {
        let ended = house
            .db
            .write(move |tx| Box::pin(async move { Ok(store::end_token(tx, id, owner, now).await?) }))
            .await?;
        let owner = ended.ok_or(Error::NotFound)?;
        tracing::info!(%by, account = %owner, token = %id, "a personal access token was revoked");
        forget(&house);
        identity::close(&house, owner, SessionId(id.0));
        Ok(())
    });
    revoked.await
}
