//! Who listens to what, in this process. Announcements are hints: what is missed is read from the events
//! table. A broker can stand behind this seam when there are several processes.
use crate::base::{
    AccountId, SessionId, Time,
    live::{Author, Event, HintKind},
};
use dashmap::DashMap;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// So many notes may wait for a slow reader; then it is told to catch up instead.
const WAITING: usize = 128;

/// What a listener is told.
#[derive(Clone, Debug)]
pub enum Note {
    Event {
        stream: i64,
        event: Arc<Event>,
    },
    Hint(Box<Hint>),
    /// A list this listener may be looking at has changed.
    Lists,
}

/// tokio gives every queue memory for 32 notes at a time, from its beginning.
const _: () = assert!(size_of::<Note>() <= 24);

/// A lease: somebody is here, types, or has seen up to a number.
#[derive(Clone, Debug)]
pub struct Hint {
    pub stream: i64,
    pub kind: HintKind,
    pub who: Author,
    pub seq: i64,
    /// When they had seen up to there, by the clock of the house.
    pub at: Option<Time>,
}

/// One open line.
pub struct Listener {
    id: u64,
    pub who: Author,
    pub session: SessionId,
    notes: mpsc::Sender<Note>,
    /// Something did not fit: read the gap.
    pub lagged: AtomicBool,
    /// Cancelled when its session has ended, or what it may see has changed.
    pub ended: CancellationToken,
    /// Does it look at lists at all?
    pub wants_lists: AtomicBool,
    lists_waiting: AtomicBool,
}

impl Listener {
    fn tell(&self, note: Note) {
        if self.notes.try_send(note).is_err() {
            self.lagged.store(true, Ordering::Release);
        }
    }
    fn tell_lists(&self) {
        if self.wants_lists.load(Ordering::Relaxed) && !self.lists_waiting.swap(true, Ordering::AcqRel) {
            self.tell(Note::Lists);
        }
    }
    /// The listener has passed the hint on; the next change is told again.
    pub fn lists_told(&self) {
        self.lists_waiting.store(false, Ordering::Release);
    }
}

/// The switchboard. Cheap to clone.
#[derive(Clone, Default)]
pub struct Bus {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    closing: CancellationToken,
    /// Something was committed that followers may want to read.
    recorded: watch::Sender<()>,
    next: AtomicU64,
    everyone: DashMap<u64, Arc<Listener>>,
    streams: DashMap<i64, Vec<Arc<Listener>>>,
    people: DashMap<AccountId, Vec<Arc<Listener>>>,
}

