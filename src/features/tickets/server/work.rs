//! One verb on one ticket: raise its revision, find it for this caller, let the rule decide, record the
//! events, commit, announce.
mod both;
mod told;

use super::{
    settings::{WRITTEN, WRITTEN_BY_ALL},
    store::{self, Counted},
};
use crate::{
    base::{
        AccountId, Actor, AppResult, Conflict, Error, Time,
        events::{QUOTED, RoomEvent, written},
        live::{Audience, Author, Event},
    },
    features::tickets::*,
    server::{
        House, Signed,
        db::Tx,
        digest,
        events::{self, Stamp},
        limits::{Limits, WRITE},
        live::LiveAct,
        tasks,
    },
};
pub use both::{Pair, perform_on_both};
use chrono::Duration;
use futures_util::future::BoxFuture;
use serde::Serialize;
pub use told::tell;
use uuid::Uuid;

/// How an act came: under which id made by its client, and how long ago it was made.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    pub stamp: Option<Stamp>,
    /// In milliseconds.
    pub age: i64,
    /// The numbers the ticket may be at for this, as its caller sees it: what they have decided on.
    pub at: Option<Vec<i64>>,
    /// It is one of several that count as one act.
    pub counted: bool,
    /// Of a ticket that is deleted.
    pub deleted: bool,
}

impl Delivery {
    /// An act that came over the socket; the digest tells the same id with another body apart.
    pub fn of(verb: &str, act: &LiveAct) -> Delivery {
        let body = act.body.to_string();
        Delivery {
            stamp: Some(Stamp {
                id: act.id,
                digest: digest(&[verb.as_bytes(), &act.stream.to_be_bytes(), body.as_bytes()]),
            }),
            age: act.age,
            ..Delivery::default()
        }
    }
    /// An act of a program, under its idempotency key: the same over HTTP and over the socket.
    pub fn of_program(verb: &str, number: i64, body: &impl Serialize, key: Option<Uuid>) -> Delivery {
        let body = serde_json::to_value(body).unwrap_or_default();
        let act = key.map(|id| LiveAct { id, stream: number, body, age: 0 });
        act.map(|act| Delivery::of(verb, &act)).unwrap_or_default()
    }
    /// A verb that no socket knows: under its idempotency key, and on the state its caller has seen.
    pub fn keyed(id: Option<Uuid>, what: &[&str], at: Option<Vec<i64>>) -> Delivery {
        let parts: Vec<&[u8]> = what.iter().map(|part| part.as_bytes()).collect();
        let stamp = id.map(|id| Stamp { id, digest: digest(&parts) });
        Delivery { stamp, at, ..Delivery::default() }
    }
}

/// What a verb answers: the number of the event it made. The same for every repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    pub seq: i64,
}

/// Who does it.
#[derive(Clone, Debug)]
pub enum By {
    Person(Actor),
    /// The house itself: a job, a sweep. It may do what an admin may, and is nobody's name.
    House,
}

impl From<&Signed> for By {
    fn from(ctx: &Signed) -> By {
        By::Person(ctx.actor.clone())
    }
}

impl By {
    /// The person, where only one can do it.
    pub fn person(&self) -> AppResult<&Actor> {
        match self {
            By::Person(actor) => Ok(actor),
            By::House => Err(Error::Unauthenticated),
        }
    }
    fn author(&self) -> Option<Author> {
        self.person().ok().map(Author::from)
    }
    fn relation(&self, ticket: &Ticket) -> Relation {
        match self {
            By::Person(actor) => ticket.relation(actor.id, actor.role),
            By::House => Relation::Admin,
        }
    }
}

/// A ticket in the hands of one verb.
pub struct Work {
    pub ticket: Ticket,
    pub who: Relation,
    pub by: By,
    pub now: Time,
    /// The id of the act, or a fresh one.
    pub id: Uuid,
    pub age: i64,
    stamp: Option<Stamp>,
    /// Where what is written is counted.
    limits: Option<Limits>,
    events: Vec<Event>,
    /// Has it changed what a list shows?
    in_lists: bool,
    /// Has somebody said or shown something?
    answered: bool,
    /// Whose own lists show it, besides its requester's.
    concerned: Vec<AccountId>,
    committed: Vec<Committed>,
}

/// Told after the commit at which number the ticket is.
type Committed = Box<dyn FnOnce(i64) + Send + Sync>;

impl Work {
    /// Records what happened; it gets the next number. Only the first event of an act carries its id. All of
    /// them are written together when the verb has decided.
    pub fn record(&mut self, change: &impl RoomEvent) -> AppResult<()> {
        self.record_said(change, None)
    }

