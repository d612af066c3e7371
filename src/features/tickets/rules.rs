//! The workflow (GUIDANCE, "Ticket states") and who may do what to a ticket. The page hides by these, the server enforces them.
use super::{Relation, Status, Ticket};
use crate::base::{AppResult, Conflict, Error, Time};
use chrono::Duration;

/// A resolved ticket can be reopened for this long; after it a job closes it.
pub const REOPEN_DAYS: i64 = 7;

/// May a person with this relation move a ticket so, at this moment? `en cours` is reached from `ouvert` by taking or assigning only.
pub fn may_change_status(
    from: Status,
    to: Status,
    who: Relation,
    resolved_at: Option<Time>,
    now: Time,
) -> AppResult<()> {
    use Relation::*;
    use Status::*;
    let leads = matches!(who, Lead | Admin);
    let concerned = leads || who == Requester;
    if who == Stranger {
        return Err(Error::NotFound);
    }
    let known = matches!(
        (from, to),
        (InProgress, Resolved) | (Resolved, InProgress | Closed) | (Open | InProgress | Resolved, Cancelled)
    );
    if !known {
        return Err(Error::Conflict(if matches!(from, Closed | Cancelled) {
            Conflict::Final
        } else {
            Conflict::StatusChanged
        }));
    }
    let allowed = match (from, to) {
        (InProgress, Resolved) => leads,
        (Resolved, InProgress | Closed) => concerned,
        (Open, Cancelled) => who == Requester || who == Admin,
        (_, Cancelled) => who == Admin,
        _ => false,
    };
    if !allowed {
        return Err(Error::Forbidden);
    }
    let too_late = to == InProgress && resolved_at.is_none_or(|at| now > at + Duration::days(REOPEN_DAYS));
    if too_late { Err(Error::Conflict(Conflict::Late)) } else { Ok(()) }
}

/// A technician or admin takes a ticket that is open and nobody's, unless it is their own request.
pub fn may_take(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::OtherTechnician | Relation::Admin, Status::Open) => Ok(()),
        (Relation::OtherTechnician | Relation::Admin, _) => Err(Error::Conflict(Conflict::AlreadyTaken)),
        (Relation::Lead, _) => Err(Error::Conflict(Conflict::AlreadyTaken)),
        (Relation::Requester, _) => Err(Error::Forbidden),
    }
}

/// An admin gives an open ticket, or one in progress, to a technician; the lead hands theirs over.
pub fn may_assign(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::Admin, Status::Open | Status::InProgress) | (Relation::Lead, Status::InProgress) => Ok(()),
        (Relation::Admin | Relation::Lead, _) => Err(Error::Conflict(Conflict::StatusChanged)),
        _ => Err(Error::Forbidden),
    }
}

/// Lead and admin edit title, priority and category until the end; the requester until it is taken.
pub fn may_edit(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::Lead | Relation::Admin, _) | (Relation::Requester, Status::Open) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

/// Requester, lead and admin write until it is final; other technicians read. While guidance pauses typing, the requester answers its steps
/// and the lead's words are its steps: plain ones of either are refused.
pub fn may_write(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::OtherTechnician, _) => Err(Error::Forbidden),
        (Relation::Requester, _) if ticket.typing_paused => Err(Error::Conflict(Conflict::TypingPaused)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{AccountId, Role, live::Author},
        features::{
            departments::CategoryId,
            tickets::{Priority, TicketId},
        },
    };

    /// Every from × to × relation, against the table of GUIDANCE written out once more as words.
    #[test]
    fn the_workflow_is_exactly_the_table() {
        let now = Time::UNIX_EPOCH + Duration::days(10_000);
        let table = [
            ("en cours", "resolu", "responsable admin"),
            ("resolu", "en cours", "demandeur responsable admin"),
            ("resolu", "ferme", "demandeur responsable admin"),
            ("ouvert", "annule", "demandeur admin"),
            ("en cours", "annule", "admin"),
            ("resolu", "annule", "admin"),
        ];
        for &from in Status::ALL {
            for &to in Status::ALL {
                for &who in Relation::ALL {
                    let row = table.iter().find(|(f, t, _)| *f == from.word() && *t == to.word());
                    let expected = row.is_some_and(|(.., people)| people.split(' ').any(|p| p == who.word()));
                    assert_eq!(
                        may_change_status(from, to, who, Some(now), now).is_ok(),
                        expected,
                        "{from} → {to} by {who}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_resolved_ticket_reopens_for_seven_days() {
        let now = Time::UNIX_EPOCH + Duration::days(10_000);
        let reopen = |age| {
            may_change_status(Status::Resolved, Status::InProgress, Relation::Requester, Some(now - age), now)
        };
        assert!(reopen(Duration::days(7)).is_ok());
        assert_eq!(reopen(Duration::days(7) + Duration::seconds(1)), Err(Error::Conflict(Conflict::Late)));
    }

    /// GUIDANCE, "Who" and "The pause of typing": others read, and in a pause nobody has plain words.
    #[test]
    fn who_writes_on_a_ticket_is_exactly_the_table() {
        use Relation::*;
        let now = Time::UNIX_EPOCH;
        let by = Author { id: AccountId::new(), name: "Ada".into(), role: Role::Employee };
        let ticket = |status, typing_paused| Ticket {
            id: TicketId::new(),
            number: 1,
            title: String::new(),
            description: String::new(),
            status,
            priority: Priority::Normal,
            category: CategoryId::new(),
            category_name: String::new(),
            department: None,
            department_name: None,
            requester: by.clone(),
            lead: None,
            guided: typing_paused,
            typing_paused,
            created_at: now,
            updated_at: now,
            resolved_at: None,
            rev: 1,
        };
        for (&status, paused) in Status::ALL.iter().flat_map(|status| [(status, false), (status, true)]) {
            let is_final = matches!(status, Status::Closed | Status::Cancelled);
            for &who in Relation::ALL {
                let (writes, prepares) = match who {
                    Stranger => (Err(Error::NotFound), Err(Error::NotFound)),
                    _ if is_final => {
                        (Err(Error::Conflict(Conflict::Final)), Err(Error::Conflict(Conflict::Final)))
                    }
                    OtherTechnician => (Err(Error::Forbidden), Err(Error::Forbidden)),
                    Requester if paused => {
                        (Err(Error::Conflict(Conflict::TypingPaused)), Err(Error::Forbidden))
                    }
                    Requester => (Ok(()), Err(Error::Forbidden)),
                    Lead | Admin if paused => (Err(Error::Conflict(Conflict::GuidanceActive)), Ok(())),
                    Lead | Admin => (Ok(()), Ok(())),
                };
                assert_eq!(
                    may_write(&ticket(status, paused), who),
                    writes,
                    "{who} writes when {status}, paused: {paused}"
                );
                assert_eq!(may_prepare(status, who), prepares, "{who} prepares when {status}");
            }
        }
    }

    #[test]
    fn nobody_takes_their_own_request_nor_a_taken_one() {
        assert!(may_take(Status::Open, Relation::OtherTechnician).is_ok());
        assert_eq!(may_take(Status::Open, Relation::Requester), Err(Error::Forbidden));
        assert_eq!(
            may_take(Status::InProgress, Relation::OtherTechnician),
            Err(Error::Conflict(Conflict::AlreadyTaken))
        );
        assert_eq!(may_take(Status::Open, Relation::Stranger), Err(Error::NotFound));
    }
}
