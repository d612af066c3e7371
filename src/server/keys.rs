//! Secrets of this house: made at first start into the data folder, readable by its owner only. There is no
//! default secret.
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{
    fs::{self, Permissions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};
use uuid::Uuid;

/// The keys of this house.
#[derive(Clone)]
pub struct Keys {
    /// Signs access tokens.
    pub access: [u8; 32],
    /// Derives refresh tokens.
    pub refresh: [u8; 32],
}

impl Keys {
    /// Where they lie in the data folder; nobody else may read them.
    pub const FILES: [&str; 2] = ["access.key", "refresh.key"];

    /// Reads the keys from the data folder; makes them where they are missing.
    pub fn load(data: &Path) -> std::io::Result<Keys> {
        Keys::make_folder(data)?;
        close_to_others(data);
        let [access, refresh] = Keys::FILES.map(|name| key(&data.join(name)));
        Ok(Keys { access: access?, refresh: refresh? })
    }
    /// The data folder, for nobody else; one that is there stays as it is.
    pub fn make_folder(data: &Path) -> std::io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(data)
    }
    /// A message authentication code of `parts` under the refresh key, as text fit for a URL.
    pub fn seal(&self, parts: &[&[u8]]) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.refresh, parts))
    }
}

/// A folder that was there may have been open to everybody on the machine. Its group is the operator's
/// business.
fn close_to_others(data: &Path) {
    let closed = fs::metadata(data).map(|folder| folder.permissions().mode()).and_then(|mode| {
        if mode & 0o007 == 0 {
            Ok(())
        } else {
            fs::set_permissions(data, Permissions::from_mode(mode & 0o770))
        }
    });
    if let Err(error) = closed {
        tracing::warn!(%error, "the data folder may be read by others on this machine");
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length, so a key of 32 bytes is never refused.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn key(path: &Path) -> std::io::Result<[u8; 32]> {
    if let Ok(bytes) = fs::read(path) {
        return bytes
            .try_into()
            .map_err(|_| std::io::Error::other(format!("{} is not a key of 32 bytes", path.display())));
    }
    let fresh: [u8; 32] = rand::random();
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(&fresh)?;
    Ok(fresh)
}

/// The id of an act that is known by these parts: the same parts, the same act.
pub fn act_of(parts: &[&[u8]]) -> Uuid {
    let half = |name: &[u8]| digest(&[&[name], parts].concat()) as u64;
    Uuid::from_u64_pair(half(b"high"), half(b"low"))
}

/// A number for telling two bodies apart: the first 8 bytes of their SHA-256.
pub fn digest(parts: &[&[u8]]) -> i64 {
    use sha2::Digest;
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let bytes: [u8; 32] = hash.finalize().into();
    i64::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
}
