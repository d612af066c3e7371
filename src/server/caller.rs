//! Who may call stands first in what a verb takes: [`Signed`], [`Staff`], [`Admin`], for few verbs anybody
//! ([`Ctx`]). They can be had by asking only, so that it cannot be forgotten.
use super::{Ctx, http::Refusal};
use crate::base::{Actor, AppResult, Error};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::ops::Deref;

/// Whoever is signed in.
#[derive(Clone)]
pub struct Signed {
    ctx: Ctx,
    pub actor: Actor,
}

/// Technicians and admins.
#[derive(Clone)]
pub struct Staff(Signed);

/// Whoever may change people, teams and what was set.
#[derive(Clone)]
pub struct Admin(Staff);

/// Can it be had of a context? A handler takes it as an argument, a server function by [`caller`], and a
/// socket has one of its own.
pub trait Caller: Sized {
    /// 401 for a visitor, 403 for whoever is less than this.
    fn of(ctx: &Ctx) -> AppResult<Self>;
}

/// Who calls the server function being served. What the verb asks for is what it gives.
pub fn caller<C: Caller>() -> AppResult<C> {
    C::of(&leptos::prelude::use_context().ok_or(Error::Unauthenticated)?)
}

impl Ctx {
    /// The same visit, by somebody who has just shown who they are.
    pub fn signed_in(self, actor: Actor) -> Signed {
        Signed { ctx: Ctx { actor: Some(actor.clone()), ..self }, actor }
    }
}

impl Caller for Ctx {
    fn of(ctx: &Ctx) -> AppResult<Self> {
        Ok(ctx.clone())
    }
}

impl Caller for Signed {
    fn of(ctx: &Ctx) -> AppResult<Self> {
        let actor = ctx.actor.clone().ok_or(Error::Unauthenticated)?;
        Ok(Signed { ctx: ctx.clone(), actor })
    }
}

impl Caller for Staff {
    fn of(ctx: &Ctx) -> AppResult<Self> {
        let signed = Signed::of(ctx)?;
        if signed.actor.is_staff() { Ok(Staff(signed)) } else { Err(Error::Forbidden) }
    }
}

impl Caller for Admin {
    fn of(ctx: &Ctx) -> AppResult<Self> {
        let staff = Staff::of(ctx)?;
        if staff.actor.is_admin() { Ok(Admin(staff)) } else { Err(Error::Forbidden) }
    }
}

impl Deref for Signed {
    type Target = Ctx;
    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

/// Staff may what anybody signed in may.
impl Deref for Staff {
    type Target = Signed;
    fn deref(&self) -> &Signed {
        &self.0
    }
}

/// An admin may what staff may.
impl Deref for Admin {
    type Target = Staff;
    fn deref(&self) -> &Staff {
        &self.0
    }
}

/// The middleware has put the context there for every request.
macro_rules! extracted {
    ($($who:ty),*) => {$(
        impl<S: Sync> FromRequestParts<S> for $who {
            type Rejection = Refusal;
            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
                Ok(Self::of(parts.extensions.get().ok_or(Error::Unauthenticated)?)?)
            }
        }
    )*};
}
extracted!(Ctx, Signed, Staff, Admin);
