//! The workflow and who may do what to a ticket. The page hides by these, the server enforces them. All of it
//! in one table: [`may`].
mod rights;

pub use rights::{Verb, may};

use super::{Relation, Status, Ticket};
use crate::base::{AccountId, Actor, AppResult, Conflict, Error, Time};
use chrono::Duration;

/// A resolved ticket can be reopened for this long; after it a job closes it.
pub const REOPEN_DAYS: i64 = 7;

/// May a person with this relation move a ticket to this state, at this moment? `en cours` is reached from
/// `ouvert` by [`may_take`] or [`may_assign`] only. Who may not is told before what the state forbids.
pub fn may_change_status(ticket: &Ticket, to: Status, who: Relation, now: Time) -> AppResult<()> {
    use Relation::*;
    use Status::*;
    let works = who.works() || who == AdminRequester;
    let allowed = match (ticket.status, to) {
        _ if who == Stranger => return Err(Error::NotFound),
        (Closed | Cancelled, _) => return Err(Error::Conflict(Conflict::Final)),
        (InProgress, Open | Resolved) => works,
        (Resolved, InProgress | Closed) => works || who == Requester,
        (Open, Cancelled) => matches!(who, Requester | Admin | AdminRequester),
        (_, Cancelled) => matches!(who, Admin | AdminRequester),
        _ if who == Participant => false,
        _ => return Err(Error::Conflict(Conflict::StatusChanged)),
    };
    if !allowed {
        return Err(Error::Forbidden);
    }
    if ticket.guided {
        return Err(Error::Conflict(Conflict::GuidanceActive));
    }
    let is_late = ticket.resolved_at.is_none_or(|at| now > at + Duration::days(REOPEN_DAYS));
    if to == InProgress && is_late { Err(Error::Conflict(Conflict::Late)) } else { Ok(()) }
}

/// What was done holds as long as the ticket is not taken up again.
pub fn solution_after(to: Status, before: Option<String>, note: Option<&String>) -> Option<String> {
    match to {
        Status::Resolved => note.cloned(),
        Status::Closed | Status::Cancelled => before,
        Status::Open | Status::InProgress => None,
    }
}

/// When it was resolved, once a ticket that was resolved then (if it was) has moved to this state: closed, it
/// keeps the moment.
pub fn resolved_at_after(to: Status, before: Option<Time>, now: Time) -> Option<Time> {
    match to {
        Status::Resolved => Some(now),
        Status::Closed => before,
        Status::Open | Status::InProgress | Status::Cancelled => None,
    }
}

/// Is the time for reopening it over? Then the house closes it.
pub fn is_close_due(ticket: &Ticket, now: Time) -> bool {
    let over = |at: Time| at + Duration::days(REOPEN_DAYS) <= now;
    ticket.status == Status::Resolved && ticket.resolved_at.is_some_and(over)
}

/// A technician or admin takes a ticket that is open, or whose lead can no longer work here, unless it is
/// their own request.
pub fn may_take(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (who, _) if who.reads_as_requester() => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (_, Status::Open) => Ok(()),
        _ if ticket.lead_gone => Ok(()),
        (_, Status::InProgress | Status::Resolved) => Err(already_taken(ticket)),
    }
}

/// Who has it is told to whoever wanted it.
pub fn already_taken(ticket: &Ticket) -> Error {
    let why = Conflict::AlreadyTaken;
    match &ticket.lead {
        Some(lead) => Error::Beaten { why, by: lead.name.clone() },
        None => Error::Conflict(why),
    }
}

/// Every technician and admin gives a ticket to a technician until it is final, and takes it over so. A
/// running session is handed over by lead and admin only; a lead who is silent in it is another rule
/// (`guidance::may_take_over`).
pub fn may_assign(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::Requester | Relation::Participant, _) => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::OtherTechnician | Relation::AdminRequester, _) if ticket.guided => {
            Err(Error::Conflict(Conflict::GuidanceActive))
        }
        _ => Ok(()),
    }
}

