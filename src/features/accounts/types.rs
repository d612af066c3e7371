//! People, and the parsers of what is typed about them. Whole forms are in `forms.rs`.
use crate::{
    base::{
        AccountId, Lang, Problem, Role, Scope, SessionId, Time,
        text::{clean_line, clean_optional, count_characters, has_at_most},
    },
    features::departments::DepartmentId,
};
use serde::{Deserialize, Serialize};

/// Passwords are 8 to 128 characters long; no rule of composition.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// A person, as admins and the person see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Account {
    pub id: AccountId,
    /// As it is shown; rows keep it as [`EmailAddress`] has it.
    #[cfg_attr(feature = "ssr", sqlx(try_from = "crate::base::email::EmailColumn"))]
    pub email: String,
    /// Signs in as well as the address does.
    pub username: Option<String>,
    pub name: String,
    pub role: Role,
    pub department: Option<DepartmentId>,
    pub phone: Option<String>,
    pub active: bool,
    pub lang: Lang,
}

/// Ends the address of somebody who has none: no mail goes there (RFC 2606), and nobody else can have it.
const NO_ADDRESS: &str = "@sans-adresse.invalid";

/// Stands for the address of somebody who has none.
pub fn no_address(id: AccountId) -> String {
    [&id.to_string(), NO_ADDRESS].concat()
}

impl Account {
    /// Their address, if they have one.
    pub fn address(&self) -> Option<&str> {
        Some(self.email.as_str()).filter(|email| !email.ends_with(NO_ADDRESS))
    }
}

/// Somebody who called, and whom nobody knew.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewCaller {
    pub name: String,
    /// One of the two is there.
    pub email: Option<String>,
    pub phone: Option<String>,
    pub department: Option<DepartmentId>,
}

/// A person's sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Session {
    pub id: SessionId,
    pub agent: String,
    pub address: String,
    pub created_at: Time,
    pub used_at: Time,
}

crate::id!(
    /// A personal access token.
    TokenId
);

/// A personal access token, as its owner sees it. The token itself is shown once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct PersonalToken {
    pub id: TokenId,
    pub name: String,
    #[cfg_attr(feature = "ssr", sqlx(try_from = "ScopeWords"))]
    pub scopes: Vec<Scope>,
    pub created_at: Time,
    pub expires_at: Time,
    /// To the minute.
    pub used_at: Option<Time>,
}

/// Scopes as a row holds them: their words, with spaces between.
#[cfg(feature = "ssr")]
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub struct ScopeWords(String);

#[cfg(feature = "ssr")]
impl From<ScopeWords> for Vec<Scope> {
    fn from(ScopeWords(words): ScopeWords) -> Self {
        words.split(' ').filter_map(Scope::parse).collect()
    }
}

#[cfg(feature = "ssr")]
impl From<&[Scope]> for ScopeWords {
    fn from(scopes: &[Scope]) -> Self {
        ScopeWords(scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(" "))
    }
}

/// A token that was just made; the secret is never shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshToken {
    pub secret: String,
    pub token: PersonalToken,
}

/// The caller's personal access tokens, as their page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTokens {
    /// May they make one? Who may is a setting.
    pub may_make: bool,
    pub living: Vec<PersonalToken>,
    /// Those of the last 30 days.
    pub expired: Vec<PersonalToken>,
}

impl OwnTokens {
    /// Is there nothing to show to somebody who may make none?
    pub fn are_none_of_theirs(&self) -> bool {
        !self.may_make && self.living.is_empty() && self.expired.is_empty()
    }
}

/// Its owner sees an expired personal access token for so many days.
pub const EXPIRED_TOKEN_DAYS: i64 = 30;

/// A personal access token lives 1 to 365 days.
pub const TOKEN_DAYS: std::ops::RangeInclusive<i64> = 1..=365;

/// What a visitor sees before signing in: may they register, and is there anybody yet?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    pub may_register: bool,
    pub is_empty: bool,
}

/// A user name is 2 to 40 characters long.
pub const USERNAME_LENGTH: std::ops::RangeInclusive<usize> = 2..=40;

/// A user name, or none: one line without an `@`, so that no address can be taken for one; kept as typed.
pub fn parse_username(text: &str) -> Result<Option<String>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let name = clean_line(text, *USERNAME_LENGTH.end())?;
    match count_characters(&name) {
        _ if name.contains(['@', '＠', '﹫']) => Err(Problem::NotAUsername),
        n if n < *USERNAME_LENGTH.start() => Err(Problem::TooShort { min: *USERNAME_LENGTH.start() }),
        _ => Ok(Some(name)),
    }
}

