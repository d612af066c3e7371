//! Who may change whom.
use super::Account;
use crate::base::{Conflict, Error, Role};

/// The house never loses its last active admin, by role or by switching them off.
pub fn keeps_an_admin(before: &Account, role: Role, active: bool, active_admins: i64) -> Result<(), Error> {
    let was = before.role == Role::Admin && before.active;
    let stays = role == Role::Admin && active;
    if was && !stays && active_admins <= 1 { Err(Error::Conflict(Conflict::LastAdmin)) } else { Ok(()) }
}
