//! Who may change whom.
use super::Account;
use crate::base::{Actor, Conflict, Error, Role, Scope};

/// Only admins list and change people.
pub fn may_manage_people(actor: &Actor) -> bool {
    actor.is_admin()
}

/// The house never loses its last active admin, by role or by switching them off.
pub fn keeps_an_admin(before: &Account, role: Role, active: bool, active_admins: i64) -> Result<(), Error> {
    let was = before.role == Role::Admin && before.active;
    let stays = role == Role::Admin && active;
    if was && !stays && active_admins <= 1 { Err(Error::Conflict(Conflict::LastAdmin)) } else { Ok(()) }
}

/// What a personal access token needs for a request; none where no token will do: pages, signing in, sessions, passwords, other tokens.
pub fn scope_of(method: &str, path: &str) -> Option<Scope> {
    let under =
        |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let reads = matches!(method, "GET" | "HEAD");
    if [
        "/api/v1/tokens",
        "/api/v1/sessions",
        "/api/v1/me/password",
        "/api/login",
        "/api/register",
        "/api/token",
    ]
    .into_iter()
    .any(under)
    {
        return None;
    }
    if under("/api/v1/people")
        || (!reads && ["/api/v1/departments", "/api/v1/categories"].into_iter().any(under))
    {
        return Some(Scope::Manage);
    }
    match ["/api", "/depannage", "/files", "/ws", "/live"].into_iter().any(under) {
        true if reads && !under("/ws") && !under("/live") => Some(Scope::Read),
        true => Some(Scope::Write),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reaches_no_further_than_its_scope() {
        for (method, path, scope) in [
            ("GET", "/api/tickets/my/", Some(Scope::Read)),
            ("POST", "/api/tickets/create", Some(Scope::Write)),
            ("GET", "/api/v1/people", Some(Scope::Manage)),
            ("PATCH", "/api/v1/departments/1", Some(Scope::Manage)),
            ("GET", "/api/v1/departments", Some(Scope::Read)),
            ("GET", "/ws/ticket/1/", Some(Scope::Write)),
            ("POST", "/api/v1/tokens", None),
            ("PUT", "/api/v1/me/password", None),
            ("POST", "/fn/change_password", None),
            ("GET", "/tickets/1", None),
            ("GET", "/apiary", None),
        ] {
            assert_eq!(scope_of(method, path), scope, "{method} {path}");
        }
    }
}
