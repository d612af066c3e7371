//! Who is it, may they see it, may they do it — for every verb on a ticket.
use super::{
    api_world::Api,
    world::{World, write},
};
use crate::{
    base::{Actor, Conflict, Error, Role},
    features::{
        conversation::server::service as conversation,
        desk::server::service as desk,
        guidance::{Act, server::service as guidance},
        tickets::{EditTicketForm, NewTicketForm, QueueFilter, QueueTab, Status, server::service as tickets},
    },
    server::{
        Admin, Caller, Ctx, Signed, Staff,
        limits::{READ, WRITE},
    },
    story,
};
use chrono::Duration;

story!(for_a_stranger_the_ticket_is_not_there, |world| {
    let number = world.guided_ticket().await;
    let before = world.view(&world.linus, number).await;
    let eve = &world.eve;
    let all = [
        desk::view(eve, number).await.map(drop),
        conversation::say(eve, number, "Bonjour".into(), Default::default()).await.map(drop),
        conversation::list_earlier(eve, number, 10).await.map(drop),
        guidance::act_on(eve, number, Act::Stop { session: None }, Default::default()).await.map(drop),
        guidance::act_on(eve, number, write("Éteignez"), Default::default()).await.map(drop),
        tickets::change_status(eve, number, Status::Cancelled, Default::default()).await,
        tickets::assign(eve, number, world.radia.actor.id, Default::default()).await,
        tickets::backlog(eve, number, 0).await.map(drop),
        tickets::mark_read(eve, number, 1).await.map(drop),
    ];
    assert!(all.iter().all(|answer| *answer == Err(Error::NotFound)), "{all:?}");
    let after = world.view(&world.linus, number).await;
    assert_eq!((after.events, after.ticket), (before.events, before.ticket));
});

/// A verb takes whom it is for, and these can be had by nobody else.
#[tokio::test]
async fn who_may_call_is_asked_once_for_all() {
    let world = World::on_sqlite().await;
    let refusals = |who: &Ctx| [Signed::of(who).err(), Staff::of(who).err(), Admin::of(who).err()];
    let (no, nobody) = (Some(Error::Forbidden), Some(Error::Unauthenticated));
    assert_eq!(refusals(&world.visitor()), [nobody.clone(), nobody.clone(), nobody]);
    assert_eq!(refusals(&world.ada), [None, no.clone(), no.clone()]);
    assert_eq!(refusals(&world.grace), [None, None, no]);
    assert_eq!(refusals(&world.linus), [None, None, None]);
}

story!(employees_take_nothing, |world| {
    let number = world.open_ticket().await;
    for who in [&world.ada, &world.eve] {
        assert_eq!(
            tickets::take(who, number, Default::default()).await,
            Err(if std::ptr::eq(who, &world.ada) { Error::Forbidden } else { Error::NotFound })
        );
    }
    assert!(tickets::list_mine(&world.eve, String::new(), None).await.unwrap().items.is_empty());
    assert_eq!(tickets::list_mine(&world.ada, String::new(), None).await.unwrap().items[0].number, number);
});

story!(ada_is_led_back_to_her_step_from_any_browser, |world| {
    let number = world.taken_ticket().await;
    world.open_ticket().await;
    assert_eq!(tickets::guided_now(&world.ada).await, Ok(None));
    world.act(&world.grace, number, Act::Start).await.unwrap();
    assert_eq!(tickets::guided_now(&world.ada).await, Ok(Some(number)));
    let lines = tickets::list_mine(&world.ada, String::new(), None).await.unwrap().items;
    assert_eq!(
        lines.iter().map(|line| (line.number, line.guided)).collect::<Vec<_>>(),
        [(number + 1, false), (number, true)]
    );
    for other in [&world.eve, &*world.grace] {
        assert_eq!(tickets::guided_now(other).await, Ok(None));
    }
    world.act(&world.ada, number, Act::Stop { session: None }).await.unwrap();
    assert_eq!(tickets::guided_now(&world.ada).await, Ok(None));
});

story!(another_technician_guides_nothing_but_edits, |world| {
    let number = world.guided_ticket().await;
    assert_eq!(world.view(&world.radia, number).await.ticket.number, number);
    for act in [
        write("Éteignez"),
        Act::Lift,
        Act::GoOn,
        Act::Stop { session: None },
        Act::End { solved: true, message: None, call: None, asked: None },
    ] {
        assert_eq!(world.act(&world.radia, number, act).await, Err(Error::Forbidden));
    }
    let form = EditTicketForm { title: Some("Autre".into()), ..Default::default() };
    tickets::edit(&world.radia, number, form, Default::default()).await.unwrap();
    assert_eq!(world.view(&world.ada, number).await.ticket.title, "Autre");
});