/// Technicians and admins edit a ticket until it is final; the requester title, description, priority and
/// category until it is taken.
pub fn may_edit(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::Participant, _) => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::Requester, Status::InProgress | Status::Resolved) => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// Requester, participants, technicians and admins write until it is final; while a session is active only
/// its lead, an admin and the requester do.
///
/// While it pauses typing, the requester answers its steps and the lead's words
/// are its steps: plain ones of either are refused.
pub fn may_write(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::OtherTechnician | Relation::Participant, _) if ticket.guided => {
            Err(Error::Conflict(Conflict::GuidanceActive))
        }
        (Relation::Requester | Relation::AdminRequester, _) if ticket.typing_paused => {
            Err(Error::Conflict(Conflict::TypingPaused))
        }
        (Relation::Lead | Relation::Admin, _) if ticket.typing_paused => {
            Err(Error::Conflict(Conflict::GuidanceActive))
        }
        _ => Ok(()),
    }
}

/// Lead and admin prepare instructions until it is final.
pub fn may_prepare(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::Lead | Relation::Admin, _) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

/// What only those decide who work on a ticket, until it is final: of which type and nature it is, which
/// department treats it, who else works on it.
pub fn may_sort(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::Requester | Relation::Participant, _) => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        _ => Ok(()),
    }
}

/// Tags are for staff: not for who reads as the requester does.
pub fn may_tag(status: Status, who: Relation) -> AppResult<()> {
    if who.reads_as_requester() { Err(Error::Forbidden) } else { may_sort(status, who) }
}

/// Those who work on it link a ticket to others and to other systems until it is final; the other one may be
/// final already. Links are for staff, as tags are.
pub fn may_link(status: Status, who: Relation) -> AppResult<()> {
    may_tag(status, who)
}

/// Technicians and admins merge a ticket that is not final into another such one; while either has a session
/// that comes to its end first.
pub fn may_merge(ticket: &Ticket, who: Relation) -> AppResult<()> {
    may_sort(ticket.status, who)?;
    if ticket.guided { Err(Error::Conflict(Conflict::GuidanceActive)) } else { Ok(()) }
}

/// By whom and when a ticket was merged into another.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    pub by: AccountId,
    pub at: Time,
}

/// Whoever merged a ticket, or an admin, may undo it for ten minutes.
pub fn may_unmerge(made: &Made, who: &Actor, now: Time) -> AppResult<()> {
    if made.by != who.id && !who.is_admin() {
        return Err(Error::Forbidden);
    }
    may_undo(made.at, now)
}

/// Does a ticket in this state still block others? One that is resolved does not, until it is reopened.
pub fn may_block(status: Status) -> bool {
    matches!(status, Status::Open | Status::InProgress)
}

/// Can a ticket in this state wait for its requester?
pub fn may_wait(status: Status) -> bool {
    matches!(status, Status::Open | Status::InProgress)
}

/// Those who work on it mark that it waits for its requester, or no longer.
pub fn may_set_waiting(status: Status, who: Relation) -> AppResult<()> {
    if who.is_requester() {
        return Err(Error::Forbidden);
    }
    may_sort(status, who)?;
    if may_wait(status) { Ok(()) } else { Err(Error::Conflict(Conflict::StatusChanged)) }
}

/// Requester, lead and admin invite participants, until it is final, and ask them to leave.
pub fn may_invite(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::OtherTechnician | Relation::Participant, _) => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        _ => Ok(()),
    }
}

/// Staff to whom it is not hidden ask to be told, whatever its state; nobody of their own ticket, of which
/// they are told anyway.
pub fn may_watch(who: Relation) -> AppResult<()> {
    match who {
        Relation::Stranger => Err(Error::NotFound),
        who if who.reads_as_requester() => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// Requester, lead and admin mark a ticket as confidential until it is final; lead and admin unmark it.
pub fn may_set_confidential(status: Status, who: Relation, confidential: bool) -> AppResult<()> {
    may_invite(status, who)?;
    if who == Relation::Requester && !confidential { Err(Error::Forbidden) } else { Ok(()) }
}

/// Technicians and admins delete what they have not asked for themselves (an admin that too), unless a
/// session is active.
pub fn may_delete(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match who {
        Relation::Stranger => Err(Error::NotFound),
        Relation::Requester | Relation::Participant => Err(Error::Forbidden),
        _ if ticket.guided => Err(Error::Conflict(Conflict::GuidanceActive)),
        _ => Ok(()),
    }
}

/// Whoever deleted a ticket may undo it for so long; after that admins restore it.
pub const UNDO_MINUTES: i64 = 10;

/// Is it early enough to undo what was done then?
pub fn may_undo(done_at: Time, now: Time) -> AppResult<()> {
    if now - done_at <= Duration::minutes(UNDO_MINUTES) {
        Ok(())
    } else {
        Err(Error::Conflict(Conflict::Late))
    }
}