    /// Like [`Work::record`], for what the person did at `said_at`, before it arrived.
    pub fn record_said(&mut self, change: &impl RoomEvent, said_at: Option<Time>) -> AppResult<()> {
        let seq = self.next_seq();
        let stamp = self.stamp.filter(|_| self.events.is_empty());
        let mut event = events::event(change, seq, self.by.author(), self.now)?;
        (event.said_at, event.act) = (said_at, stamp.map(|s| s.id));
        self.count_written(&event)?;
        let by = self.by.person().ok().map(|actor| actor.id.to_string()).unwrap_or_default();
        tracing::debug!(ticket = self.ticket.number, kind = %event.kind, seq, by, "recorded");
        self.in_lists |= change.kind().in_lists;
        self.answered |= change.kind().speaks;
        self.events.push(event);
        Ok(())
    }

    /// This person's own lists show it from now on, or no longer.
    pub fn concerns(&mut self, who: AccountId) {
        self.concerned.push(who);
    }

    /// The number that the next event gets.
    pub fn next_seq(&self) -> i64 {
        self.ticket.rev + self.events.len() as i64
    }

    /// What is to be done once it is on disk.
    pub fn when_committed(&mut self, then: impl FnOnce(i64) + Send + Sync + 'static) {
        self.committed.push(Box::new(then));
    }

    fn count_written(&self, event: &Event) -> AppResult<()> {
        let fields = ["/title", "/other/description", "/before/description"];
        let fields = fields.iter().filter_map(|place| event.payload.pointer(place)?.as_str());
        // What is taken over from another stream is written once more.
        let quoted = event.payload.get(QUOTED).map(written).unwrap_or_default();
        let texts = written(&event.payload).into_iter().chain(quoted).chain(fields);
        let bytes = texts.map(str::len).sum();
        match (&self.limits, &self.by) {
            (Some(limits), By::Person(actor)) => check_written(limits, actor.id, bytes),
            _ => Ok(()),
        }
    }

    /// When the person did it: received − age, not before `earliest` and not after now. None where that is
    /// about now.
    pub fn said_at(&self, earliest: Time) -> Option<Time> {
        let said = (self.now - Duration::milliseconds(self.age.min(365 * 86_400_000)))
            .clamp(earliest.min(self.now), self.now);
        (self.now - said > Duration::seconds(1)).then_some(said)
    }
}

/// May this person write so much more, and the house take it?
pub fn check_written(limits: &Limits, who: AccountId, bytes: usize) -> AppResult<()> {
    limits.check_many(&WRITTEN, who.to_string(), bytes)?;
    limits.check_many(&WRITTEN_BY_ALL, String::new(), bytes)
}

/// Runs a verb on the ticket of this number for the caller. Sending an act twice gives the first answer
/// again.
pub async fn perform<F>(ctx: &Signed, number: i64, delivery: Delivery, verb: F) -> AppResult<Done>
where
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, &'t mut Work) -> BoxFuture<'t, AppResult<()>> + Send + 'static,
{
    check_pace(ctx, &delivery)?;
    let (house, by) = (ctx.house.clone(), By::from(ctx));
    tasks::finish("act", async move { run(&house, number, delivery, by, verb).await }).await
}

/// A person does only so much a minute.
fn check_pace(ctx: &Signed, delivery: &Delivery) -> AppResult<()> {
    if delivery.counted { Ok(()) } else { ctx.limits.check(&WRITE, ctx.actor.id.to_string()) }
}

/// Runs a verb on a ticket that is deleted.
pub async fn perform_on_deleted<F>(ctx: &Signed, number: i64, delivery: Delivery, verb: F) -> AppResult<Done>
where
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, &'t mut Work) -> BoxFuture<'t, AppResult<()>> + Send + 'static,
{
    perform(ctx, number, Delivery { deleted: true, ..delivery }, verb).await
}

/// Runs a verb as the house itself: a job, a sweep.
pub async fn perform_as_house<F>(house: &House, number: i64, verb: F) -> AppResult<Done>
where
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, &'t mut Work) -> BoxFuture<'t, AppResult<()>> + Send + 'static,
{
    run(house, number, Delivery::default(), By::House, verb).await
}

