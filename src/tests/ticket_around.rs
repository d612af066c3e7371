//! Participants, further technicians, watchers, tags, and waiting for the requester.
use crate::{
    base::{Conflict, Error, Problem},
    features::{
        conversation::{SayBody, server::service as conversation},
        desk::server::service as desk,
        guidance::{Act, Outcome},
        tickets::{
            Part, QueueFilter, Relation, Status, TagsForm,
            server::{Delivery, service as tickets},
        },
    },
    server::Signed,
    story,
    tests::world::World,
};

async fn invite(world: &World, number: i64) {
    tickets::invite(&world.ada, number, "edsger@cordee.test", Default::default()).await.unwrap();
}

async fn mine(who: &Signed) -> Vec<i64> {
    let page = tickets::list_mine(who, String::new(), None).await.unwrap();
    page.items.iter().map(|line| line.number).collect()
}

story!(a_participant_reads_what_ada_reads_and_writes_outside_a_session, |world| {
    let number = world.taken_ticket().await;
    assert_eq!(desk::view(&world.edsger, number).await.map(drop), Err(Error::NotFound));
    invite(&world, number).await;
    let view = world.view(&world.edsger, number).await;
    assert_eq!(view.relation(), Relation::Participant);
    assert_eq!(view.events, world.view(&world.ada, number).await.events);
    assert_eq!(view.requester_phone, None);
    assert_eq!(mine(&world.edsger).await, [number]);
    conversation::say(&world.edsger, number, "Chez moi aussi".into(), Default::default()).await.unwrap();
    let lines = tickets::list_mine(&world.ada, String::new(), None).await.unwrap();
    assert_eq!(lines.items[0].unread, 3, "taken, invited, said");
    world.act(&world.grace, number, Act::Start).await.unwrap();
    world.write(number, "Éteignez").await.unwrap();
    world.write(number, "SECRET").await.unwrap();
    let seen = serde_json::to_string(&world.view(&world.edsger, number).await).unwrap();
    assert!(seen.contains("Éteignez") && !seen.contains("SECRET"));
    let said = conversation::say(&world.edsger, number, "Et moi ?".into(), Default::default()).await;
    assert_eq!(said.map(drop), Err(Error::Conflict(Conflict::GuidanceActive)));
    assert_eq!(world.act(&world.edsger, number, Act::Stop { session: None }).await, Err(Error::Forbidden));
    let lines = tickets::list_mine(&world.edsger, String::new(), None).await.unwrap();
    let of_ada = tickets::list_mine(&world.ada, String::new(), None).await.unwrap();
    assert_eq!(lines.items[0].updated_at, of_ada.items[0].updated_at, "the hidden queue moves nothing");
});

story!(who_leaves_or_is_asked_to_sees_it_no_longer, |world| {
    let number = world.taken_ticket().await;
    let ken = world.edsger.actor.id;
    for by in [&world.edsger, &world.ada, &*world.grace] {
        invite(&world, number).await;
        tickets::remove_person(by, number, ken, Part::Participant, Default::default()).await.unwrap();
        assert_eq!(desk::view(&world.edsger, number).await.map(drop), Err(Error::NotFound));
        assert!(mine(&world.edsger).await.is_empty());
    }
    invite(&world, number).await;
    let others = tickets::remove_person(&world.radia, number, ken, Part::Participant, Default::default());
    assert_eq!(others.await.map(drop), Err(Error::Forbidden));
});

story!(nobody_is_invited_twice_nor_to_their_own, |world| {
    let number = world.open_ticket().await;
    invite(&world, number).await;
    let again = tickets::invite(&world.ada, number, "EDSGER@cordee.test", Default::default()).await;
    assert_eq!(again.map(drop), Err(Error::Conflict(Conflict::AlreadyOnIt)));
    for (who, problem) in [
        ("ada@cordee.test", Problem::Unknown),
        ("personne@cordee.test", Problem::Unknown),
        ("", Problem::Empty),
    ] {
        let refused = tickets::invite(&world.ada, number, who, Default::default()).await.unwrap_err();
        assert_eq!(refused.problem_of("who"), Some(problem), "{who}");
    }
});

