//! How a page wakes up: by taking over what the server drew, by drawing itself afresh where that was changed
//! meanwhile, or not at all, and then its forms are plain ones. `public/rescue.js` decides after a failure.
use super::device;
use leptos::prelude::*;
use std::{cell::RefCell, collections::VecDeque, time::Duration};

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

thread_local!(
    static AWAKE: ArcRwSignal<bool> = ArcRwSignal::new(false);
    /// The parts that are still to be taken over, where the page is one that the server drew.
    static PARTS: RefCell<Option<Parts>> = const { RefCell::new(None) };
);

#[derive(Default)]
struct Parts {
    first: VecDeque<Part>,
    last: VecDeque<Part>,
}

type Part = Box<dyn FnOnce()>;

/// Runs once when the page is awake, in the browser. Until then what stands is what the server drew, and it
/// knows nothing of what this browser keeps or hears: a part that is taken over late would find another page
/// than it was drawn for.
pub fn when_awake(run: impl FnOnce() + 'static) {
    let mut run = Some(run);
    Effect::new(move || {
        if AWAKE.with(ArcRwSignal::clone).get()
            && let Some(run) = run.take()
        {
            run();
        }
    });
}

/// What the server drew is taken over from now on.
pub fn begin_taking_over() {
    PARTS.set(Some(Parts::default()));
}

/// Does this page stand as the server drew it, in part?
pub fn is_being_taken_over() -> bool {
    PARTS.with_borrow(Option::is_some)
}

/// Keeps a part for [`take_over_parts`]; one that is `last` comes after all others.
pub fn take_over_later(last: bool, part: impl FnOnce() + 'static) {
    PARTS.with_borrow_mut(|parts| {
        let parts = parts.get_or_insert_default();
        if last { &mut parts.last } else { &mut parts.first }.push_back(Box::new(part));
    });
}

/// Takes over what was kept, each part in a task of its own; then the page is awake. Whoever touches it
/// before finds it whole.
pub fn take_over_parts() {
    TOUCHES.iter().for_each(|touch| device::at_first(touch, || while take_over_next() {}));
    in_turn();
}

/// What a person does to a page, as browsers call it.
const TOUCHES: [&str; 4] = ["pointerdown", "keydown", "click", "submit"];

fn in_turn() {
    if take_over_next() {
        set_timeout(in_turn, Duration::ZERO);
    }
}

/// Is there more to do?
fn take_over_next() -> bool {
    let next = |parts: &mut Parts| parts.first.pop_front().or_else(|| parts.last.pop_front());
    match PARTS.with_borrow_mut(|parts| parts.as_mut().map(next)) {
        Some(Some(part)) => part(),
        Some(None) => awake(),
        None => return false,
    }
    true
}

/// The page is awake: what fails from now on is no failure to wake up.
pub fn awake() {
    PARTS.set(None);
    AWAKE.with(ArcRwSignal::clone).set(true);
    if let Some(page) = document().document_element() {
        _ = page.set_attribute("data-awake", "");
    }
    device::keep_in_tab(MARK, None);
}
