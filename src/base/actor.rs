//! Who acts: the signed-in person, as every verb sees them.
use super::Lang;
use serde::{Deserialize, Serialize};

crate::id!(
    /// A person's account.
    AccountId
);
crate::id!(
    /// One sign-in on one device: the family of its refresh tokens.
    SessionId
);
crate::word_set!(
    /// What a person is in the house. Rights follow from it and from their relation to the thing at hand.
    Role {
        /// Opens requests and sees only their own.
        Employee = "employe",
        /// Sees all requests and works on those taken.
        Technician = "technicien",
        /// Sees and does all.
        Admin = "admin",
    }
);

crate::word_set!(
    /// What a program may do with a personal access token.
    Scope {
        /// Reads what its owner may read.
        Read = "lecture",
        /// Opens, writes, answers, guides: all that its owner may do with requests.
        Write = "ecriture",
        /// Changes people, departments and categories, where its owner may.
        Manage = "administration",
    }
);

impl Role {
    /// Technicians and admins: those who see every request.
    pub fn is_staff(self) -> bool {
        self != Role::Employee
    }
}

/// The signed-in person behind a request or a socket message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: AccountId,
    pub session: SessionId,
    pub role: Role,
    pub name: String,
    pub lang: Lang,
}

/// By this name a page says in the addresses it calls whose page it is.
pub const PAGE_OWNER: &str = "account";

impl Actor {
    /// May they see what only technicians and admins see?
    pub fn is_staff(&self) -> bool {
        self.role.is_staff()
    }
    /// May they change people, teams and settings?
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }
}