story!(the_queue_is_hidden_from_ada_on_every_path, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    world.write(number, "SECRET").await.unwrap();
    let seen = serde_json::to_string(&world.view(&world.ada, number).await).unwrap();
    let backlog = tickets::backlog(&world.ada, number, 0).await.unwrap();
    let earlier = conversation::list_earlier(&world.ada, number, i64::MAX).await.unwrap();
    for text in
        [seen, serde_json::to_string(&backlog.events).unwrap(), serde_json::to_string(&earlier).unwrap()]
    {
        assert!(text.contains("Éteignez") && !text.contains("SECRET"));
    }
    let staff = serde_json::to_string(&world.view(&world.radia, number).await).unwrap();
    assert!(staff.contains("SECRET"));
});

story!(who_is_no_technician_any_more_leads_nothing, |world| {
    let number = world.guided_ticket().await;
    let actor = Actor { role: Role::Employee, ..world.grace.actor.clone() };
    let demoted = world.visitor().signed_in(actor);
    assert_eq!(desk::view(&demoted, number).await.map(drop), Err(Error::NotFound));
    assert_eq!(tickets::backlog(&demoted, number, 0).await.map(drop), Err(Error::NotFound));
    assert_eq!(world.act(&demoted, number, write("Éteignez")).await, Err(Error::NotFound));
});

story!(in_a_session_another_technician_writes_nothing_and_in_a_pause_grace_has_no_plain_words, |world| {
    let number = world.guided_ticket().await;
    let say = async |who: &Signed| {
        conversation::say(who, number, "Bonjour".into(), Default::default()).await.map(drop)
    };
    for who in [&world.radia, &world.grace, &world.linus] {
        assert_eq!(say(who).await, Err(Error::Conflict(Conflict::GuidanceActive)));
    }
    world.act(&world.grace, number, Act::Lift).await.unwrap();
    assert_eq!(say(&world.radia).await, Err(Error::Conflict(Conflict::GuidanceActive)));
    for who in [&world.grace, &world.linus] {
        say(who).await.unwrap();
    }
    world.act(&world.ada, number, Act::Stop { session: None }).await.unwrap();
    say(&world.radia).await.unwrap();
});

story!(nothing_that_ada_sees_moves_while_grace_writes_ahead, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    let before = world.view(&world.ada, number).await;
    tickets::mark_read(&world.ada, number, before.seq).await.unwrap();
    let lines = tickets::list_mine(&world.ada, String::new(), None).await.unwrap();
    assert_eq!((before.ticket.rev, lines.items[0].unread), (before.seq, 0));
    for _ in 0..3 {
        world.house.clock.advance(Duration::seconds(20));
        world.write(number, "SECRET").await.unwrap();
    }
    let seen_by_grace = world.view(&world.grace, number).await.seq;
    tickets::mark_read(&world.grace, number, seen_by_grace).await.unwrap();
    tickets::mark_read(&world.ada, number, 1_000).await.unwrap();
    let after = world.view(&world.ada, number).await;
    assert_eq!((&after.ticket, after.seq), (&before.ticket, before.seq));
    assert!(
        after.rooms.readings.len() == 2
            && after.rooms.readings.iter().all(|reading| reading.seq <= after.seq)
    );
    assert_eq!(tickets::list_mine(&world.ada, String::new(), None).await.unwrap(), lines);
    world.act(&world.grace, number, Act::Lift).await.unwrap();
    let line = tickets::list_mine(&world.ada, String::new(), None).await.unwrap().items.remove(0);
    assert_eq!((line.unread, line.updated_at), (1, world.house.clock.now()));
    let staff = world.view(&world.radia, number).await;
    assert_eq!(staff.ticket.rev, staff.seq);
});

story!(what_others_did_is_unread_until_it_is_read_and_ones_own_never_is, |world| {
    let number = world.taken_ticket().await;
    for text in ["Un", "Deux", "Trois"] {
        conversation::say(&world.grace, number, text.into(), Default::default()).await.unwrap();
    }
    let in_list = async |who: &Signed| {
        let page = match Staff::of(who) {
            Ok(staff) => {
                let filter = QueueFilter { tab: QueueTab::All, ..Default::default() };
                tickets::list_queue(&staff, filter).await.unwrap()
            }
            Err(_) => tickets::list_mine(who, String::new(), None).await.unwrap(),
        };
        page.items.iter().find(|line| line.number == number).unwrap().unread
    };
    // Ada has never looked at it again: Grace's taking it, which are two, and three messages.
    assert_eq!((in_list(&world.ada).await, in_list(&world.grace).await), (5, 1));
    conversation::say(&world.ada, number, "Merci".into(), Default::default()).await.unwrap();
    assert_eq!((in_list(&world.ada).await, in_list(&world.grace).await), (5, 2));
    tickets::mark_read(&world.ada, number, 4).await.unwrap();
    tickets::mark_read(&world.grace, number, 99).await.unwrap();
    assert_eq!((in_list(&world.ada).await, in_list(&world.grace).await), (2, 0));
    assert_eq!(in_list(&world.radia).await, 7);
});

