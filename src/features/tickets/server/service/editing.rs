//! Changing what stands on a ticket.
use super::super::{
    store,
    work::{Delivery, Work, perform},
};
use super::find;
use crate::{
    base::{AppResult, Lang},
    features::{departments::server::service as departments, tickets::*},
    server::{Signed, db::Tx},
};

/// Changes the fields that were sent. What changes nothing is told to nobody.
pub async fn edit(ctx: &Signed, number: i64, form: EditTicketForm, delivery: Delivery) -> AppResult<()> {
    let now = find(ctx, number).await?;
    let edit = form.clone().since(&now)?.parse()?.of(&now);
    if edit.is_nothing() && delivery.at.as_ref().is_none_or(|at| at.contains(&now.rev)) {
        return may_edit(now.status, now.relation(ctx.actor.id, ctx.actor.role));
    }
    let edited =
        perform(ctx, number, delivery, move |tx, work| Box::pin(async move { change(tx, work, form).await }));
    edited.await.map(drop)
}

async fn change(tx: &mut Tx<'_>, work: &mut Work, form: EditTicketForm) -> AppResult<()> {
    let edit = form.since(&work.ticket)?.parse()?.of(&work.ticket);
    if edit.sorts() {
        may_sort(work.ticket.status, work.who)?;
    }
    may_edit(work.ticket.status, work.who)?;
    let before = before(&edit, &work.ticket);
    let (after, other) = edited(tx, edit, &work.ticket).await?;
    store::update_fields(tx, &after).await?;
    let becomes_confidential = after.confidential && !work.ticket.confidential;
    let Ticket { title, priority, category, category_name, .. } = after;
    work.record(&TicketEvent::Edited { title, priority, category, category_name, other, before })?;
    if becomes_confidential {
        store::set_confidential(tx, work.ticket.id, true).await?;
        work.record(&TicketEvent::Confidential { confidential: true })?;
    }
    Ok(())
}

/// The ticket as it is afterwards, and those of its new fields that an event tells only where they changed. A
/// department that treats all of its tickets confidentially makes this one so.
async fn edited(tx: &mut Tx<'_>, edit: TicketEdit, now: &Ticket) -> AppResult<(Ticket, OtherFields)> {
    let mut after = now.clone();
    if let Some(category) = edit.category {
        let category = departments::category_or_default(tx, Some(category), Lang::Fr).await?;
        (after.category, after.category_name) = (category.id, category.name);
    }
    let mut treated_by = None;
    if let Some(department) = edit.department {
        let known = departments::check_department(tx, department).await?;
        after.confidential |= known.as_ref().is_some_and(|known| known.confidential);
        let name = known.map(|known| known.name);
        (after.department, after.department_name) = (department, name.clone());
        treated_by = Some(TreatedBy { department, name });
    }
    let other = OtherFields {
        description: edit.description.clone(),
        kind: edit.kind,
        nature: edit.nature,
        treated_by,
    };
    after.title = edit.title.unwrap_or(after.title);
    after.description = edit.description.unwrap_or(after.description);
    after.priority = edit.priority.unwrap_or(after.priority);
    after.kind = edit.kind.unwrap_or(after.kind);
    after.nature = edit.nature.unwrap_or(after.nature);
    Ok((after, other))
}

/// What the fields were that an edit changes.
fn before(edit: &TicketEdit, now: &Ticket) -> Before {
    Before {
        title: edit.title.as_ref().map(|_| now.title.clone()),
        description: edit.description.as_ref().map(|_| now.description.clone()),
        priority: edit.priority.map(|_| now.priority),
        category: edit.category.map(|_| now.category_name.clone()),
        kind: edit.kind.map(|_| now.kind),
        nature: edit.nature.map(|_| now.nature),
        department: edit.department.map(|_| now.department_name.clone().unwrap_or_default()),
    }
}
