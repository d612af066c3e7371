//! What trouble is about, in people's words.
use crate::{base::Lang, features::departments::TroubleKind, words::departments as said};

/// What it is about, in one word.
pub fn kind_name(lang: Lang, kind: TroubleKind) -> &'static str {
    lang.say(match kind {
        TroubleKind::Hardware => said::KIND_HARDWARE,
        TroubleKind::Software => said::KIND_SOFTWARE,
        TroubleKind::Other => said::KIND_OTHER,
    })
}
