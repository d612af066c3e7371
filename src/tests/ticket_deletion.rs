//! A deleted ticket is nowhere but in the list that admins have of those.
use crate::{
    base::{Conflict, Error, Problem},
    features::{
        conversation::server::service as conversation,
        desk::server::service as desk,
        tickets::{
            Counts, QueueFilter, QueueTab, Status,
            server::{followers, service as tickets},
        },
    },
    server::{Signed, jobs, search},
    story,
    tests::{pictures::photo, world::World},
};
use chrono::Duration;

async fn deleted(world: &World) -> i64 {
    let number = world.taken_ticket().await;
    tickets::delete(&world.grace, number, "Ouvert deux fois", Default::default()).await.unwrap();
    number
}

fn sought(search: &str) -> QueueFilter {
    QueueFilter { tab: QueueTab::All, search: search.into(), ..Default::default() }
}

story!(it_is_gone_from_every_path, |world| {
    let number = deleted(&world).await;
    world.index().await;
    let everybody: [&Signed; 4] = [&world.ada, &world.grace, &world.radia, &world.linus];
    for who in everybody {
        let paths = [
            desk::view(who, number).await.map(drop),
            tickets::find(who, number).await.map(drop),
            tickets::backlog(who, number, 0).await.map(drop),
            tickets::mark_read(who, number, 1).await.map(drop),
            conversation::say(who, number, "Bonjour".into(), Default::default()).await.map(drop),
            tickets::change_status(who, number, Status::Resolved, Default::default()).await,
            tickets::delete(who, number, "Encore", Default::default()).await.map(drop),
        ];
        assert!(paths.iter().all(|path| *path == Err(Error::NotFound)), "{} {paths:?}", who.actor.name);
    }
    assert!(tickets::list_mine(&world.ada, String::new(), None).await.unwrap().items.is_empty());
    for search in ["", "imprimante", &number.to_string()] {
        assert!(
            tickets::list_queue(&world.grace, sought(search)).await.unwrap().items.is_empty(),
            "{search}"
        );
        let mine = tickets::list_requested(&world.ada, sought(search)).await.unwrap();
        assert!(mine.items.is_empty() && mine.found.unwrap_or(0) == 0, "{search}");
    }
    assert_eq!(tickets::count_queue(&world.grace).await.unwrap(), Counts::default());
    assert_eq!(tickets::tally(&world.ada).await.unwrap().count(|_, _| true), 0);
    assert_eq!(tickets::tally(&world.grace).await.unwrap().count(|_, _| true), 0);
    let listed = tickets::list_deleted(&world.linus, None).await.unwrap();
    let line = &listed.items[0];
    assert_eq!((line.number, line.requester.as_str()), (number, "ada"));
    assert_eq!(
        (line.deletion.by.name.as_str(), line.deletion.reason.as_str()),
        ("grace", "Ouvert deux fois")
    );
    let (seen, _) = tickets::find_deleted(&world.linus, number).await.unwrap();
    assert_eq!(seen.ticket.description, "L’imprimante P-12 n’imprime plus");
});

story!(its_pictures_are_there_for_admins_and_on_their_path_alone, |world| {
    let number = world.taken_ticket().await;
    let id = conversation::add_picture(&world.ada, number, photo()).await.unwrap().id;
    let sees = async |who: &Signed| conversation::picture(who, id, false).await.map(drop);
    let sees_deleted = async |who: &Signed| conversation::deleted_picture(who, id, true).await.map(drop);
    assert_eq!(sees_deleted(&world.linus).await, Err(Error::NotFound), "it is not deleted");
    tickets::delete(&world.grace, number, "Ouvert deux fois", Default::default()).await.unwrap();
    for who in [&world.ada, &world.grace, &world.radia, &world.eve] {
        assert_eq!((sees(who).await, sees_deleted(who).await), (Err(Error::NotFound), Err(Error::NotFound)));
    }
    assert_eq!((sees(&world.linus).await, sees_deleted(&world.linus).await), (Err(Error::NotFound), Ok(())));
    tickets::restore(&world.linus, number, Default::default()).await.unwrap();
    assert_eq!((sees(&world.ada).await, sees_deleted(&world.linus).await), (Ok(()), Err(Error::NotFound)));
});

