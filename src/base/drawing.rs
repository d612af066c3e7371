//! What the server tells a page while it is drawn.
use super::Time;

/// The clock on the wall of the house, given by the server's router: what pages show before the browser's own
/// zone is known, and without scripts.
#[derive(Clone, Copy)]
pub struct WallClock {
    pub zone: chrono_tz::Tz,
    pub now: Time,
    /// The reader's English is American: dates and hours are spelt otherwise.
    pub american: bool,
}

impl WallClock {
    /// Is the first English that the header `Accept-Language` names that of America? English alone is.
    pub fn is_american(accepted: &str) -> bool {
        let mut tags = accepted.split(',').map(|part| part.split(';').next().unwrap_or_default().trim());
        tags.find(|tag| tag.starts_with("en")).is_some_and(|tag| matches!(tag, "en" | "en-US"))
    }
}

/// Under which path the package folder is served: `/a/<hash of its files>`, given by the server's router.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssetRoot(pub String);

/// A form that was refused before this page was drawn, given by the server's router: where it was posted, and
/// what was typed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptForm {
    pub path: String,
    pub fields: Vec<(String, String)>,
}
