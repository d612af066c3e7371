//! A confidential ticket is not there for whom it does not concern: on no path, in no list, in no count.
use crate::{
    base::{Conflict, Error, Page, live::Event},
    features::{
        accounts::server::service as accounts,
        conversation::server::service as conversation,
        departments::{DepartmentId, server::service as departments},
        desk::server::service as desk,
        tickets::{
            Counts, EditTicketForm, NewTicketForm, QueueFilter, QueueTab, TicketSummary,
            server::service as tickets,
        },
    },
    server::{Caller, Signed, Staff, jobs},
    story,
    tests::world::World,
};
use chrono::Duration;

async fn confidential(world: &World, department: Option<DepartmentId>) -> i64 {
    let form = NewTicketForm {
        problem: "Mon bulletin de paie est faux, code ZEBRE".into(),
        confidential: "on".into(),
        department: department.map(|id| id.to_string()).unwrap_or_default(),
        ..Default::default()
    };
    tickets::open(&world.ada, form).await.unwrap()
}

async fn serve(world: &World, who: &Signed, departments: &[DepartmentId]) {
    let set = accounts::set_served(&world.linus, who.actor.id, departments.to_vec());
    set.await.unwrap();
}

async fn queue(who: &Staff, tab: QueueTab, search: &str) -> Page<TicketSummary> {
    let filter = QueueFilter { tab, search: search.into(), ..Default::default() };
    tickets::list_queue(who, filter).await.unwrap()
}

/// On every path a person could learn of it by.
async fn is_there(world: &World, who: &Staff, number: i64) -> bool {
    world.index().await;
    let paths = [
        desk::view(who, number).await.is_ok(),
        tickets::find(who, number).await.is_ok(),
        tickets::backlog(who, number, 0).await.is_ok(),
        conversation::list_earlier(who, number, i64::MAX).await.is_ok(),
        tickets::others_readings(who, number).await.is_ok(),
        tickets::mark_read(who, number, 1).await.is_ok(),
        tickets::may_type(who, number).await.is_ok(),
        queue(who, QueueTab::All, "").await.items.iter().any(|line| line.number == number),
        !queue(who, QueueTab::All, "zebre").await.items.is_empty(),
        queue(who, QueueTab::All, "zebre").await.found == Some(1),
        !queue(who, QueueTab::All, &number.to_string()).await.items.is_empty(),
        tickets::count_queue(who).await.unwrap().all == 1,
    ];
    assert!(paths.iter().all(|path| *path == paths[0]), "{paths:?}");
    let verbs = tickets::take(who, number, Default::default()).await;
    assert_eq!(verbs == Err(Error::NotFound), !paths[0]);
    if verbs.is_ok() {
        let back =
            tickets::change_status(who, number, crate::features::tickets::Status::Open, Default::default());
        back.await.unwrap();
    }
    paths[0]
}

story!(it_is_there_for_whom_it_concerns_and_for_nobody_else, |world| {
    let payroll = departments::add_department(&world.linus, "Paie".into()).await.unwrap();
    let other = departments::add_department(&world.linus, "Atelier".into()).await.unwrap();
    let number = confidential(&world, Some(payroll)).await;
    serve(&world, &world.radia, &[other]).await;
    assert!(!is_there(&world, &world.grace, number).await);
    assert!(!is_there(&world, &world.radia, number).await);
    serve(&world, &world.radia, &[other, payroll]).await;
    assert!(is_there(&world, &world.radia, number).await);
    serve(&world, &world.radia, &[]).await;
    assert!(!is_there(&world, &world.radia, number).await);
    // Invited staff act there as other technicians.
    tickets::invite(&world.ada, number, "radia@cordee.test", Default::default()).await.unwrap();
    assert!(is_there(&world, &world.radia, number).await);
    // The lead sees it, whoever gave it.
    tickets::assign(&world.linus, number, world.grace.actor.id, Default::default()).await.unwrap();
    assert!(desk::view(&world.grace, number).await.is_ok());
    world.index().await;
    let untaken = Counts { mine: 1, untaken: 0, all: 1 };
    assert_eq!(tickets::count_queue(&world.grace).await.unwrap(), untaken);
    assert_eq!(queue(&world.grace, QueueTab::Mine, "zebre").await.items.len(), 1);
    for stranger in [&world.eve, &world.edsger] {
        assert_eq!(desk::view(stranger, number).await.map(drop), Err(Error::NotFound));
    }
});

