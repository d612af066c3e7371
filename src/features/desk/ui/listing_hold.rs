//! The lines of the list keep their places while somebody is in it; what is new waits and is announced.
use crate::{
    base::Lang,
    features::tickets::{ListLine, ListQuery},
    ui::{Glyph, Icon, device},
    words,
};
use leptos::prelude::*;

/// The id of what scrolls.
pub(super) const LINES: &str = "list-lines";
/// The list while somebody points at it, has the focus in it or has chosen some of it.
const IN_HAND: &str = "#list-lines:is(:hover, :focus-within), #list-lines tr.chosen";

/// What is shown of the list, and what waits.
#[derive(Clone, Copy)]
pub(super) struct HeldLines {
    shown: StoredValue<Option<(ListQuery, Vec<ListLine>)>>,
    waiting: RwSignal<usize>,
    is_late: StoredValue<bool>,
    /// Ticks when the list is to be drawn as it is.
    pub again: RwSignal<usize>,
}

impl HeldLines {
    pub(super) fn new() -> Self {
        HeldLines {
            shown: StoredValue::new(None),
            waiting: RwSignal::new(0),
            is_late: StoredValue::new(false),
            again: RwSignal::new(0),
        }
    }

    /// The lines to be drawn of those that came: each that is shown keeps its place and takes what is new of
    /// it; so many others wait.
    pub(super) fn lines(self, query: &ListQuery, now: Vec<ListLine>) -> Vec<ListLine> {
        let shown = self.shown.try_update_value(Option::take).flatten();
        let (lines, waiting) =
            match shown.filter(|(of, before)| of == query && !before.is_empty() && is_in_use()) {
                Some((_, before)) => settle(before, &now),
                None => (now.clone(), 0),
            };
        _ = self.is_late.try_set_value(lines != now);
        _ = self.shown.try_set_value(Some((query.clone(), lines.clone())));
        if self.waiting.try_get_untracked().is_some_and(|before| before != waiting) {
            self.waiting.set(waiting);
        }
        lines
    }

    /// Nobody may be in the list any more.
    pub(super) fn look(self) {
        if self.is_late.get_value() {
            request_animation_frame(move || {
                if !is_in_use() {
                    _ = self.again.try_update(|n| *n += 1);
                }
            });
        }
    }

    fn show(self) {
        self.shown.set_value(None);
        device::scroll_to_top(LINES);
        self.again.update(|n| *n += 1);
    }
}

fn is_in_use() -> bool {
    device::is_there(IN_HAND) || device::is_scrolled(LINES)
}

fn settle(before: Vec<ListLine>, now: &[ListLine]) -> (Vec<ListLine>, usize) {
    let number = |line: &ListLine| line.ticket.number;
    let waiting = now.iter().filter(|line| before.iter().all(|b| number(b) != number(line))).count();
    let as_now = |line: ListLine| now.iter().find(|n| number(n) == number(&line)).cloned().unwrap_or(line);
    (before.into_iter().map(as_now).collect(), waiting)
}

/// How many wait; pressed, they are shown.
#[component]
pub(super) fn Announced(held: HeldLines) -> impl IntoView {
    let lang = Lang::current();
    let said = move |n| match n {
        1 => lang.say(words::desk::NEW_TICKET).to_owned(),
        n => lang.fill(words::desk::NewTickets { n }),
    };
    let line = move |n: usize| {
        view! {
            <button type="button" class="button primary compact" on:click=move |_| held.show()>
                <Icon glyph=Glyph::Up />
                {said(n)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="new-tickets" role="status">
            {move || Some(held.waiting.get()).filter(|n| *n > 0).map(line)}
        </div>
    }
}
