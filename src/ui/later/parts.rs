//! The parts of the page the server drew that are still to be taken over. Browser only.
use crate::{device, waking};
use leptos::prelude::set_timeout;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    time::Duration,
};

type Part = Box<dyn FnOnce()>;

#[derive(Default)]
struct Parts {
    first: VecDeque<Part>,
    last: VecDeque<Part>,
}

thread_local!(
    static PARTS: RefCell<Parts> = RefCell::default();
    /// What is drawn now takes over what stands already.
    static TAKING_OVER: Cell<bool> = const { Cell::new(false) };
);

/// The page is taken over from now on, until [`take_over_parts`]. It may wait for its piece: meanwhile the
/// browser itself follows a link, since a page whose address has changed is no longer the one that was drawn.
pub fn begin_taking_over() {
    TAKING_OVER.set(true);
    device::leave_links_while(is_taking_over);
}

pub(super) fn is_taking_over() -> bool {
    TAKING_OVER.get()
}

/// Keeps a part; one that is `last` comes after all others.
pub(super) fn keep(part: impl FnOnce() + 'static, last: bool) {
    PARTS.with_borrow_mut(|Parts { first, last: rest }| {
        if last { rest } else { first }.push_back(Box::new(part));
    });
}

/// What a person does to a page, as browsers call it; and that it goes out of their sight, where a browser
/// lets a page do little at a time.
const TOUCHES: [&str; 7] =
    ["pointerdown", "keydown", "click", "submit", "dragenter", "popstate", "visibilitychange"];

/// Takes over what was kept, each part in a task of its own; then the page is awake. Whoever touches it
/// before finds it whole.
pub fn take_over_parts() {
    TAKING_OVER.set(false);
    TOUCHES.iter().for_each(|touch| device::at_first(touch, take_over_all));
    if device::is_visible() { in_turn() } else { take_over_all() }
}

fn in_turn() {
    if take_over_next() {
        set_timeout(in_turn, Duration::ZERO);
    }
}

fn take_over_all() {
    while take_over_next() {}
}

/// Is there more to do? Not where a part could not be taken over: such a page does not become awake, and is
/// drawn afresh.
fn take_over_next() -> bool {
    if waking::is_awake() || TAKING_OVER.get() {
        return false;
    }
    let part = PARTS.with_borrow_mut(|parts| parts.first.pop_front().or_else(|| parts.last.pop_front()));
    match part {
        Some(part) => {
            TAKING_OVER.set(true);
            part();
            TAKING_OVER.set(false);
        }
        None => waking::awake(),
    }
    true
}
