//! What a page keeps in this browser for its owner is sealed: whoever sits here next reads none of it, and
//! changes none of it. The key comes with the owner's pages and is kept nowhere. Twins on the server do
//! nothing.
#[cfg(any(feature = "hydrate", test))]
mod seal {
    use chacha20poly1305::{
        Key, KeyInit, XChaCha20Poly1305, XNonce,
        aead::{Aead, Payload},
    };

    /// So many letters of a secret are the key: as text fit for a URL they are 192 bits.
    const KEY: usize = 32;
    pub const NONCE: usize = 24;

    /// Closes and opens what one person keeps.
    pub struct Seal(XChaCha20Poly1305);

    impl Seal {
        pub fn new(secret: &str) -> Option<Self> {
            let key = Key::try_from(secret.as_bytes().get(..KEY)?).ok()?;
            Some(Seal(XChaCha20Poly1305::new(&key)))
        }

        /// A nonce, and behind it what was closed. It opens at the same place only.
        pub fn close(&self, place: &str, bytes: &[u8]) -> Option<Vec<u8>> {
            let random = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()].map(uuid::Uuid::into_bytes).concat();
            let nonce = XNonce::try_from(random.get(..NONCE)?).ok()?;
            let closed = self.0.encrypt(&nonce, Payload { msg: bytes, aad: place.as_bytes() }).ok()?;
            Some([nonce.as_slice(), &closed].concat())
        }

        pub fn open(&self, place: &str, closed: &[u8]) -> Option<Vec<u8>> {
            let (nonce, closed) = closed.split_at_checked(NONCE)?;
            let nonce = XNonce::try_from(nonce).ok()?;
            self.0.decrypt(&nonce, Payload { msg: closed, aad: place.as_bytes() }).ok()
        }
    }

    /// A letter for each byte, none of which any browser's storage minds.
    const FIRST_LETTER: u32 = 0x100;

    pub fn letters(bytes: &[u8]) -> String {
        bytes.iter().filter_map(|byte| char::from_u32(FIRST_LETTER + u32::from(*byte))).collect()
    }

    pub fn bytes(letters: &str) -> Option<Vec<u8>> {
        letters.chars().map(|letter| u8::try_from((letter as u32).checked_sub(FIRST_LETTER)?).ok()).collect()
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::seal::{Seal, bytes, letters};
    use crate::device;
    use std::sync::OnceLock;

    static SEAL: OnceLock<Option<Seal>> = OnceLock::new();

    fn seal() -> Option<&'static Seal> {
        SEAL.get()?.as_ref()
    }

    pub fn seal_with(secret: &str) {
        _ = SEAL.set(Seal::new(secret));
    }

    pub fn keep(place: &str, text: &str) {
        if let Some(closed) = close(place, text.as_bytes()) {
            device::store(place, &letters(&closed));
        }
    }

    pub fn kept(place: &str) -> Option<String> {
        String::from_utf8(open(place, &bytes(&device::stored(place)?)?)?).ok()
    }

    pub fn close(place: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        seal()?.close(place, bytes)
    }

    pub fn open(place: &str, closed: &[u8]) -> Option<Vec<u8>> {
        seal()?.open(place, closed)
    }
}
#[cfg(feature = "hydrate")]
pub use browser::*;

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    /// What is kept from now on is sealed with this secret of the page's owner.
    pub fn seal_with(_: &str) {}
    /// Keeps a text at this place.
    pub fn keep(_: &str, _: &str) {}
    /// What was kept at this place by the same person.
    pub fn kept(_: &str) -> Option<String> {
        None
    }
}
#[cfg(not(feature = "hydrate"))]
pub use nowhere::*;

#[cfg(test)]
mod tests {
    use super::seal::{NONCE, Seal, bytes, letters};

    const ADA: &str = "0123456789abcdef0123456789abcdef-ada";
    const LINUS: &str = "fedcba9876543210fedcba9876543210-linus";

    #[test]
    fn only_its_owner_opens_it_where_it_was_kept() {
        let (ada, linus) = (Seal::new(ADA).unwrap(), Seal::new(LINUS).unwrap());
        let closed = ada.close("draft.7", "Mon écran est noir".as_bytes()).unwrap();
        assert_eq!(ada.open("draft.7", &closed).unwrap(), "Mon écran est noir".as_bytes());
        assert_eq!(ada.open("draft.8", &closed), None, "moved to another place");
        assert_eq!(linus.open("draft.7", &closed), None, "by somebody else");
        for at in [0, NONCE, closed.len() - 1] {
            let mut changed = closed.clone();
            changed[at] ^= 1;
            assert_eq!(ada.open("draft.7", &changed), None, "changed at {at}");
        }
        assert_eq!(ada.open("draft.7", b"short"), None);
        assert_ne!(ada.close("draft.7", b"x"), ada.close("draft.7", b"x"));
    }

    #[test]
    fn bytes_travel_as_letters() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes(&letters(&all)), Some(all));
        assert_eq!(bytes("{\"clear\":1}"), None, "what was never sealed");
    }
}
