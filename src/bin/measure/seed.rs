//! The tickets and tokens that `measure seed` writes before `cordee serve`, so that no rate limit is in the
//! way.
use super::Failure;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file `DIR/pairs.json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Seed {
    pub pairs: Vec<SeededPair>,
}

/// A ticket in progress, with the token of its lead and that of its requester.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SeededPair {
    pub number: i64,
    pub technician_token: String,
    pub employee_token: String,
}

impl Seed {
    /// The first `count` pairs of the file.
    pub fn read(path: &Path, count: usize) -> Result<Vec<SeededPair>, Failure> {
        let text = std::fs::read_to_string(path)
            .map_err(|e| format!("{}: {e} (measure seed writes it)", path.display()))?;
        let mut seed: Seed = serde_json::from_str(&text)?;
        if count == 0 || seed.pairs.len() < count {
            return Err(
                format!("{} has {} pairs, {count} are asked for", path.display(), seed.pairs.len()).into()
            );
        }
        seed.pairs.truncate(count);
        Ok(seed.pairs)
    }
}

/// `HOST:PORT` of an http address.
pub fn address(url: &str) -> Result<String, Failure> {
    let rest =
        url.strip_prefix("http://").ok_or("the address begins with http:// (measure speaks no TLS)")?;
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() {
        return Err("the address names no host".into());
    }
    Ok(if host.contains(':') { host.to_owned() } else { [host, ":80"].concat() })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_address_is_host_and_port() {
        assert_eq!(super::address("http://127.0.0.1:3000/").unwrap(), "127.0.0.1:3000");
        assert_eq!(super::address("http://cordee").unwrap(), "cordee:80");
        assert!(super::address("https://cordee").is_err());
    }
}
