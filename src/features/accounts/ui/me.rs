//! Who is here: known to the server before it draws, and handed to the browser inside the page.
use crate::base::{Actor, json::Json};
use leptos::prelude::*;

#[derive(Clone)]
struct Me(Option<Here>);

/// Who is here, and the secret with which this browser seals what it keeps for them.
type Here = (Actor, String);

#[cfg(feature = "ssr")]
fn caller() -> Option<Here> {
    let signed = crate::server::caller::<crate::server::Signed>().ok()?;
    let whose: [&[u8]; 2] = [b"browser", signed.actor.id.0.as_bytes()];
    let secret = signed.keys.seal(&whose);
    Some((signed.actor, secret))
}
#[cfg(not(feature = "ssr"))]
fn caller() -> Option<Here> {
    None
}

/// Makes known who is here; once, at the top. Signing in and out loads the page anew, so it never changes
/// under a page.
pub fn provide_me() {
    provide_context(Me(SharedValue::<_, Json>::new_with_encoding(caller).into_inner()));
}

/// Who is here, if anybody is signed in.
pub fn use_me() -> Option<Actor> {
    use_context::<Me>().and_then(|me| me.0).map(|here| here.0)
}

/// The secret of who is here; none of a visitor.
pub fn use_secret() -> String {
    use_context::<Me>().and_then(|me| me.0).map(|here| here.1).unwrap_or_default()
}
