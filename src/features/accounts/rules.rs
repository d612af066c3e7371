//! Who may change whom.
use super::Account;
use crate::base::{AccountId, Conflict, Error, Role};

/// The house never loses its last active admin, by role or by switching them off.
pub fn keeps_an_admin(before: &Account, role: Role, active: bool, active_admins: i64) -> Result<(), Error> {
    let was = before.role == Role::Admin && before.active;
    let stays = role == Role::Admin && active;
    if was && !stays && active_admins <= 1 { Err(Error::Conflict(Conflict::LastAdmin)) } else { Ok(()) }
}

/// An admin sets the passwords of others; one's own takes the present one.
pub fn may_set_password(admin: AccountId, person: AccountId) -> Result<(), Error> {
    if admin == person { Err(Error::Forbidden) } else { Ok(()) }
}
