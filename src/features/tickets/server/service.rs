//! The verbs of tickets; what of one its reader sees is in [`seen`].
mod seen;
mod talk;

pub use seen::*;
pub use talk::*;

pub use super::work::perform_as_house;
use super::{
    jobs, search,
    settings::OPEN,
    store,
    work::{Delivery, Work, check_written, perform},
};
use crate::{
    base::{
        AccountId, AppResult, Conflict, Error, Lang, Page, Problem, Time, live::Author, text::parse_number,
    },
    features::{
        accounts::server::service as accounts, departments::server::service as departments, tickets::*,
    },
    server::{
        House, Signed, Staff, act_of,
        db::Tx,
        digest,
        events::{self, Stamp},
        search::words_sought,
        tasks,
    },
};
use uuid::Uuid;

/// Tickets on a page of a list.
const PAGE: usize = 50;

/// Opens a ticket for the caller; returns its number.
pub async fn open(ctx: &Signed, form: NewTicketForm) -> AppResult<i64> {
    let new = form.parse()?;
    // A form that came back by the browser's *Back* and says something else is another ticket.
    let said = serde_json::json!(new).to_string();
    let key = form.key.map(|key| act_of(&[b"open", key.as_bytes(), said.as_bytes()]));
    open_new(ctx, new, key).await
}

/// Opens a ticket of which every field holds. The same under the same key again opens nothing and gives the
/// first number.
pub async fn open_new(ctx: &Signed, new: NewTicket, key: Option<Uuid>) -> AppResult<i64> {
    let requester = Author::from(&ctx.actor);
    ctx.limits.check(&OPEN, requester.id.to_string())?;
    check_written(&ctx.limits, requester.id, new.title.len() + new.description.len())?;
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let account = requester.id;
    let stamp =
        key.map(|id| Stamp { id, digest: digest(&[b"open", serde_json::json!(new).to_string().as_bytes()]) });
    let opened = tasks::finish("a new ticket", async move {
        match house
            .db
            .write(move |tx| Box::pin(async move { insert(tx, new, requester, stamp, now).await }))
            .await
        {
            Ok(number) => {
                house.bus.lists_changed(&[account]);
                Ok(number)
            }
            Err(refusal) => opened_before(&house, account, stamp).await?.ok_or(refusal),
        }
    });
    opened.await
}

/// The ticket this act opened when it came first.
async fn opened_before(house: &House, account: AccountId, stamp: Option<Stamp>) -> AppResult<Option<i64>> {
    let Some(stamp) = stamp else { return Ok(None) };
    let mut tx = house.db.read().await?;
    match events::find_act(&mut tx, account, stamp.id).await? {
        Some((stream, 1, digest)) if digest == stamp.digest => {
            Ok(store::find_number(&mut tx, TicketId(stream)).await?)
        }
        Some(_) => Err(Error::Conflict(Conflict::IdReused)),
        None => Ok(None),
    }
}

/// The row and its first event.
pub async fn insert(
    tx: &mut Tx<'_>,
    new: NewTicket,
    requester: Author,
    stamp: Option<Stamp>,
    now: Time,
) -> AppResult<i64> {
    departments::check_department(tx, new.department).await?;
    let account = accounts::find_account(tx, requester.id).await?;
    let lang = account.as_ref().map_or(Lang::Fr, |account| account.lang);
    let category = departments::category_or_default(tx, new.category, lang).await?;
    let own = account.and_then(|account| account.department);
    let ticket = Ticket {
        id: TicketId::new(),
        number: store::next_number(tx).await?,
        title: new.title,
        description: new.description,
        status: Status::Open,
        priority: new.priority,
        category: category.id,
        category_name: category.name,
        department: new.department,
        department_name: None,
        requester_department: own,
        requester_department_name: None,
        requester,
        lead: None,
        lead_gone: false,
        guided: false,
        typing_paused: false,
        created_at: now,
        updated_at: now,
        resolved_at: None,
        solution: None,
        rev: 1,
    };
    store::insert(tx, &ticket).await?;
    record_opening(tx, &ticket, stamp).await?;
    Ok(ticket.number)
}

/// Its first event carries the id of the act that opened it.
async fn record_opening(tx: &mut Tx<'_>, ticket: &Ticket, stamp: Option<Stamp>) -> AppResult<()> {
    let opened = TicketEvent::Opened { title: ticket.title.clone() };
    let mut event = events::event(&opened, 1, Some(ticket.requester.clone()), ticket.created_at)?;
    event.act = stamp.map(|s| s.id);
    events::record(tx, ticket.id.0, &[event], stamp.map(|s| s.digest)).await
}

