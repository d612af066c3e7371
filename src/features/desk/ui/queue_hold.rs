//! New tickets do not slip under the finger: while somebody is in the list they wait behind a line that says
//! how many there are.
use crate::{
    base::Lang,
    features::{desk::QueueItem, tickets::QueueFilter},
    ui::{Glyph, Icon, device},
    words,
};
use leptos::prelude::*;

/// The id of the pane that scrolls.
pub(super) const QUEUE: &str = "queue";
/// The list while somebody points at it or has the focus in it.
const IN_HAND: &str = ".queue-lines:is(:hover, :focus-within)";

/// What is shown of the queue, and what waits.
#[derive(Clone, Copy)]
pub(super) struct Hold {
    /// The rows that were drawn last, and what was asked for.
    shown: StoredValue<Option<(QueueFilter, Vec<QueueItem>)>>,
    /// So many tickets wait.
    waiting: RwSignal<usize>,
    /// The rows are not quite those of the server.
    is_late: StoredValue<bool>,
    /// Ticks when the list is to be drawn as it is.
    pub again: RwSignal<usize>,
}

impl Hold {
    /// Holds nothing yet.
    pub(super) fn new() -> Self {
        Hold {
            shown: StoredValue::new(None),
            waiting: RwSignal::new(0),
            is_late: StoredValue::new(false),
            again: RwSignal::new(0),
        }
    }

    /// The rows to be drawn of those that came.
    pub(super) fn rows(self, filter: &QueueFilter, now: Vec<QueueItem>) -> Vec<QueueItem> {
        let shown = self.shown.try_update_value(Option::take).flatten();
        let (rows, waiting) = match shown.filter(|(of, _)| of == filter && is_in_use()) {
            Some((_, before)) => settle(before, &now),
            None => (now.clone(), 0),
        };
        _ = self.is_late.try_set_value(rows != now);
        _ = self.shown.try_set_value(Some((filter.clone(), rows.clone())));
        if self.waiting.try_get_untracked().is_some_and(|before| before != waiting) {
            self.waiting.set(waiting);
        }
        rows
    }

    /// Nobody may be in the list any more.
    pub(super) fn look(self) {
        if self.is_late.get_value() {
            // The focus that leaves a row may come to another one.
            request_animation_frame(move || {
                if !is_in_use() {
                    _ = self.again.try_update(|n| *n += 1);
                }
            });
        }
    }

    /// Shows what waits, from the top.
    fn show(self) {
        self.shown.set_value(None);
        device::scroll_to_top(QUEUE);
        device::focus(QUEUE);
        self.again.update(|n| *n += 1);
    }
}

fn is_in_use() -> bool {
    device::is_there(IN_HAND) || device::is_scrolled(QUEUE)
}

/// The rows that are shown keep their places and take what is new of them; those that have gone stay until
/// nobody is there. What comes below them is added; so many others wait.
fn settle(before: Vec<QueueItem>, now: &[QueueItem]) -> (Vec<QueueItem>, usize) {
    let is_shown = |item: &QueueItem| before.iter().any(|row| row.ticket.number == item.ticket.number);
    let below = now.iter().rposition(is_shown).map_or(now.len(), |last| last + 1);
    let (among, below) = now.split_at(below);
    let waiting = among.iter().filter(|item| !is_shown(item)).count();
    let as_now = |row: QueueItem| {
        among.iter().find(|item| item.ticket.number == row.ticket.number).cloned().unwrap_or(row)
    };
    let mut rows: Vec<_> = before.into_iter().map(as_now).collect();
    rows.extend_from_slice(below);
    (rows, waiting)
}

/// How many wait; pressed, they are shown. Its place is kept, so that it moves nothing itself.
#[component]
pub(super) fn NewTickets(hold: Hold) -> impl IntoView {
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
    use super::settle;
    use crate::{
        base::Time,
        features::{
            desk::QueueItem,
            tickets::{Priority, Status, TicketSummary},
        },
    };

    fn row(number: i64, title: &str) -> QueueItem {
        let ticket = TicketSummary {
            id: crate::features::tickets::TicketId(uuid::Uuid::nil()),
            number,
            title: title.into(),
            status: Status::Open,
            priority: Priority::Normal,
            guided: false,
            requester: "Ada".into(),
            department: None,
            requester_department: None,
            lead: None,
            lead_gone: false,
            waiting: false,
            confidential: false,
            updated_at: Time::UNIX_EPOCH,
            created_at: Time::UNIX_EPOCH,
            unread: 0,
            excerpt: None,
        };
        QueueItem { ticket, step: None }
    }

    fn settled(before: &[i64], now: &[i64]) -> (Vec<i64>, usize) {
        let rows = |numbers: &[i64]| numbers.iter().map(|n| row(*n, "")).collect::<Vec<_>>();
        let (rows, waiting) = settle(rows(before), &rows(now));
        (rows.iter().map(|row| row.ticket.number).collect(), waiting)
    }

    #[test]
    fn what_is_new_waits_and_the_rows_that_are_there_stay_where_they_are() {
        assert_eq!(settled(&[3, 2, 1], &[5, 4, 3, 2, 1]), (vec![3, 2, 1], 2));
        assert_eq!(settled(&[3, 2, 1], &[1, 3, 2]), (vec![3, 2, 1], 0), "another order waits");
        assert_eq!(settled(&[3, 2, 1], &[4, 3, 1]), (vec![3, 2, 1], 1), "one that has gone leaves no gap");
        assert_eq!(settled(&[3, 2], &[3, 2, 1]), (vec![3, 2, 1], 0), "below it moves nothing");
        assert_eq!(settled(&[2, 1], &[4, 3]), (vec![2, 1], 2), "pushed off the sheet");
    }

    #[test]
    fn rows_that_are_there_take_what_is_new_of_them() {
        let (rows, _) = settle(vec![row(1, "Cloche")], &[row(2, "Verre"), row(1, "Cloches")]);
        assert_eq!(rows, [row(1, "Cloches")]);
    }
}
