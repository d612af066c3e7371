//! States and priorities in people's words.
use crate::{
    base::Lang,
    features::tickets::{LinkKind, Nature, Priority, Status},
    ui::Tone,
    words::tickets as said,
};

/// The state in one or two words.
pub fn status_name(lang: Lang, status: Status) -> &'static str {
    lang.say(match status {
        Status::Open => said::STATUS_OPEN,
        Status::InProgress => said::STATUS_IN_PROGRESS,
        Status::Resolved => said::STATUS_RESOLVED,
        Status::Closed => said::STATUS_CLOSED,
        Status::Cancelled => said::STATUS_CANCELLED,
    })
}

/// The colour of a state.
pub fn status_tone(status: Status) -> Tone {
    match status {
        Status::Open => Tone::Warn,
        Status::InProgress => Tone::Info,
        Status::Resolved => Tone::Ok,
        Status::Closed | Status::Cancelled => Tone::Plain,
    }
}

/// The priority in one word.
pub fn priority_name(lang: Lang, priority: Priority) -> &'static str {
    lang.say(match priority {
        Priority::Low => said::PRIORITY_LOW,
        Priority::Normal => said::PRIORITY_NORMAL,
        Priority::Urgent => said::PRIORITY_URGENT,
        Priority::Critical => said::PRIORITY_CRITICAL,
    })
}

/// What the other ticket is to this one.
pub fn link_name(lang: Lang, kind: LinkKind) -> &'static str {
    lang.say(match kind {
        LinkKind::Related => said::LINK_RELATED,
        LinkKind::Duplicate => said::LINK_DUPLICATE,
        LinkKind::Parent => said::LINK_PARENT,
        LinkKind::Child => said::LINK_CHILD,
        LinkKind::BlockedBy => said::LINK_BLOCKED_BY,
        LinkKind::Blocks => said::LINK_BLOCKS,
        LinkKind::MergedInto => said::LINK_MERGED_INTO,
        LinkKind::Merged => said::LINK_MERGED,
    })
}

/// Something broken or something wanted, in one word.
pub fn nature_name(lang: Lang, nature: Nature) -> &'static str {
    lang.say(match nature {
        Nature::Incident => said::NATURE_INCIDENT,
        Nature::Request => said::NATURE_REQUEST,
    })
}
