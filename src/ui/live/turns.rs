//! Whose turn it is: of each stream one act at a time is under way, so that none overtakes another that
//! failed for a while.
use crate::{base::Error, ui::outbox::Pending};
use uuid::Uuid;

/// After so many tries what breaks the server is given up, for the sake of what waits behind it.
const TRIES: u32 = 5;

/// The acts that are under way, or rest after a try in vain.
#[derive(Default)]
pub(super) struct Turns(Vec<Turn>);

struct Turn {
    stream: i64,
    id: Uuid,
    /// So often the server broke on it.
    broke: u32,
}

impl Turns {
    /// Gives the turn to the first act that waits on this stream, unless another one has it.
    pub(super) fn next(&mut self, stream: i64, first: impl FnOnce() -> Option<Pending>) -> Option<Pending> {
        if self.0.iter().any(|turn| turn.stream == stream) {
            return None;
        }
        let item = first()?;
        self.0.push(Turn { stream, id: item.id, broke: 0 });
        Some(item)
    }

    /// It failed: the seconds to rest before it is tried again, its turn kept; none where it is refused.
    pub(super) fn rest(&mut self, id: Uuid, error: &Error) -> Option<u64> {
        match error {
            Error::TooMany { seconds } => Some((*seconds).clamp(1, 60)),
            Error::Unavailable | Error::Transport => Some(3),
            Error::Internal { .. } => {
                let turn = self.0.iter_mut().find(|turn| turn.id == id)?;
                turn.broke += 1;
                (turn.broke < TRIES).then_some(3)
            }
            _ => None,
        }
    }

    /// It was done or refused: gives the stream whose next one may go.
    pub(super) fn over(&mut self, id: Uuid) -> Option<i64> {
        let at = self.0.iter().position(|turn| turn.id == id)?;
        Some(self.0.swap_remove(at).stream)
    }

    /// The line is cut: nothing is under way.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Conflict;

    /// Grace has written this, the first one first.
    fn written(stream: i64, texts: [&str; 2]) -> [Pending; 2] {
        texts.map(|text| Pending::new("guidance.act", stream, text.into(), None))
    }

    #[test]
    fn a_step_waits_until_the_one_before_it_is_settled() {
        let [one, two] = written(7, ["Éteignez", "Rallumez"]);
        let mut turns = Turns::default();
        assert_eq!(turns.next(7, || Some(one.clone())), Some(one.clone()));
        assert_eq!(turns.next(7, || Some(two.clone())), None, "the first is under way");
        assert_eq!(turns.rest(one.id, &Error::Unavailable), Some(3));
        assert_eq!(turns.next(7, || Some(two.clone())), None, "the first only rests");
        assert_eq!(turns.over(one.id), Some(7));
        assert_eq!(turns.over(one.id), None, "acknowledged twice, it lets one go");
        assert_eq!(turns.next(7, || Some(two.clone())), Some(two));
    }

    #[test]
    fn a_step_that_was_under_way_when_the_line_was_cut_goes_again() {
        let [one, _] = written(7, ["Éteignez", ""]);
        let mut turns = Turns::default();
        turns.next(7, || Some(one.clone()));
        turns.clear();
        assert_eq!(turns.next(7, || Some(one.clone())), Some(one));
    }

    #[test]
    fn one_ticket_does_not_wait_for_another() {
        let ([one, _], [other, _]) = (written(7, ["Éteignez", ""]), written(8, ["Montez le volume", ""]));
        let mut turns = Turns::default();
        assert!(turns.next(7, || Some(one)).is_some());
        assert!(turns.next(8, || Some(other)).is_some());
    }

    #[test]
    fn what_breaks_the_server_is_given_up_after_a_few_tries() {
        let [one, _] = written(7, ["Éteignez", ""]);
        let (mut turns, broken) = (Turns::default(), Error::Internal { reference: "0a1b2c3d".into() });
        turns.next(7, || Some(one.clone()));
        for _ in 1..TRIES {
            assert_eq!(turns.rest(one.id, &broken), Some(3));
        }
        assert_eq!(turns.rest(one.id, &broken), None);
        assert_eq!(
            turns.rest(one.id, &Error::Conflict(Conflict::QueueFull)),
            None,
            "what is refused is not tried again"
        );
    }
}