/// What somebody is called who signs in: an address has an `@`, a user name has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    Email {
        key: String,
        /// As rows kept it when only capitals were folded: who signed in so still does.
        before: String,
    },
    /// Folded: two that read alike are the same.
    Username(String),
}

/// At the server: folding is.
#[cfg(feature = "ssr")]
impl std::str::FromStr for Login {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        use crate::base::email::{EmailAddress, MAX_EMAIL};
        let Some((local, domain)) = text.trim().split_once('@') else {
            let name = parse_username(text)?.ok_or(Problem::Empty)?;
            return Ok(Login::Username(crate::base::text::fold(&name)));
        };
        if local.is_empty() || domain.is_empty() {
            return Err(Problem::NotAnEmail);
        }
        if let Ok(address) = text.parse::<EmailAddress>() {
            return Ok(Login::Email { before: address.shown(), key: address.key().to_owned() });
        }
        let before = clean_line(text, MAX_EMAIL)?.to_lowercase();
        Ok(Login::Email { key: before.clone(), before })
    }
}

impl Login {
    /// As it is looked for.
    pub fn key(&self) -> &str {
        match self {
            Login::Email { key, .. } | Login::Username(key) => key,
        }
    }
}

/// A phone number: digits, spaces and `+ . - ( ) /`, 3 to 32 characters with at least 3 digits; kept as
/// typed.
pub fn parse_phone(text: &str) -> Result<Option<String>, Problem> {
    let Some(text) = clean_optional(text, 32)? else { return Ok(None) };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let sound = digits >= 3 && text.chars().all(|c| c.is_ascii_digit() || " +.-()/".contains(c));
    if sound { Ok(Some(text)) } else { Err(Problem::NotAPhone) }
}

/// The name of a person may be this many characters long, that of a token as well.
pub const MAX_PERSON_NAME: usize = 80;

/// A person's name: one line, at most [`MAX_PERSON_NAME`] characters.
pub fn parse_person_name(text: &str) -> Result<String, Problem> {
    clean_line(text, MAX_PERSON_NAME)
}

/// A password's length. Whether it is too easy to guess is asked at the server, which knows the common ones.
pub fn parse_password(text: &str) -> Result<String, Problem> {
    match count_characters(text) {
        0 => Err(Problem::Empty),
        n if n < *PASSWORD_LENGTH.start() => Err(Problem::TooShort { min: *PASSWORD_LENGTH.start() }),
        _ if !has_at_most(text, *PASSWORD_LENGTH.end()) => {
            Err(Problem::TooLong { max: *PASSWORD_LENGTH.end() })
        }
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_no_address() {
        assert_eq!(parse_username(" Léa.B "), Ok(Some("Léa.B".into())));
        assert_eq!(parse_username("  "), Ok(None));
        assert_eq!(parse_username("a"), Err(Problem::TooShort { min: 2 }));
        assert_eq!(parse_username(&"a".repeat(41)), Err(Problem::TooLong { max: 40 }));
        for wrong in ["ada@cordee.test", "@ada", "a@"] {
            assert_eq!(parse_username(wrong), Err(Problem::NotAUsername), "{wrong}");
        }
    }

    #[test]
    fn who_signed_in_by_the_old_rule_still_does() {
        let before = |text: &str| match text.parse() {
            Ok(Login::Email { before, .. }) => before,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(before("Zoé@Exämple.TEST"), "zoé@exämple.test");
        assert_eq!(before("zoe@xn--exmple-cua.test"), "zoe@exämple.test");
        assert_eq!(before("İPEK@cordee.test"), "i\u{307}pek@cordee.test");
        assert_eq!("Ada@Cordee.TEST".parse::<Login>().unwrap().key(), "ada@cordee.test");
        assert_eq!(" LÉA.b ".parse(), Ok(Login::Username("lea.b".into())));
        assert_eq!("".parse::<Login>(), Err(Problem::Empty));
        assert_eq!("@".parse::<Login>(), Err(Problem::NotAnEmail));
    }

    #[test]
    fn a_password_is_as_long_as_a_person_counts() {
        assert_eq!(parse_password(&"🇫🇷".repeat(7)), Err(Problem::TooShort { min: 8 }));
        assert!(parse_password(&"e\u{301}".repeat(128)).is_ok());
        assert_eq!(parse_password(&"e\u{301}".repeat(129)), Err(Problem::TooLong { max: 128 }));
    }

    #[test]
    fn a_phone_number_is_kept_as_typed() {
        assert_eq!(parse_phone("+33 1 23 45"), Ok(Some("+33 1 23 45".into())));
        assert_eq!(parse_phone(" "), Ok(None));
        assert_eq!(parse_phone("javascript:1234"), Err(Problem::NotAPhone));
    }
}