/// The caller's own requests, newest first; with a search, those that have its words.
pub async fn list_mine(
    ctx: &Signed,
    search: String,
    after: Option<String>,
) -> AppResult<Page<TicketSummary>> {
    list_requested(ctx, QueueFilter { search, after, ..Default::default() }).await
}

/// The caller's own requests that fit a filter, newest first.
pub async fn list_requested(ctx: &Signed, filter: QueueFilter) -> AppResult<Page<TicketSummary>> {
    let reader = ctx.actor.id;
    list(ctx, &QueueFilter { tab: QueueTab::All, ..filter }, reader, Some(reader)).await
}

/// The number of the caller's own ticket on which guidance runs, if it runs on any.
pub async fn guided_now(ctx: &Signed) -> AppResult<Option<i64>> {
    let requester = ctx.actor.id;
    Ok(store::find_guided(&mut ctx.db.glance().await?, requester).await?)
}

/// The queue, newest first.
pub async fn list_queue(ctx: &Staff, filter: QueueFilter) -> AppResult<Page<TicketSummary>> {
    let reader = ctx.actor.id;
    list(ctx, &filter, reader, None).await
}

async fn list(
    ctx: &Signed,
    filter: &QueueFilter,
    reader: AccountId,
    requester: Option<AccountId>,
) -> AppResult<Page<TicketSummary>> {
    let below = match filter.after.as_deref() {
        None | Some("") => None,
        Some(key) => Some(parse_number(key).ok_or(Error::field("after", Problem::Unknown))?),
    };
    let limit = PAGE as i64 + 1;
    let selection = store::Selection { reader, requester, filter, below, numbers: None, limit };
    if !words_sought(&filter.search).is_empty() {
        return search::page(&mut ctx.db.read().await?, &selection, PAGE).await;
    }
    let rows = store::list(&mut ctx.db.glance().await?, &selection).await?;
    Ok(Page::cut(rows, PAGE, |line| line.number.to_string()))
}

/// How many in each tab.
pub async fn count_queue(ctx: &Staff) -> AppResult<Counts> {
    let reader = ctx.actor.id;
    Ok(store::count(&mut ctx.db.glance().await?, reader).await?)
}

/// Takes an open ticket: the caller is in charge of it from now on.
pub async fn take(ctx: &Signed, number: i64, delivery: Delivery) -> AppResult<()> {
    let taken =
        perform(ctx, number, delivery, |tx, work| Box::pin(async move { take_in_hand(tx, work).await }));
    taken.await.map(drop)
}

async fn take_in_hand(tx: &mut Tx<'_>, work: &mut Work) -> AppResult<()> {
    may_take(&work.ticket, work.who)?;
    let to = work.by.person()?.into();
    give(tx, work, to).await
}

/// Gives a ticket to a technician or admin who is not its requester; to oneself it is taken over.
pub async fn assign(ctx: &Signed, number: i64, to: impl Into<Handover>, delivery: Delivery) -> AppResult<()> {
    let Handover { to, note } = to.into();
    let note = parse_note(note.as_deref())?;
    let given = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_assign(&work.ticket, work.who)?;
            let able = accounts::staff(tx)
                .await?
                .into_iter()
                .find(|a| a.id == to && a.id != work.ticket.requester.id);
            let to = able.ok_or(Error::field("to", Problem::Unknown))?;
            if work.ticket.lead.as_ref().is_some_and(|lead| lead.id == to.id) {
                return Err(already_taken(&work.ticket));
            }
            give(tx, work, to).await?;
            match note {
                Some(note) => work.record(&TicketEvent::HandedOver { note }),
                None => Ok(()),
            }
        })
    });
    given.await.map(drop)
}

/// Makes somebody the lead, as a verb of this or another room decided. What was open is in progress then;
/// what is resolved stays so.
pub async fn give(tx: &mut Tx<'_>, work: &mut Work, to: Author) -> AppResult<()> {
    let (from, status) = (work.ticket.lead.clone(), work.ticket.status);
    let after = if status == Status::Open { Status::InProgress } else { status };
    store::set_lead(tx, work.ticket.id, to.id, after, work.now).await?;
    work.record(&TicketEvent::Assigned { to, from })?;
    if status != after {
        work.record(&TicketEvent::StatusChanged { from: status, to: after, note: None })?;
    }
    Ok(())
}

