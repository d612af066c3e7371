//! The workflow and who may do what to a ticket. The page hides by these, the server enforces them.
use super::{Relation, Status, Ticket};
use crate::base::{AppResult, Conflict, Error, Time};
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
        (Relation::Requester | Relation::AdminRequester, _) => Err(Error::Forbidden),
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
        (Relation::Requester, _) => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::OtherTechnician | Relation::AdminRequester, _) if ticket.guided => {
            Err(Error::Conflict(Conflict::GuidanceActive))
        }
        _ => Ok(()),
    }
}

/// Technicians and admins edit title, priority and category until it is final; the requester until it is
/// taken.
pub fn may_edit(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::Requester, Status::InProgress | Status::Resolved) => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// Requester, technicians and admins write until it is final; while a session is active only its lead, an
/// admin and the requester do. While it pauses typing, the requester answers its steps and the lead's words
/// are its steps: plain ones of either are refused.
pub fn may_write(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::OtherTechnician, _) if ticket.guided => Err(Error::Conflict(Conflict::GuidanceActive)),
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
