//! Who is switched off, or no technician any more, leaves tickets behind: they are marked, and there to be
//! taken.
use super::world::World;
use crate::{
    base::{AppResult, Conflict, Error},
    features::{
        accounts::{PersonChange, server::service as accounts},
        guidance::server::service as guidance,
        tickets::{Priority, QueueFilter, QueueTab, Status, server::service as tickets},
    },
    server::Staff,
    story,
};

/// The numbers to take, as this technician sees them; each is counted.
async fn to_take(who: &Staff) -> Vec<i64> {
    let filter = QueueFilter { tab: QueueTab::Untaken, ..Default::default() };
    let lines = tickets::list_queue(who, filter.clone()).await.unwrap().items;
    assert!(lines.iter().all(|line| line.lead_gone == line.lead.is_some()));
    let counted = tickets::count_queue(who).await.unwrap().untaken;
    assert_eq!(counted, lines.len() as i64);
    let pressing = QueueFilter { priority: Some(Priority::Critical), ..filter };
    assert!(tickets::list_queue(who, pressing).await.unwrap().items.is_empty());
    lines.iter().map(|line| line.number).collect()
}

async fn change(world: &World, who: &Staff, change: PersonChange) -> AppResult<()> {
    accounts::change_person(&world.linus, who.actor.id, change).await
}

story!(what_a_lead_who_left_had_in_charge_is_there_to_be_taken, |world| {
    let guided = world.guided_ticket().await;
    let taken = world.taken_ticket().await;
    let open = world.open_ticket().await;
    assert_eq!(to_take(&world.radia).await, [open]);
    let refused = tickets::take(&world.radia, taken, Default::default()).await;
    assert_eq!(refused, Err(Error::Beaten { why: Conflict::AlreadyTaken, by: "grace".into() }));

    let off = PersonChange { active: Some("off".into()), ..Default::default() };
    change(&world, &world.grace, off).await.unwrap();
    assert_eq!(to_take(&world.radia).await, [open, taken, guided]);
    assert!(tickets::find(&world.ada, guided).await.unwrap().lead_gone);
    guidance::take_over(&world.radia, guided).await.unwrap();
    tickets::take(&world.radia, taken, Default::default()).await.unwrap();
    assert_eq!(to_take(&world.radia).await, [open]);
    let now = tickets::find(&world.ada, guided).await.unwrap();
    assert!(!now.lead_gone && now.guided && now.lead.is_some_and(|lead| lead.id == world.radia.actor.id));

    let demoted = PersonChange { role: Some("employe".into()), ..Default::default() };
    change(&world, &world.radia, demoted).await.unwrap();
    assert_eq!(to_take(&world.linus).await, [open, taken, guided]);
    tickets::take(&world.linus, guided, Default::default()).await.unwrap();
    assert_eq!(to_take(&world.linus).await, [open, taken]);
});

story!(what_was_left_behind_is_found_among_what_is_to_be_taken, |world| {
    let resolved = world.taken_ticket().await;
    tickets::change_status(&world.grace, resolved, Status::Resolved, Default::default()).await.unwrap();
    let guided = world.guided_ticket().await;
    let taken = world.taken_ticket().await;
    let open = world.open_ticket().await;
    world.index().await;
    let find = async |search: &str, priority: Option<Priority>| {
        let filter =
            QueueFilter { tab: QueueTab::Untaken, search: search.into(), priority, ..Default::default() };
        let page = tickets::list_queue(&world.radia, filter).await.unwrap();
        let numbers: Vec<i64> = page.items.iter().map(|line| line.number).collect();
        assert_eq!(page.found, Some(numbers.len() as i64));
        numbers
    };
    assert_eq!(find("imprimante", None).await, [open]);
    let off = PersonChange { active: Some("off".into()), ..Default::default() };
    change(&world, &world.grace, off).await.unwrap();
    assert_eq!(find("imprimante", None).await, [open, taken, guided]);
    assert_eq!(find(&taken.to_string(), None).await, [taken]);
    assert!(find("imprimante", Some(Priority::Critical)).await.is_empty());
    assert!(find("cafetière", None).await.is_empty());
    tickets::take(&world.radia, taken, Default::default()).await.unwrap();
    world.index().await;
    assert_eq!(find("imprimante", None).await, [open, guided]);
});
