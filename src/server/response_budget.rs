//! Bytes of answers that lie in memory until a slow reader has taken them: bounded for each caller and for
//! the house. Files and other streams come in small pieces and are not counted.
use super::{
    Ctx, House,
    ctx::network,
    http::Refusal,
    idle_timeout::Exchange,
    watched_body::{Polled, Watch, watched},
};
use crate::base::{AccountId, Error};
use axum::{
    body::{Bytes, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Context,
};

/// Pieces up to this size are not counted: every connection has such a buffer anyway.
const SMALL: usize = 64 * 1024;
/// A caller who leaves so many bytes untaken is refused until some are.
const OF_ONE: usize = 32 * 1024 * 1024;
/// Beyond so many in all, the connection of the oldest answer is closed.
const OF_ALL: usize = 256 * 1024 * 1024;

/// Who asks: a person, or visitors of one address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Client {
    Person(AccountId),
    Visitor(IpAddr),
}

impl From<&Ctx> for Client {
    fn from(ctx: &Ctx) -> Self {
        match &ctx.actor {
            Some(actor) => Client::Person(actor.id),
            None => Client::Visitor(network(ctx.visit.address)),
        }
    }
}

/// What is under way. Cheap to clone.
#[derive(Clone, Default)]
pub struct ResponseBudget(Arc<Mutex<UnderWay>>);

#[derive(Default)]
struct UnderWay {
    total: usize,
    of_callers: HashMap<Client, usize>,
    /// In the order they were written.
    pieces: BTreeMap<u64, Piece>,
    turns: u64,
}

struct Piece {
    caller: Client,
    size: usize,
    /// Unknown to tests that call without a connection.
    exchange: Option<Arc<Exchange>>,
}

impl ResponseBudget {
    fn under_way(&self) -> MutexGuard<'_, UnderWay> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn of(&self, caller: Client) -> usize {
        self.under_way().of_callers.get(&caller).copied().unwrap_or(0)
    }
    /// Counts these bytes until they are taken.
    fn hold(&self, bytes: Bytes, caller: Client, exchange: Option<Arc<Exchange>>) -> Bytes {
        let size = bytes.len();
        let mut under_way = self.under_way();
        under_way.turns += 1;
        let turn = under_way.turns;
        under_way.total += size;
        *under_way.of_callers.entry(caller).or_default() += size;
        under_way.pieces.insert(turn, Piece { caller, size, exchange });
        while under_way.total > OF_ALL && under_way.close_oldest() {}
        drop(under_way);
        Bytes::from_owner(Held { bytes, turn, budget: self.clone() })
    }
}

impl UnderWay {
    fn let_go(&mut self, turn: u64) -> Option<Piece> {
        let piece = self.pieces.remove(&turn)?;
        self.total -= piece.size;
        if let Some(size) = self.of_callers.get_mut(&piece.caller) {
            *size -= piece.size;
            if *size == 0 {
                self.of_callers.remove(&piece.caller);
            }
        }
        Some(piece)
    }
    fn close_oldest(&mut self) -> bool {
        let Some(turn) = self.pieces.keys().next().copied() else { return false };
        if let Some(exchange) = self.let_go(turn).and_then(|piece| piece.exchange) {
            exchange.permit.give_up();
        }
        true
    }
}

/// Bytes on their way to the network.
struct Held {
    bytes: Bytes,
    turn: u64,
    budget: ResponseBudget,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.under_way().let_go(self.turn);
    }
}

/// Counts the large pieces of an answer.
struct Count {
    budget: ResponseBudget,
    client: Client,
    exchange: Option<Arc<Exchange>>,
}

impl Watch for Count {
    fn pass(&mut self, polled: Polled, _: &mut Context<'_>) -> Polled {
        let counted = |bytes: Bytes| match bytes.len() {
            0..=SMALL => bytes,
            _ => self.budget.hold(bytes, self.client, self.exchange.clone()),
        };
        polled.map_ok(|frame| frame.map_data(counted))
    }
}

/// Counts the answers of the routes inside, and refuses those of a caller who leaves too many untaken. Stands
/// inside compression, which would keep the whole of an answer uncounted.
pub async fn bound(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Ctx>().map(Client::from);
    let exchange = request.extensions().get::<Arc<Exchange>>().cloned();
    let response = next.run(request).await;
    let is_small = response.body().size_hint().exact().is_some_and(|size| size <= SMALL as u64);
    let Some(client) = client.filter(|_| !is_small) else { return response };
    let budget = house.response_budget.clone();
    if budget.of(client) > OF_ONE {
        return Refusal(Error::TooMany { seconds: 5 }).into_response();
    }
    response.map(|body| watched(body, Count { budget, client, exchange }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VISITOR: Client = Client::Visitor(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
    const MEGABYTE: usize = 1024 * 1024;

    #[test]
    fn bytes_are_counted_until_the_last_of_them_is_taken() {
        let budget = ResponseBudget::default();
        let mut bytes = budget.hold(vec![0; MEGABYTE].into(), VISITOR, None);
        let rest = bytes.split_off(1_000);
        drop(bytes);
        assert_eq!(budget.of(VISITOR), MEGABYTE);
        drop(rest);
        assert_eq!((budget.of(VISITOR), budget.under_way().total), (0, 0));
    }

    #[test]
    fn the_house_lets_the_oldest_answers_go_and_shuts_nobody_out() {
        let budget = ResponseBudget::default();
        let limit = super::super::connection_limit::ConnectionLimit::new(2, 100, vec![]);
        let place = || Exchange::new(limit.admit(std::net::Ipv4Addr::LOCALHOST.into()).unwrap());
        let (slow, other) = (place(), place());
        let held = budget.hold(vec![0; OF_ALL].into(), VISITOR, Some(slow.clone()));
        let more = budget.hold(vec![0; MEGABYTE].into(), VISITOR, Some(other.clone()));
        assert!(slow.permit.is_given_up() && !other.permit.is_given_up());
        assert_eq!(budget.under_way().total, MEGABYTE);
        drop((held, more));
        assert_eq!(budget.under_way().total, 0);
    }
}