impl Bus {
    /// A new line for a person; it ends with [`Bus::leave`].
    pub fn join(&self, who: Author, session: SessionId) -> (Arc<Listener>, mpsc::Receiver<Note>) {
        let (notes, inbox) = mpsc::channel(WAITING);
        let id = self.inner.next.fetch_add(1, Ordering::Relaxed);
        let flag = |on| AtomicBool::new(on);
        let lagged = flag(false);
        let (wants_lists, lists_waiting) = (flag(false), flag(false));
        let account = who.id;
        let listener = Arc::new(Listener {
            id,
            who,
            session,
            notes,
            lagged,
            ended: CancellationToken::new(),
            wants_lists,
            lists_waiting,
        });
        self.inner.everyone.insert(id, listener.clone());
        self.inner.people.entry(account).or_default().push(listener.clone());
        (listener, inbox)
    }
    /// So many lines of this person are open.
    pub fn lines_of(&self, account: AccountId) -> usize {
        self.inner.people.get(&account).map_or(0, |lines| lines.len())
    }
    /// The line is gone.
    pub fn leave(&self, listener: &Listener, streams: impl Iterator<Item = i64>) {
        self.inner.everyone.remove(&listener.id);
        remove(&self.inner.people, &listener.who.id, listener);
        streams.for_each(|stream| remove(&self.inner.streams, &stream, listener));
    }
    /// Follows a stream from now on.
    pub fn follow(&self, stream: i64, listener: &Arc<Listener>) {
        let mut followers = self.inner.streams.entry(stream).or_default();
        if !followers.iter().any(|f| f.id == listener.id) {
            followers.push(listener.clone());
        }
    }
    /// Follows a stream no longer.
    pub fn unfollow(&self, stream: i64, listener: &Listener) {
        remove(&self.inner.streams, &stream, listener);
    }
    /// After the commit: these events happened on this stream.
    pub fn announce(&self, stream: i64, events: &[Event]) {
        self.inner.recorded.send_replace(());
        let Some(followers) = self.inner.streams.get(&stream) else { return };
        for event in events.iter().cloned().map(Arc::new) {
            followers.iter().for_each(|f| f.tell(Note::Event { stream, event: event.clone() }));
        }
    }
    /// A lease: to the others on the stream.
    pub fn hint(&self, from: &Listener, hint: &Hint) {
        let Some(followers) = self.inner.streams.get(&hint.stream) else { return };
        for other in followers.iter().filter(|f| f.id != from.id) {
            other.tell(Note::Hint(Box::new(hint.clone())));
        }
    }
    /// Is this person on the stream with any line?
    pub fn is_here(&self, stream: i64, account: AccountId) -> bool {
        self.inner.streams.get(&stream).is_some_and(|followers| followers.iter().any(|f| f.who.id == account))
    }
    /// Who is on the stream beside this person.
    pub fn others_here(&self, stream: i64, account: AccountId) -> Vec<Author> {
        let Some(followers) = self.inner.streams.get(&stream) else { return Vec::new() };
        let mut others: Vec<Author> = Vec::new();
        for follower in followers.iter().filter(|f| f.who.id != account) {
            if others.iter().all(|other| other.id != follower.who.id) {
                others.push(follower.who.clone());
            }
        }
        others
    }
    /// A list has changed: for all staff, and for these people.
    pub fn lists_changed(&self, people: &[AccountId]) {
        self.inner.recorded.send_replace(());
        self.inner.everyone.iter().filter(|l| l.who.role.is_staff()).for_each(|l| l.tell_lists());
        people.iter().for_each(|account| self.own_lists_changed(*account));
    }
    /// What staff's lists are made from has caught up with what happened.
    pub fn lists_indexed(&self) {
        self.inner.everyone.iter().filter(|l| l.who.role.is_staff()).for_each(|l| l.tell_lists());
    }
    /// A list of this person alone has changed.
    pub fn own_lists_changed(&self, account: AccountId) {
        if let Some(lines) = self.inner.people.get(&account) {
            lines.iter().for_each(|l| l.tell_lists());
        }
    }
    /// A hint to a person, on every line of theirs.
    pub fn tell(&self, account: AccountId, hint: &Hint) {
        if let Some(lines) = self.inner.people.get(&account) {
            lines.iter().for_each(|l| l.tell(Note::Hint(Box::new(hint.clone()))));
        }
    }
    /// Ends this person's lines: all, or those of one session.
    pub fn end(&self, account: AccountId, session: Option<SessionId>) {
        if let Some(lines) = self.inner.people.get(&account) {
            let concerned = lines.iter().filter(|l| session.is_none_or(|s| s == l.session));
            concerned.for_each(|l| l.ended.cancel());
        }
    }
    /// Changes when something was recorded: a hint for followers.
    pub fn recorded(&self) -> watch::Receiver<()> {
        self.inner.recorded.subscribe()
    }
    /// Cancelled when the house closes.
    pub fn closing(&self) -> CancellationToken {
        self.inner.closing.clone()
    }
    /// How many lines are open.
    pub fn count(&self) -> usize {
        self.inner.everyone.len()
    }
}

fn remove<K: std::hash::Hash + Eq>(map: &DashMap<K, Vec<Arc<Listener>>>, key: &K, listener: &Listener) {
    if let Some(mut lines) = map.get_mut(key) {
        lines.retain(|l| l.id != listener.id);
    }
    map.remove_if(key, |_, lines| lines.is_empty());
}