story!(a_participant_finds_by_words_what_they_were_invited_to, |world| {
    let number = world.open_ticket().await;
    world.open_ticket().await;
    invite(&world, number).await;
    world.index().await;
    let sought = || QueueFilter { search: "imprimante".into(), ..Default::default() };
    let found = tickets::list_requested(&world.edsger, sought()).await.unwrap();
    assert_eq!((found.found, found.items[0].number), (Some(1), number));
    tickets::remove_person(&world.ada, number, world.edsger.actor.id, Part::Participant, Default::default())
        .await
        .unwrap();
    world.index().await;
    assert_eq!(tickets::list_requested(&world.edsger, sought()).await.unwrap().found, Some(0));
});

story!(several_technicians_work_on_it_and_one_is_in_charge, |world| {
    let number = world.taken_ticket().await;
    let radia = world.radia.actor.id;
    tickets::add_technician(&world.grace, number, radia, Default::default()).await.unwrap();
    let view = world.view(&world.ada, number).await;
    let with: Vec<_> = view.rooms.ticket.with(Part::Technician).map(|who| who.name.clone()).collect();
    assert_eq!((with, view.ticket.lead.unwrap().name), (vec!["radia".to_owned()], "grace".to_owned()));
    assert_eq!(tickets::count_queue(&world.radia).await.unwrap().mine, 0, "only the lead's counts as load");
    let employee = tickets::add_technician(&world.grace, number, world.eve.actor.id, Default::default());
    assert_eq!(employee.await.unwrap_err().problem_of("who"), Some(Problem::Unknown));
});

story!(watchers_and_tags_are_for_staff_only, |world| {
    let number = world.taken_ticket().await;
    tickets::watch(&world.radia, number, true, Default::default()).await.unwrap();
    tickets::watch(&world.radia, number, true, Default::default()).await.unwrap();
    let tags = ["#VPN", "étage 2", "vpn", " "].map(str::to_owned).to_vec();
    tickets::set_tags(&world.radia, number, tags, Default::default()).await.unwrap();
    let staff = world.view(&world.grace, number).await;
    let names: Vec<_> = staff.rooms.ticket.tags.iter().map(|tag| tag.name.clone()).collect();
    assert_eq!(names, ["VPN", "étage 2"]);
    assert_eq!(staff.rooms.ticket.with(Part::Watcher).count(), 1);
    for hidden in [&world.ada] {
        let seen = serde_json::to_string(&world.view(hidden, number).await).unwrap();
        assert!(!seen.contains("VPN") && !seen.contains("radia"));
    }
    let few = ["VPN"].map(str::to_owned).to_vec();
    tickets::set_tags(&world.grace, number, few, Default::default()).await.unwrap();
    assert_eq!(world.view(&world.grace, number).await.rooms.ticket.tags.len(), 1);
    let many = (0..21).map(|n| format!("t{n}")).collect();
    let refused = tickets::set_tags(&world.grace, number, many, Default::default()).await.unwrap_err();
    assert!(refused.problem_of("tags").is_some());
});

async fn change_tags(who: &Signed, number: i64, shown: &str, tags: &str) -> Result<(), Error> {
    let form = TagsForm { tags: tags.into(), drawn: TagsForm::drawn(shown) };
    tickets::change_tags(who, number, form, Default::default()).await
}

async fn tags(world: &World, number: i64) -> Vec<String> {
    let around = world.view(&world.grace, number).await.rooms.ticket;
    around.tags.into_iter().map(|tag| tag.name).collect()
}

story!(of_two_who_change_the_tags_neither_undoes_the_other, |world| {
    let number = world.taken_ticket().await;
    change_tags(&world.grace, number, "", "VPN, Wi-Fi").await.unwrap();
    change_tags(&world.radia, number, "VPN, Wi-Fi", "Wi-Fi, étage 2").await.unwrap();
    // Her page was drawn before that.
    change_tags(&world.grace, number, "VPN, Wi-Fi", "VPN, wi-fi, urgent, Étage 2").await.unwrap();
    assert_eq!(tags(&world, number).await, ["Wi-Fi", "urgent", "étage 2"]);
    change_tags(&world.radia, number, "Wi-Fi, urgent", "").await.unwrap();
    assert_eq!(tags(&world, number).await, ["étage 2"]);
    let many: Vec<String> = (0..20).map(|n| format!("t{n}")).collect();
    let refused = change_tags(&world.grace, number, "", &many.join(",")).await.unwrap_err();
    assert!(refused.problem_of("tags").is_some(), "there would be 21");
    assert_eq!(change_tags(&world.ada, number, "", "VPN").await, Err(Error::Forbidden));
    // A program says which state it has seen.
    let old = Delivery { at: Some(vec![1]), ..Default::default() };
    let stale = tickets::set_tags(&world.grace, number, vec!["VPN".into()], old).await;
    assert_eq!(stale, Err(Error::Conflict(Conflict::Stale)));
});

