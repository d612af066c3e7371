//! The verbs of tickets: who has one and where it is in its life. Opening, changing, deleting and listing
//! them, who is on one, and what its reader sees of it have their files.
mod around;
mod bulk;
mod confidential;
mod deletion;
mod editing;
mod export;
mod hidden_numbers;
mod home;
mod links;
mod listing;
mod lists;
mod merging;
mod opening;
mod seen;
mod talk;
mod views;

pub use around::{
    add_technician, around, change_tags, invite, list_tags, remove_person, set_tags, set_waiting, tag, wait,
    watch,
};
pub use bulk::{bulk, finish_children};
pub use confidential::{confine, set_confidential, set_department_confidential};
pub use deletion::{delete, find_deleted, find_own_deletion, list_deleted, purge, purge_deleted, restore};
pub use editing::edit;
pub use export::export;
pub use home::home;
pub use links::{
    find_readable, is_merged, leads_to, link, links, list_links, list_references, refer, unlink, unrefer,
};
pub use listing::{count_each, count_tickets, list_own_tickets, list_tickets, numbers_of};
pub use lists::{count_queue, guided_now, list_mine, list_queue, list_requested};
pub use merging::{merge, unmerge};
pub use opening::{insert, open, open_new};
pub use seen::*;
pub use talk::*;
pub use views::{choose_columns, list_columns, list_views, remove_view, save_view};

pub use super::work::perform_as_house;
use super::{
    jobs, store,
    work::{Delivery, Work, perform},
};
use crate::{
    base::{AppResult, Error, Problem, live::Author},
    features::{accounts::server::service as accounts, tickets::*},
    server::{Signed, Staff, db::Tx},
};

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
pub async fn move_to(tx: &mut Tx<'_>, work: &mut Work, step: StatusMove) -> AppResult<()> {
    may_change_status(&work.ticket, step.to, work.who, work.now)?;
    if matches!(step.to, Status::Resolved | Status::Closed) {
        links::check_blockers(tx, work).await?;
    }
    set_status(tx, work, step).await
}

async fn set_status(tx: &mut Tx<'_>, work: &mut Work, step: StatusMove) -> AppResult<()> {
    let StatusMove { to, note } = step;
    let from = work.ticket.status;
    let resolved_at = resolved_at_after(to, work.ticket.resolved_at, work.now);
    let solution = solution_after(to, work.ticket.solution.clone(), note.as_ref());
    store::set_status(tx, work.ticket.id, to, resolved_at, solution.as_deref()).await?;
    if to == Status::Resolved {
        jobs::close_later(tx, work.ticket.id, work.now).await?;
    }
    work.record(&TicketEvent::StatusChanged { from, to, note })
}

/// Resolves the ticket in hand; where another blocks it, it stays as it is and says which.
pub async fn resolve_unless_blocked(tx: &mut Tx<'_>, work: &mut Work, note: Option<String>) -> AppResult<()> {
    may_change_status(&work.ticket, Status::Resolved, work.who, work.now)?;
    let blockers = links::blockers(tx, work.ticket.id).await?;
    if blockers.is_empty() {
        return set_status(tx, work, StatusMove { to: Status::Resolved, note }).await;
    }
    let told = blockers.iter().filter(|other| !other.confidential);
    work.record(&TicketEvent::HeldBack { by: told.map(|other| other.number).collect() })
}

/// Says whether a guidance session is active, and whether it pauses the requester's typing; guidance decides.
pub async fn set_guided(tx: &mut Tx<'_>, ticket: &mut Ticket, guided: bool, paused: bool) -> AppResult<()> {
    (ticket.guided, ticket.typing_paused) = (guided, paused);
    Ok(store::set_guided(tx, ticket.id, guided, paused).await?)
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