story!(a_ticket_is_taken_once, |world| {
    let number = world.open_ticket().await;
    let (grace, radia) = tokio::join!(
        tickets::take(&world.grace, number, Default::default()),
        tickets::take(&world.radia, number, Default::default())
    );
    assert!(grace.is_ok() != radia.is_ok(), "{grace:?} {radia:?}");
});

story!(events_are_numbered_without_a_gap_whoever_writes_at_once, |world| {
    let number = world.guided_ticket().await;
    let all = (0..40).map(|i| {
        let who: &Signed = if i % 2 == 0 { &world.grace } else { &world.linus };
        async move { guidance::act_on(who, number, write("Éteignez"), Default::default()).await.unwrap() }
    });
    futures_util::future::join_all(all).await;
    let backlog = tickets::backlog(&world.linus, number, 0).await.unwrap();
    let numbers: Vec<i64> = backlog.events.iter().map(|e| e.seq).collect();
    assert_eq!(numbers, (1..=backlog.last).collect::<Vec<_>>());
    assert_eq!(backlog.last, 4 + 40);
});

#[tokio::test]
async fn what_is_written_has_an_end_for_each_and_for_all() {
    for (setting, grace_may) in [("text_megabytes_per_hour", true), ("house_text_megabytes_per_hour", false)]
    {
        let world = World::with(&[(setting, "1")]).await;
        let number = world.taken_ticket().await;
        let page = "🙂".repeat(4_000);
        let say = async |who: &Signed, text: &str| {
            conversation::say(who, number, text.into(), Default::default()).await
        };
        for _ in 0..65 {
            say(&world.ada, &page).await.unwrap();
        }
        let refused = say(&world.ada, &page).await;
        assert!(matches!(refused, Err(Error::TooMany { .. })), "{setting}: {refused:?}");
        assert_eq!(say(&world.grace, &page).await.is_ok(), grace_may, "{setting}");
        let form = NewTicketForm { problem: "🙂".repeat(9_000), ..Default::default() };
        assert!(matches!(tickets::open(&world.ada, form).await, Err(Error::TooMany { .. })));
    }
}

#[tokio::test]
async fn a_person_who_writes_without_end_is_asked_to_wait_and_others_are_not() {
    let world = World::with(&[("writes_per_minute", "20")]).await;
    let limits = &world.house.limits;
    assert!((0..20).all(|_| limits.check(&WRITE, "ada".into()).is_ok()));
    assert!(matches!(limits.check(&WRITE, "ada".into()), Err(Error::TooMany { .. })));
    assert!(limits.check(&WRITE, "grace".into()).is_ok());
    world.open_ticket().await;
    world.open_ticket().await;
    let form = NewTicketForm { problem: "Encore".into(), ..Default::default() };
    assert!(matches!(tickets::open(&world.ada, form).await, Err(Error::TooMany { .. })));
}

/// Pages and programs alike; what somebody changes has a pace of its own.
#[tokio::test]
async fn reading_has_a_pace_of_each_person() {
    let api = Api::of(World::with(&[("writes_per_minute", "60")]).await);
    let (ada, eve) = (api.token(&api.world.ada).await, api.token(&api.world.eve).await);
    let limits = &api.world.house.limits;
    api.get("/api/v1/me").by(&ada).send().await.is(200);
    for path in ["/api/v1/me", "/tickets"] {
        // A hundred more a second: one may have come by before the request is looked at.
        let mut refused = None;
        for _ in 0..200 {
            while limits.check(&READ, api.world.ada.actor.id.to_string()).is_ok() {}
            refused = Some(api.get(path).by(&ada).send().await).filter(|answer| answer.status == 429);
            if refused.is_some() {
                break;
            }
        }
        let refused = refused.unwrap_or_else(|| panic!("{path} has no pace"));
        assert!(!refused.header("retry-after").is_empty(), "{path}");
    }
    api.get("/api/v1/me").by(&eve).send().await.is(200);
    api.get("/api/v1/door").send().await.is(200);
}
