//! The lines of a list keep their places while somebody is in it: what is new waits behind a line that says
//! how much there is, and does not slip under the finger.
use crate::{
    base::Lang,
    ui::{Glyph, Icon, device},
    words,
};
use leptos::prelude::*;

/// A line of a list that changes by itself.
pub(super) trait Held: Clone + PartialEq + Send + Sync + 'static {
    /// What is asked for: where that is something else, nothing is held.
    type Asked: Clone + PartialEq + Send + Sync + 'static;
    /// The id of what scrolls.
    const PANE: &'static str;
    /// The lines while somebody points at them, has the focus in them or has chosen some.
    const IN_HAND: &'static str;
    /// Of which ticket it is.
    fn number(&self) -> i64;
}

/// What is shown of a list, and what waits.
pub(super) struct Hold<Line: Held> {
    /// The lines that were drawn last, and what was asked for.
    shown: StoredValue<Option<(Line::Asked, Vec<Line>)>>,
    /// So many lines wait.
    waiting: RwSignal<usize>,
    /// The lines are not quite those of the server.
    is_late: StoredValue<bool>,
    /// What waited has been called for: it is read from the top once it is drawn.
    is_called: StoredValue<bool>,
    /// Ticks when the list is to be drawn as it is.
    pub again: RwSignal<usize>,
}

impl<Line: Held> Clone for Hold<Line> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Line: Held> Copy for Hold<Line> {}

impl<Line: Held> Hold<Line> {
    /// Holds nothing yet.
    pub(super) fn new() -> Self {
        Hold {
            shown: StoredValue::new(None),
            waiting: RwSignal::new(0),
            is_late: StoredValue::new(false),
            is_called: StoredValue::new(false),
            again: RwSignal::new(0),
        }
    }

    /// The lines to be drawn of those that came.
    pub(super) fn lines(self, asked: &Line::Asked, now: Vec<Line>) -> Vec<Line> {
        let shown = self.shown.try_update_value(Option::take).flatten();
        let (lines, waiting) = match shown.filter(|(of, _)| of == asked && is_in_use::<Line>()) {
            Some((_, before)) => settle(before, &now),
            None => (now.clone(), 0),
        };
        _ = self.is_late.try_set_value(lines != now);
        if self.is_called.try_update_value(std::mem::take).unwrap_or_default() {
            // The pane may be drawn anew as well.
            request_animation_frame(|| {
                device::scroll_to_top(Line::PANE);
                device::focus(Line::PANE);
            });
        }
        _ = self.shown.try_set_value(Some((asked.clone(), lines.clone())));
        if self.waiting.try_get_untracked().is_some_and(|before| before != waiting) {
            self.waiting.set(waiting);
        }
        lines
    }

    /// Nobody may be in the list any more.
    pub(super) fn look(self) {
        if self.is_late.get_value() {
            // The focus that leaves a line may come to another one.
            request_animation_frame(move || {
                if !is_in_use::<Line>() {
                    _ = self.again.try_update(|n| *n += 1);
                }
            });
        }
    }

    /// Shows what waits, from the top.
    fn show(self) {
        self.shown.set_value(None);
        self.is_called.set_value(true);
        self.again.update(|n| *n += 1);
    }
}

fn is_in_use<Line: Held>() -> bool {
    device::is_there(Line::IN_HAND) || device::is_scrolled(Line::PANE)
}

/// The lines that are shown keep their places and take what is new of them; those that have gone stay until
/// nobody is there. What comes below them is added; so many others wait.
fn settle<Line: Held>(before: Vec<Line>, now: &[Line]) -> (Vec<Line>, usize) {
    let is_shown = |line: &Line| before.iter().any(|shown| shown.number() == line.number());
    let below = now.iter().rposition(is_shown).map_or(now.len(), |last| last + 1);
    let (among, below) = now.split_at(below);
    let waiting = among.iter().filter(|line| !is_shown(line)).count();
    let as_now = |line: Line| among.iter().find(|now| now.number() == line.number()).cloned().unwrap_or(line);
    let mut lines: Vec<_> = before.into_iter().map(as_now).collect();
    lines.extend_from_slice(below);
    (lines, waiting)
}

/// How many wait; pressed, they are shown. Its place is kept, so that it moves nothing itself.
#[component]
pub(super) fn NewTickets<Line: Held>(hold: Hold<Line>) -> impl IntoView {
    let lang = Lang::current();
    let said = move |n| match n {
        1 => lang.say(words::desk::NEW_TICKET).to_owned(),
        n => lang.fill(words::desk::NewTickets { n }),
    };
    let line = move |n: usize| {
        view! {
            <button type="button" class="button primary compact" on:click=move |_| hold.show()>
                <Icon glyph=Glyph::Up />
                {said(n)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="new-tickets" role="status">
            {move || Some(hold.waiting.get()).filter(|n| *n > 0).map(line)}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, settle};

    #[derive(Clone, Debug, PartialEq)]
    struct Line(i64, &'static str);

    impl Held for Line {
        type Asked = ();
        const PANE: &'static str = "";
        const IN_HAND: &'static str = "";
        fn number(&self) -> i64 {
            self.0
        }
    }

    fn settled(before: &[i64], now: &[i64]) -> (Vec<i64>, usize) {
        let lines = |numbers: &[i64]| numbers.iter().map(|n| Line(*n, "")).collect::<Vec<_>>();
        let (lines, waiting) = settle(lines(before), &lines(now));
        (lines.iter().map(Line::number).collect(), waiting)
    }

    #[test]
    fn what_is_new_waits_and_the_lines_that_are_there_stay_where_they_are() {
        assert_eq!(settled(&[3, 2, 1], &[5, 4, 3, 2, 1]), (vec![3, 2, 1], 2));
        assert_eq!(settled(&[3, 2, 1], &[1, 3, 2]), (vec![3, 2, 1], 0), "another order waits");
        assert_eq!(settled(&[3, 2, 1], &[4, 3, 1]), (vec![3, 2, 1], 1), "one that has gone leaves no gap");
        assert_eq!(settled(&[3, 2], &[3, 2, 1]), (vec![3, 2, 1], 0), "below it moves nothing");
        assert_eq!(settled(&[2, 1], &[4, 3]), (vec![2, 1], 2), "pushed off the sheet");
    }

    #[test]
    fn lines_that_are_there_take_what_is_new_of_them() {
        let (lines, _) = settle(vec![Line(1, "Cloche")], &[Line(2, "Verre"), Line(1, "Cloches")]);
        assert_eq!(lines, [Line(1, "Cloches")]);
    }
}