story!(what_nobody_takes_is_not_offered_to_whom_it_is_hidden_from, |world| {
    let number = confidential(&world, None).await;
    let open = world.open_ticket().await;
    let numbers = |page: Page<TicketSummary>| page.items.iter().map(|line| line.number).collect::<Vec<_>>();
    assert_eq!(numbers(queue(&world.grace, QueueTab::Untaken, "").await), [open]);
    assert_eq!(tickets::count_queue(&world.grace).await.unwrap().untaken, 1);
    assert_eq!(
        numbers(queue(&Staff::of(&world.linus).unwrap(), QueueTab::Untaken, "").await),
        [open, number]
    );
    assert_eq!(tickets::count_queue(&Staff::of(&world.linus).unwrap()).await.unwrap().untaken, 2);
});

story!(a_technician_counts_their_own_once, |world| {
    let form = NewTicketForm {
        problem: "Mon poste, code ZEBRE".into(),
        confidential: "on".into(),
        ..Default::default()
    };
    let number = tickets::open(&world.grace, form).await.unwrap();
    assert_eq!(tickets::count_queue(&world.grace).await.unwrap(), Counts { mine: 0, untaken: 1, all: 1 });
    assert_eq!(queue(&world.grace, QueueTab::All, "").await.items[0].number, number);
    assert_eq!(tickets::count_queue(&world.radia).await.unwrap().all, 0);
    tickets::assign(&world.linus, number, world.radia.actor.id, Default::default()).await.unwrap();
    assert_eq!(tickets::count_queue(&world.grace).await.unwrap(), Counts { mine: 0, untaken: 0, all: 1 });
    assert_eq!(tickets::count_queue(&world.radia).await.unwrap(), Counts { mine: 1, untaken: 0, all: 1 });
});

fn readings(events: &[Event]) -> usize {
    events.iter().filter(|event| event.kind == "lecture_admin").count()
}

story!(an_admins_reading_is_told_to_staff_once_a_day, |world| {
    let number = confidential(&world, None).await;
    tickets::assign(&world.linus, number, world.grace.actor.id, Default::default()).await.unwrap();
    for _ in 0..3 {
        desk::view(&world.linus, number).await.unwrap();
        tickets::find(&world.linus, number).await.unwrap();
        tickets::backlog(&world.linus, number, 0).await.unwrap();
    }
    assert_eq!(readings(&world.view(&world.grace, number).await.events), 1);
    assert_eq!(readings(&world.view(&world.ada, number).await.events), 0);
    world.house.clock.advance(Duration::hours(25));
    desk::view(&world.linus, number).await.unwrap();
    assert_eq!(readings(&world.view(&world.grace, number).await.events), 2);
    world.house.clock.advance(Duration::hours(25));
    conversation::list_earlier(&world.linus, number, i64::MAX).await.unwrap();
    tickets::list_references(&world.linus, number).await.unwrap();
    assert_eq!(readings(&world.view(&world.grace, number).await.events), 3, "on every path, once");
    let open = world.open_ticket().await;
    desk::view(&world.linus, open).await.unwrap();
    assert_eq!(readings(&world.view(&world.linus, open).await.events), 0);
});

story!(all_that_a_department_treats_can_be_confidential, |world| {
    let payroll = departments::add_department(&world.linus, "Paie".into()).await.unwrap();
    let form = |department: Option<DepartmentId>| NewTicketForm {
        problem: "Une prime manque".into(),
        department: department.map(|id| id.to_string()).unwrap_or_default(),
        ..Default::default()
    };
    let before = tickets::open(&world.ada, form(Some(payroll))).await.unwrap();
    let elsewhere = tickets::open(&world.ada, form(None)).await.unwrap();
    tickets::set_department_confidential(&world.linus, payroll, true).await.unwrap();
    jobs::run_due(&world.house).await.unwrap();
    let after = tickets::open(&world.ada, form(Some(payroll))).await.unwrap();
    let moved = EditTicketForm { department: Some(payroll.to_string()), ..Default::default() };
    assert!(tickets::find(&world.grace, elsewhere).await.is_ok());
    tickets::edit(&world.grace, elsewhere, moved, Default::default()).await.unwrap();
    for number in [before, after, elsewhere] {
        assert!(tickets::find(&world.ada, number).await.unwrap().confidential, "{number}");
        assert_eq!(tickets::find(&world.grace, number).await.map(drop), Err(Error::NotFound));
    }
    let stays = tickets::set_confidential(&world.linus, after, false, Default::default()).await;
    assert_eq!(stays, Err(Error::Conflict(Conflict::ConfidentialDepartment)));
    tickets::set_department_confidential(&world.linus, payroll, false).await.unwrap();
    tickets::set_confidential(&world.linus, after, false, Default::default()).await.unwrap();
    assert!(tickets::find(&world.grace, after).await.is_ok());
});