/// Moves a ticket to a state, by the act that leads there: `en cours` on an open ticket is *take*, `ouvert`
/// is *put back into the queue*.
pub async fn change_status(
    ctx: &Signed,
    number: i64,
    to: impl Into<StatusMove>,
    delivery: Delivery,
) -> AppResult<()> {
    let StatusMove { to, note } = to.into();
    let to = StatusMove { to, note: parse_note(note.as_deref())? };
    let changed = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            match (work.ticket.status, to.to) {
                (Status::Open, Status::InProgress) => take_in_hand(tx, work).await,
                _ => move_to(tx, work, to).await,
            }
        })
    });
    changed.await.map(drop)
}

/// Moves the ticket in hand, if the workflow lets this person.
pub async fn move_to(tx: &mut Tx<'_>, work: &mut Work, to: StatusMove) -> AppResult<()> {
    let (from, StatusMove { to, note }) = (work.ticket.status, to);
    may_change_status(&work.ticket, to, work.who, work.now)?;
    let resolved_at = resolved_at_after(to, work.ticket.resolved_at, work.now);
    let solution = solution_after(to, work.ticket.solution.clone(), note.as_ref());
    store::set_status(tx, work.ticket.id, to, resolved_at, solution.as_deref()).await?;
    if to == Status::Resolved {
        jobs::close_later(tx, work.ticket.id, work.now).await?;
    }
    work.record(&TicketEvent::StatusChanged { from, to, note })
}

/// Says whether a guidance session is active, and whether it pauses the requester's typing; guidance decides.
pub async fn set_guided(tx: &mut Tx<'_>, ticket: &mut Ticket, guided: bool, paused: bool) -> AppResult<()> {
    (ticket.guided, ticket.typing_paused) = (guided, paused);
    Ok(store::set_guided(tx, ticket.id, guided, paused).await?)
}

/// Changes title, priority and category, as far as they were sent. What changes nothing is told to nobody.
pub async fn edit(ctx: &Signed, number: i64, form: EditTicketForm, delivery: Delivery) -> AppResult<()> {
    let now = find(ctx, number).await?;
    let edit = form.clone().since(&now)?.parse()?;
    if !edit.changes(&now) && delivery.at.as_ref().is_none_or(|at| at.contains(&now.rev)) {
        return may_edit(now.status, now.relation(ctx.actor.id, ctx.actor.role));
    }
    let edited =
        perform(ctx, number, delivery, move |tx, work| Box::pin(async move { change(tx, work, form).await }));
    edited.await.map(drop)
}

async fn change(tx: &mut Tx<'_>, work: &mut Work, form: EditTicketForm) -> AppResult<()> {
    may_edit(work.ticket.status, work.who)?;
    let edit = form.since(&work.ticket)?.parse()?;
    let mut after = work.ticket.clone();
    if let Some(category) = edit.category {
        let category = departments::category_or_default(tx, Some(category), Lang::Fr).await?;
        (after.category, after.category_name) = (category.id, category.name);
    }
    after.title = edit.title.unwrap_or(after.title);
    after.priority = edit.priority.unwrap_or(after.priority);
    store::update_fields(tx, &after).await?;
    let Ticket { title, priority, category, category_name, .. } = after;
    work.record(&TicketEvent::Edited { title, priority, category, category_name })
}

/// Technicians and admins a ticket can be given to.
pub async fn list_technicians(ctx: &Staff) -> AppResult<Vec<Author>> {
    accounts::staff(&mut ctx.db.glance().await?).await
}

/// How many requests in each state and of each priority: the caller's own, or for staff all.
pub async fn tally(ctx: &Signed) -> AppResult<Tally> {
    let mut tx = ctx.db.glance().await?;
    let rows = if ctx.actor.is_staff() {
        store::tally(&mut tx).await?
    } else {
        store::tally_of(&mut tx, ctx.actor.id).await?
    };
    Ok(Tally(rows))
}

/// Technicians and admins with the number of unfinished tickets each is in charge of.
pub async fn list_loads(ctx: &Staff) -> AppResult<Vec<(Author, i64)>> {
    let mut tx = ctx.db.read().await?;
    let loads = store::list_loads(&mut tx).await?;
    let load = |id| loads.iter().find(|(lead, _)| *lead == id).map_or(0, |(_, n)| *n);
    Ok(accounts::staff(&mut tx).await?.into_iter().map(|person| (person.clone(), load(person.id))).collect())
}
