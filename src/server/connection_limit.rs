//! How many connections there are, in all and of each address. Where all places are taken, whoever has gone
//! longest without finishing a request makes room, silent or dribbling as it may be: nobody is locked out.
use super::{
    config::at_start,
    ctx::network,
    settings::{Setting, Takes},
};
use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio_util::sync::CancellationToken;

pub const PER_ADDRESS: Setting = at_start(
    "connections_per_address",
    "2000",
    "How many connections one address may hold at a time (10 to 10000), one of each open page included. \
     This machine and the trusted proxies are not counted. Where all are taken, the one that has gone \
     longest without finishing a request makes room.",
    Takes::Number { least: 10, most: 10_000 },
);

/// The turn of a connection that became a socket: it has nothing to finish, and is not asked to make room.
const SOCKET: u64 = 0;

/// Who is here.
pub struct ConnectionLimit {
    most: usize,
    per_address: usize,
    /// Proxies bring many people: they are counted in all, but not by address, and neither is this machine.
    exempt: Vec<IpAddr>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    total: usize,
    by_network: HashMap<IpAddr, usize>,
    /// Who can be asked to make room, in the order of their last finished request.
    waiting: BTreeMap<u64, Seat>,
    turns: u64,
}

struct Seat {
    network: Option<IpAddr>,
    leave: CancellationToken,
}

/// A connection that is counted as long as this lives, also as a socket.
pub struct Permit {
    limit: Arc<ConnectionLimit>,
    network: Option<IpAddr>,
    turn: AtomicU64,
    leave: CancellationToken,
}

impl ConnectionLimit {
    /// At most so many in all, and so many of one address, but for these.
    pub fn new(most: usize, per_address: u32, exempt: Vec<IpAddr>) -> Arc<Self> {
        let per_address = usize::try_from(per_address).unwrap_or(usize::MAX);
        Arc::new(ConnectionLimit { most, per_address, exempt, state: Mutex::default() })
    }
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// A permit for one more; none where only sockets could make room.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Permit> {
        let peer = peer.to_canonical();
        let network = (!peer.is_loopback() && !self.exempt.contains(&peer)).then(|| network(peer));
        let mut state = self.state();
        let alike = network.map_or(0, |network| state.by_network.get(&network).copied().unwrap_or(0));
        if alike >= self.per_address && !state.make_room(|seat| seat.network == network) {
            return None;
        }
        if state.total >= self.most && !state.make_room(|_| true) {
            return None;
        }
        state.total += 1;
        if let Some(network) = network {
            *state.by_network.entry(network).or_default() += 1;
        }
        let leave = CancellationToken::new();
        let turn = state.queue(Seat { network, leave: leave.clone() }).into();
        Some(Permit { limit: self.clone(), network, turn, leave })
    }
}

impl State {
    /// Takes the last turn; returns which.
    fn queue(&mut self, seat: Seat) -> u64 {
        self.turns += 1;
        self.waiting.insert(self.turns, seat);
        self.turns
    }
    /// Whoever is first among these leaves; false where there are none.
    fn make_room(&mut self, among: impl Fn(&Seat) -> bool) -> bool {
        let first = self.waiting.iter().find(|(_, seat)| among(seat)).map(|(turn, _)| *turn);
        let Some(seat) = first.and_then(|turn| self.waiting.remove(&turn)) else { return false };
        self.give_back(seat.network);
        seat.leave.cancel();
        true
    }
    fn give_back(&mut self, network: Option<IpAddr>) {
        self.total -= 1;
        let Some(network) = network else { return };
        if let Some(count) = self.by_network.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&network);
            }
        }
    }
}

impl Permit {
    /// A request was answered: all others are asked to make room before this one.
    pub fn finished(&self) {
        let mut state = self.limit.state();
        if let Some(seat) = state.waiting.remove(&self.turn.load(Ordering::Relaxed)) {
            self.turn.store(state.queue(seat), Ordering::Relaxed);
        }
    }
    /// The connection became a socket.
    pub fn becomes_socket(&self) {
        let mut state = self.limit.state();
        if state.waiting.remove(&self.turn.load(Ordering::Relaxed)).is_some() {
            self.turn.store(SOCKET, Ordering::Relaxed);
        }
    }
    /// The connection is to be closed now.
    pub fn give_up(&self) {
        self.leave.cancel();
    }
    /// Is it to be closed?
    #[cfg(test)]
    pub fn is_given_up(&self) -> bool {
        self.leave.is_cancelled()
    }
    /// Resolves when the connection is to be closed.
    pub async fn given_up(&self) {
        self.leave.cancelled().await;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.limit.state();
        let turn = self.turn.load(Ordering::Relaxed);
        // Who made room was given back then.
        if turn == SOCKET || state.waiting.remove(&turn).is_some() {
            state.give_back(self.network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn who_takes_all_places_in_silence_makes_room_for_others_the_oldest_first() {
        let limit = ConnectionLimit::new(3, 100, vec![]);
        let silent: Vec<_> = (0..3).map(|_| limit.admit(ip("192.0.2.7")).unwrap()).collect();
        silent[0].finished();
        let visitor = limit.admit(ip("192.0.2.8")).unwrap();
        let gone = || silent.iter().map(|place| place.is_given_up()).collect::<Vec<_>>();
        assert_eq!(gone(), [false, true, false], "the one that asked for something is the last to go");
        let other = limit.admit(ip("192.0.2.9")).unwrap();
        assert_eq!(gone(), [false, true, true]);
        drop((silent, visitor, other));
        let state = limit.state();
        assert_eq!((state.total, state.by_network.len()), (0, 0), "each is counted once");
    }

    #[test]
    fn sockets_are_counted_and_stay() {
        let limit = ConnectionLimit::new(2, 100, vec![]);
        let sockets: Vec<_> = (0..2).map(|_| limit.admit(ip("192.0.2.7")).unwrap()).collect();
        sockets.iter().for_each(Permit::becomes_socket);
        assert!(limit.admit(ip("192.0.2.8")).is_none());
        assert!(!sockets[0].is_given_up());
        drop(sockets);
        assert!(limit.admit(ip("192.0.2.8")).is_some());
    }

    #[test]
    fn one_visitor_holds_so_many_connections_and_leaves_the_rest_to_others() {
        let limit = ConnectionLimit::new(100, 2, vec![ip("10.0.0.1")]);
        let held: Vec<_> = ["2001:db8::1", "2001:db8::2"].map(|one| limit.admit(ip(one)).unwrap()).into();
        let third = limit.admit(ip("2001:db8::3")).unwrap();
        assert!(held[0].is_given_up() && !held[1].is_given_up(), "the same household");
        let others =
            ["2001:db8:0:1::1", "192.0.2.7", "::ffff:192.0.2.7"].map(|other| limit.admit(ip(other)).unwrap());
        others.iter().for_each(Permit::becomes_socket);
        assert!(limit.admit(ip("192.0.2.7")).is_none(), "whichever way the address is written");
        let behind: Vec<_> = (0..9).map(|_| limit.admit(ip("10.0.0.1")).unwrap()).collect();
        assert!(behind.iter().all(|place| !place.is_given_up()), "a proxy brings everybody");
        drop((third, others));
        assert!(limit.admit(ip("192.0.2.7")).is_some());
    }
}
