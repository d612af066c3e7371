//! E-mail addresses, by one rule at every door.
use super::{Problem, text::clean_line};

/// An e-mail address as it is kept and compared: small letters, the domain as the network spells it
/// (`xn--exmple-cua.test`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

/// An address has at most so many characters in all, and before its `@`.
pub const MAX_EMAIL: usize = 254;
const MAX_LOCAL: usize = 64;

impl std::str::FromStr for EmailAddress {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        let text = clean_line(text, MAX_EMAIL)?;
        let (local, domain) = text.rsplit_once('@').ok_or(Problem::NotAnEmail)?;
        let domain = network_name(domain).filter(|_| is_local_part(local)).ok_or(Problem::NotAnEmail)?;
        let whole = [&local.to_ascii_lowercase(), "@", &domain].concat();
        if whole.len() > MAX_EMAIL {
            Err(Problem::TooLong { max: MAX_EMAIL })
        } else {
            Ok(EmailAddress(whole))
        }
    }
}

impl EmailAddress {
    /// As rows keep it.
    pub fn key(&self) -> &str {
        &self.0
    }
    /// As people read it: `zoe@exämple.test`.
    pub fn shown(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        [local, "@", &read_name(domain)].concat()
    }
}

/// Letters of ASCII, digits, the signs RFC 5321 has, and single points between them.
fn is_local_part(local: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
    };
    local.len() <= MAX_LOCAL && local.split('.').all(is_atom)
}

/// A domain as the network spells it, if it is one (UTS 46). The server's word holds: the tables weigh too
/// much for the browser.
#[cfg(feature = "ssr")]
fn network_name(domain: &str) -> Option<String> {
    use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
    let (ours, hyphens) = (AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    Uts46::new().to_ascii(domain.as_bytes(), ours, hyphens, DnsLength::Verify).ok().map(Into::into)
}
#[cfg(not(feature = "ssr"))]
fn network_name(domain: &str) -> Option<String> {
    Some(domain.to_ascii_lowercase())
}

/// A domain as people read it. A part that may be taken for another stays as the network spells it.
#[cfg(feature = "ssr")]
fn read_name(domain: &str) -> String {
    use idna::uts46::{AsciiDenyList, Hyphens, Uts46};
    let (ours, hyphens) = (AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    let is_clear = |label: &[char], _: &[char], _: bool| !super::unseen::is_mistakable(label);
    Uts46::new().to_user_interface(domain.as_bytes(), ours, hyphens, is_clear).0.into()
}
#[cfg(not(feature = "ssr"))]
fn read_name(domain: &str) -> String {
    domain.to_owned()
}

/// An address as a row holds it.
#[cfg(feature = "ssr")]
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub struct EmailColumn(String);

#[cfg(feature = "ssr")]
impl From<EmailColumn> for String {
    fn from(EmailColumn(kept): EmailColumn) -> Self {
        if kept.contains("xn--") { EmailAddress(kept).shown() } else { kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Result<String, Problem> {
        text.parse::<EmailAddress>().map(|address| address.0)
    }

    #[test]
    fn an_address_has_one_spelling() {
        for (typed, kept) in [
            ("  Ada@Cordee.TEST ", "ada@cordee.test"),
            ("o'neil+vpn@cordee.test", "o'neil+vpn@cordee.test"),
            ("zoe@exämple.test", "zoe@xn--exmple-cua.test"),
            ("zoe@EXA\u{308}MPLE.test", "zoe@xn--exmple-cua.test"),
            ("ZOE@XN--EXMPLE-CUA.test", "zoe@xn--exmple-cua.test"),
            ("ada@localhost", "ada@localhost"),
            // A Kelvin sign is a K in every respect.
            ("Kelvin\u{212a}@cordee.test", "kelvink@cordee.test"),
            ("a\u{ad}da@cordee.test", "ada@cordee.test"),
        ] {
            assert_eq!(key(typed), Ok(kept.into()), "{typed}");
        }
        let address: EmailAddress = "zoe@xn--exmple-cua.test".parse().unwrap();
        assert_eq!(address.shown(), "zoe@exämple.test");
    }

    #[test]
    fn a_domain_that_looks_like_another_is_shown_as_the_network_spells_it() {
        for (typed, is_read) in [
            ("ada@bücher.test", true),
            ("ada@почта.test", true),
            ("ada@ελλάδα.test", true),
            ("ada@例え.test", true),
            ("ada@한국.test", true),
            // Both with Cyrillic letters, one of them wholly.
            ("ada@c\u{43e}rdee.test", false),
            ("ada@\u{440}\u{430}\u{443}\u{440}\u{430}\u{4cf}.test", false),
            ("ada@\u{3bf}\u{3bd}\u{3bf}.test", false),
        ] {
            let shown = typed.parse::<EmailAddress>().unwrap().shown();
            assert_eq!((shown == typed, shown.contains("@xn--")), (is_read, !is_read), "{shown}");
        }
    }

    #[test]
    fn what_no_letter_reaches_is_no_address() {
        for wrong in [
            "ada",
            "@x",
            "ada@",
            "a@b@c",
            "a b@c",
            "a@.c",
            "<a@b.c>",
            "a@b..c",
            "a@-b.fr",
            "a@b.c.",
            ".a@b.c",
            "a..b@c.d",
            "zoé@cordee.test",
            "İpek@cordee.test",
            "a@b_c.d",
            "a@[::1]",
        ] {
            assert_eq!(key(wrong), Err(Problem::NotAnEmail), "{wrong}");
        }
        assert_eq!(key(&["a".repeat(65), "@b.c".into()].concat()), Err(Problem::NotAnEmail));
    }
}
