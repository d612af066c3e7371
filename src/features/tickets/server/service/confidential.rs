//! Tickets that are there only for whom they concern, one by one or all of a department's.
use super::super::{
    jobs, store,
    work::{Delivery, perform, perform_as_house},
};
use super::around::unless_as_it_was;
use crate::{
    base::{AppResult, Conflict, Error},
    features::{
        departments::{DepartmentId, server::service as departments},
        tickets::*,
    },
    server::{Admin, House, Signed},
};

/// So many tickets are looked for at once.
const AT_ONCE: i64 = 200;

/// A ticket is there only for whom it concerns, or for all staff again. Where its department treats all of
/// them so, it stays so.
pub async fn set_confidential(
    ctx: &Signed,
    number: i64,
    confidential: bool,
    delivery: Delivery,
) -> AppResult<()> {
    let set = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_set_confidential(work.ticket.status, work.who, confidential)?;
            if work.ticket.confidential == confidential {
                return Err(Error::Conflict(Conflict::AsItWas));
            }
            let department = departments::check_department(tx, work.ticket.department).await?;
            if !confidential && department.is_some_and(|department| department.confidential) {
                return Err(Error::Conflict(Conflict::ConfidentialDepartment));
            }
            if !confidential && store::has_confidential_merged(tx, work.ticket.id).await? {
                return Err(Error::Conflict(Conflict::ConfidentialMerged));
            }
            store::set_confidential(tx, work.ticket.id, confidential).await?;
            work.record(&TicketEvent::Confidential { confidential })
        })
    });
    unless_as_it_was(set.await)
}

/// All tickets a department treats are confidential, or only those that are marked. Those it has already are
/// marked by a job.
pub async fn set_department_confidential(ctx: &Admin, id: DepartmentId, confidential: bool) -> AppResult<()> {
    let now = ctx.clock.now();
    let unit = ctx.db.write(move |tx| {
        Box::pin(async move {
            departments::set_confidential(tx, id, confidential).await?;
            if confidential { jobs::confine_later(tx, id, now).await } else { Ok(()) }
        })
    });
    unit.await?;
    tracing::info!(by = %ctx.actor.id, department = %id, confidential, "a department was changed");
    Ok(())
}

/// Marks what a department treats and is not marked yet, whatever its state.
pub async fn confine(house: &House, department: DepartmentId) -> AppResult<()> {
    let mut after = 0;
    loop {
        let mut tx = house.db.glance().await?;
        let open = store::list_unconfined(&mut tx, department, after, AT_ONCE).await?;
        drop(tx);
        let Some(last) = open.last() else { return Ok(()) };
        after = *last;
        for number in open {
            mark(house, number, Some(department)).await?;
            mark_where_it_goes_on(house, number).await?;
        }
    }
}

/// What was said on a ticket that was merged is confidential where it was merged, too.
async fn mark_where_it_goes_on(house: &House, mut number: i64) -> AppResult<()> {
    loop {
        let merge = store::find_merge(&mut house.db.glance().await?, number).await?;
        let Some(merge) = merge else { return Ok(()) };
        number = merge.target_number;
        mark(house, number, None).await?;
    }
}

/// Marks a ticket, if it is of this department; what is marked or gone already stays as it is.
async fn mark(house: &House, number: i64, department: Option<DepartmentId>) -> AppResult<()> {
    let marked = perform_as_house(house, number, move |tx, work| {
        Box::pin(async move {
            let elsewhere = department.is_some() && work.ticket.department != department;
            if work.ticket.confidential || elsewhere {
                return Err(Error::Conflict(Conflict::AsItWas));
            }
            store::set_confidential(tx, work.ticket.id, true).await?;
            work.record(&TicketEvent::Confidential { confidential: true })
        })
    });
    match marked.await {
        Ok(_) | Err(Error::NotFound | Error::Conflict(Conflict::AsItWas)) => Ok(()),
        Err(error) => Err(error),
    }
}