story!(whatever_ada_says_or_answers_ends_the_waiting, |world| {
    let number = world.taken_ticket().await;
    let waits = async |who: &Signed| world.view(who, number).await.ticket.waiting_since.is_some();
    let wait = || tickets::set_waiting(&world.grace, number, true, Default::default());
    wait().await.unwrap();
    assert!(waits(&world.ada).await);
    invite(&world, number).await;
    for (who, expected) in [(&world.ada, true), (&world.edsger, false)] {
        let mine = tickets::list_mine(who, String::new(), None).await.unwrap();
        assert_eq!(mine.items[0].waiting, expected, "who was only invited owes no answer");
    }
    conversation::say(&world.grace, number, "Alors ?".into(), Default::default()).await.unwrap();
    assert!(waits(&world.ada).await, "who asks does not answer");
    conversation::say(&world.ada, number, "Voilà".into(), Default::default()).await.unwrap();
    assert!(!waits(&world.ada).await);
    wait().await.unwrap();
    world.act(&world.grace, number, Act::Start).await.unwrap();
    world.write(number, "Éteignez").await.unwrap();
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    assert!(!waits(&world.grace).await);
    wait().await.unwrap();
    tickets::set_waiting(&world.radia, number, false, Default::default()).await.unwrap();
    assert!(!waits(&world.grace).await);
});

fn asking(text: &str) -> SayBody {
    SayBody { text: text.into(), waits: true }
}

story!(the_message_that_asks_marks_the_ticket_in_one_act, |world| {
    let number = world.taken_ticket().await;
    let id = Some(uuid::Uuid::now_v7());
    let ask = || {
        let delivery = Delivery::of_program(SayBody::VERB, number, &asking("Quel voyant ?"), id);
        conversation::say(&world.grace, number, asking("Quel voyant ?"), delivery)
    };
    let first = ask().await.unwrap();
    assert_eq!(ask().await.unwrap(), first, "sent again, it is said once");
    let kinds = async || {
        let events = world.view(&world.grace, number).await.events;
        events
            .iter()
            .filter(|event| event.seq >= first.seq)
            .map(|event| event.kind.clone())
            .collect::<Vec<_>>()
    };
    let before = kinds().await;
    assert_eq!((before.len(), before[0].as_str()), (2, "ajout_commentaire"), "{before:?}");
    let ticket = async || world.view(&world.ada, number).await.ticket;
    assert!(ticket().await.waiting_since.is_some());
    // It waits already: the message is said, and nothing else.
    conversation::say(&world.radia, number, asking("Et le bruit ?"), Default::default()).await.unwrap();
    assert_eq!(kinds().await.len(), 3);
    conversation::say(&world.ada, number, "Le rouge".into(), Default::default()).await.unwrap();
    assert!(ticket().await.waiting_since.is_none());
});

story!(who_may_not_mark_it_says_nothing_by_a_message_that_asks, |world| {
    let number = world.taken_ticket().await;
    invite(&world, number).await;
    let refused = async |who: &Signed| {
        let said = conversation::say(who, number, asking("Alors ?"), Default::default()).await.unwrap_err();
        assert_eq!(said.problem_of("waits"), Some(Problem::NotPossible), "{}", who.actor.name);
    };
    let before = world.view(&world.ada, number).await.events.len();
    refused(&world.ada).await;
    refused(&world.edsger).await;
    assert_eq!(world.view(&world.ada, number).await.events.len(), before);
    tickets::change_status(&world.grace, number, Status::Resolved, Default::default()).await.unwrap();
    refused(&world.grace).await;
});