story!(who_deleted_it_undoes_it_for_ten_minutes_and_an_admin_always, |world| {
    let number = deleted(&world).await;
    assert_eq!(tickets::restore(&world.radia, number, Default::default()).await, Err(Error::NotFound));
    assert_eq!(tickets::restore(&world.ada, number, Default::default()).await, Err(Error::NotFound));
    let events = world_events(&world, number).await;
    tickets::restore(&world.grace, number, Default::default()).await.unwrap();
    world.index().await;
    let view = world.view(&world.ada, number).await;
    assert_eq!(view.events.len(), events + 1);
    assert_eq!(view.ticket.status, Status::InProgress);
    assert_eq!(tickets::list_queue(&world.grace, sought("imprimante")).await.unwrap().items.len(), 1);
    assert_eq!(tickets::count_queue(&world.grace).await.unwrap(), Counts { mine: 1, untaken: 0, all: 1 });
    tickets::delete(&world.grace, number, "Tout de même", Default::default()).await.unwrap();
    world.house.clock.advance(Duration::minutes(11));
    let late = tickets::restore(&world.grace, number, Default::default()).await;
    assert_eq!(late, Err(Error::Conflict(Conflict::Late)));
    tickets::restore(&world.linus, number, Default::default()).await.unwrap();
    assert!(tickets::find(&world.ada, number).await.is_ok());
    assert_eq!(tickets::restore(&world.linus, number, Default::default()).await, Err(Error::NotFound));
});

async fn world_events(world: &World, number: i64) -> usize {
    let (seen, _) = tickets::find_deleted(&world.linus, number).await.unwrap();
    seen.ticket.rev as usize
}

story!(a_reason_is_needed, |world| {
    let number = world.open_ticket().await;
    let refused = tickets::delete(&world.grace, number, "  ", Default::default()).await.unwrap_err();
    assert_eq!(refused.problem_of("reason"), Some(Problem::Empty));
});

story!(what_is_purged_is_in_no_table_and_no_index, |world| {
    let number = world.taken_ticket().await;
    conversation::say(&world.ada, number, "code ZEBRE".into(), Default::default()).await.unwrap();
    tickets::set_tags(&world.grace, number, vec!["girafe".into()], Default::default()).await.unwrap();
    tickets::invite(&world.ada, number, "edsger@cordee.test", Default::default()).await.unwrap();
    world.index().await;
    assert_eq!(tickets::purge(&world.linus, number).await, Err(Error::NotFound), "only what is deleted");
    tickets::delete(&world.grace, number, "Par erreur", Default::default()).await.unwrap();
    world.index().await;
    tickets::purge(&world.linus, number).await.unwrap();
    assert!(tickets::list_deleted(&world.linus, None).await.unwrap().items.is_empty());
    assert_eq!(tickets::restore(&world.linus, number, Default::default()).await, Err(Error::NotFound));
    let mut tx = world.house.db.read().await.unwrap();
    assert_eq!(search::count_postings(&mut tx, followers::KIND, number).await.unwrap(), 0);
});

story!(after_its_days_it_goes_by_itself, |world| {
    let number = deleted(&world).await;
    jobs::ask_for_due(world.house.clone()).await.unwrap();
    for (days, stays) in [(88, true), (3, false)] {
        world.house.clock.advance(Duration::days(days));
        jobs::ask_for_due(world.house.clone()).await.unwrap();
        jobs::run_due(&world.house).await.unwrap();
        let there = tickets::find_deleted(&world.linus, number).await.is_ok();
        assert_eq!(there, stays, "after {days} days more");
    }
});

story!(the_list_goes_on_page_by_page, |world| {
    let mut numbers = Vec::new();
    for _ in 0..53 {
        numbers.insert(0, deleted(&world).await);
    }
    let first = tickets::list_deleted(&world.linus, None).await.unwrap();
    let second = tickets::list_deleted(&world.linus, first.next.clone()).await.unwrap();
    let listed: Vec<_> = first.items.iter().chain(&second.items).map(|line| line.number).collect();
    assert_eq!((listed, second.next), (numbers, None));
});
