//! Who may do what on a ticket: every verb with its rule, so that all of it can be asked at once.
use super::*;
use crate::{
    base::{AppResult, Time},
    features::tickets::{Relation, Status, Ticket},
};

crate::word_set!(
    /// What can be done with a ticket that is there, besides guidance.
    Verb {
        Take = "prendre",
        Give = "confier",
        PutBack = "remettre",
        TakeUp = "reprendre",
        Resolve = "resoudre",
        Close = "fermer",
        Cancel = "annuler",
        Edit = "modifier",
        Sort = "classer",
        Tag = "etiqueter",
        Write = "ecrire",
        Wait = "attendre",
        Invite = "inviter",
        Confine = "rendre_confidentiel",
        OpenUp = "ouvrir_a_tous",
        Watch = "suivre",
        Link = "relier",
        Merge = "fusionner",
        Delete = "supprimer",
    }
);

/// May a person with this relation do it now? Refused for ever is `Forbidden`, or `NotFound` where the ticket
/// does not exist for them; refused by its present state is a `Conflict` that says why.
pub fn may(verb: Verb, ticket: &Ticket, who: Relation, now: Time) -> AppResult<()> {
    let move_to = |to| may_change_status(ticket, to, who, now);
    match verb {
        Verb::Take => may_take(ticket, who),
        Verb::Give => may_assign(ticket, who),
        Verb::PutBack => move_to(Status::Open),
        Verb::TakeUp if ticket.status == Status::Open => may_take(ticket, who),
        Verb::TakeUp => move_to(Status::InProgress),
        Verb::Resolve => move_to(Status::Resolved),
        Verb::Close => move_to(Status::Closed),
        Verb::Cancel => move_to(Status::Cancelled),
        Verb::Edit => may_edit(ticket.status, who),
        Verb::Sort => may_sort(ticket.status, who),
        Verb::Tag => may_tag(ticket.status, who),
        Verb::Write => may_write(ticket, who),
        Verb::Wait => may_set_waiting(ticket.status, who),
        Verb::Invite => may_invite(ticket.status, who),
        Verb::Confine => may_set_confidential(ticket.status, who, true),
        Verb::OpenUp => may_set_confidential(ticket.status, who, false),
        Verb::Watch => may_watch(who),
        Verb::Link => may_link(ticket.status, who),
        Verb::Merge => may_merge(ticket, who),
        Verb::Delete => may_delete(ticket, who),
    }
}
