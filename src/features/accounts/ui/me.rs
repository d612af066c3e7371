//! Who is here: known to the server before it draws, and handed to the browser inside the page.
use crate::base::{Actor, json::Json};
use leptos::prelude::*;

#[derive(Clone)]
struct Me(Option<Actor>);

#[cfg(feature = "ssr")]
fn caller() -> Option<Actor> {
    crate::server::caller::<crate::server::Signed>().ok().map(|signed| signed.actor)
}
#[cfg(not(feature = "ssr"))]
fn caller() -> Option<Actor> {
    None
}

/// Makes known who is here; once, at the top. Signing in and out loads the page anew, so it never changes
/// under a page.
pub fn provide_me() {
    provide_context(Me(SharedValue::<_, Json>::new_with_encoding(caller).into_inner()));
}

/// Who is here, if anybody is signed in.
pub fn use_me() -> Option<Actor> {
    use_context::<Me>().and_then(|me| me.0)
}