/// Runs a verb in a unit of work that is open already, at a moment of the past, unannounced: for a
/// demonstration that tells many stories in one.
pub async fn perform_within<F>(tx: &mut Tx<'_>, number: i64, by: By, at: Time, verb: F) -> AppResult<()>
where
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, &'t mut Work) -> BoxFuture<'t, AppResult<()>>,
{
    act(tx, number, Delivery::default(), Acting { by, now: at, limits: None }, verb).await.map(drop)
}

/// The same of somebody at this moment. Once it is on disk it is to be [told](tell).
pub(super) async fn act<F>(
    tx: &mut Tx<'_>,
    number: i64,
    delivery: Delivery,
    acting: Acting,
    verb: F,
) -> AppResult<Work>
where
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, &'t mut Work) -> BoxFuture<'t, AppResult<()>>,
{
    let mut work = begin(tx, number, delivery, acting).await?;
    verb(tx, &mut work).await?;
    settle(tx, work).await
}

async fn run<F>(house: &House, number: i64, delivery: Delivery, by: By, verb: F) -> AppResult<Done>
where
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, &'t mut Work) -> BoxFuture<'t, AppResult<()>> + Send + 'static,
{
    let (stamp, account) = (delivery.stamp, by.person().ok().map(|actor| actor.id));
    let acting = Acting::now(house, by);
    let finished = house.db.write(move |tx| Box::pin(act(tx, number, delivery, acting, verb)));
    match finished.await {
        Ok(work) => Ok(tell(house, work)),
        // An act that comes again is refused by its number or by the state it made itself: then its first
        // answer is given.
        Err(refusal) => repeated(house, number, stamp, account).await?.ok_or(refusal),
    }
}

/// The answer this act got when it came first.
async fn repeated(
    house: &House,
    number: i64,
    stamp: Option<Stamp>,
    account: Option<AccountId>,
) -> AppResult<Option<Done>> {
    let Some((stamp, account)) = stamp.zip(account) else { return Ok(None) };
    let mut tx = house.db.read().await?;
    match events::find_act(&mut tx, account, stamp.id).await? {
        Some((stream, seq, digest))
            if digest == stamp.digest && store::is_number_of(&mut tx, stream, number).await? =>
        {
            Ok(Some(Done { seq }))
        }
        Some(_) => Err(Error::Conflict(Conflict::IdReused)),
        None => Ok(None),
    }
}

/// Who acts and when, and where it is counted what they write.
#[derive(Clone)]
pub(super) struct Acting {
    by: By,
    now: Time,
    limits: Option<Limits>,
}

impl Acting {
    pub(super) fn now(house: &House, by: By) -> Acting {
        Acting { by, now: house.clock.now(), limits: Some(house.limits.clone()) }
    }
}

async fn begin(tx: &mut Tx<'_>, number: i64, delivery: Delivery, acting: Acting) -> AppResult<Work> {
    let Acting { by, now, limits } = acting;
    let reader = by.person().ok().map(|actor| actor.id);
    let ticket =
        store::raise_revision(tx, number, reader, now, delivery.deleted).await?.ok_or(Error::NotFound)?;
    let who = by.relation(&ticket);
    if who == Relation::Stranger {
        return Err(Error::NotFound);
    }
    if let Some(at) = &delivery.at
        && !at.contains(&before(tx, &ticket, who).await?)
    {
        return Err(Error::Conflict(Conflict::Stale));
    }
    let id = delivery.stamp.map_or_else(Uuid::now_v7, |s| s.id);
    Ok(Work {
        ticket,
        who,
        by,
        now,
        id,
        age: delivery.age,
        stamp: delivery.stamp,
        limits,
        events: Vec::new(),
        in_lists: false,
        answered: false,
        concerned: Vec::new(),
        committed: Vec::new(),
    })
}

/// The number this person saw the ticket at before it was raised: its requester knows nothing of what is for
/// staff only.
async fn before(tx: &mut Tx<'_>, ticket: &Ticket, who: Relation) -> AppResult<i64> {
    if who.reads_as_requester() {
        return Ok(store::find_public_revision(tx, ticket.id).await?);
    }
    Ok(ticket.rev - 1)
}

/// A ticket that waits for its requester waits no longer once they have said or shown something.
async fn stop_waiting(tx: &mut Tx<'_>, work: &mut Work) -> AppResult<()> {
    let answered = work.answered && work.ticket.waiting_since.is_some() && work.who.is_requester();
    if !answered {
        return Ok(());
    }
    store::set_waiting(tx, work.ticket.id, None).await?;
    work.record(&TicketEvent::Waits { waits: false })
}

/// The events are written, what they have made of the ticket is counted, and its revision is the number of
/// the last of them. A verb without an event would leave a gap and is refused.
async fn settle(tx: &mut Tx<'_>, mut work: Work) -> AppResult<Work> {
    stop_waiting(tx, &mut work).await?;
    if work.in_lists && work.ticket.shared {
        work.concerned.extend(store::list_participants(tx, work.ticket.id).await?);
    }
    events::record(tx, work.ticket.id.0, &work.events, work.stamp.map(|stamp| stamp.digest)).await?;
    let mut after = work.ticket.clone();
    let around = &mut Around::default();
    work.events.iter().for_each(|event| TicketEvent::follow(around, &mut after, event));
    store::recount(tx, Counted::of(&work.ticket), Counted::of(&after)).await?;
    let is_public = work.events.iter().all(|event| event.audience == Audience::Everyone);
    match work.events.len() as i64 {
        0 => return Err(Error::Conflict(Conflict::StatusChanged)),
        1 if is_public => {}
        more => store::set_revision(tx, work.ticket.id, work.ticket.rev + more - 1).await?,
    }
    Ok(work)
}
