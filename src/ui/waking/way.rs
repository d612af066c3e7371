//! Which way this page wakes up, and that it is awake. Browser only.
use super::AWAKE;
use crate::device;
use leptos::prelude::*;
use std::time::Duration;

/// What this page is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    TakeOver,
    DrawAfresh,
    Sleep,
}

/// So long after a page has begun to draw itself afresh it is there.
pub const DRAWN: Duration = Duration::from_millis(500);

/// Where the failure of this tab's page before is kept.
const MARK: &str = "cordee.wake";

/// What this page is to do, after what happened to the one before.
pub fn way() -> Way {
    match device::kept_in_tab(MARK).as_deref() {
        Some("draw") => Way::DrawAfresh,
        Some("plain") => Way::Sleep,
        _ => Way::TakeOver,
    }
}

/// The page is awake: what fails from now on is no failure to wake up.
pub fn awake() {
    AWAKE.with(ArcRwSignal::clone).set(true);
    if let Some(page) = document().document_element() {
        _ = page.set_attribute("data-awake", "");
    }
    device::keep_in_tab(MARK, None);
}

pub fn is_awake() -> bool {
    AWAKE.with(ArcRwSignal::clone).get_untracked()
}
