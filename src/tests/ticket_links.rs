//! Links between tickets, what they are called elsewhere, and merging: what holds, who sees what, and the way
//! back.
use crate::{
    base::{
        Conflict, Error, Problem,
        live::{Event, FromServer},
    },
    features::{
        accounts::server::service as accounts,
        conversation::{
            AttachmentId,
            server::service::{self as conversation, Upload},
        },
        departments::server::service as departments,
        desk::server::service as desk,
        guidance::Act,
        tickets::{
            BulkAct, Copies, LinkKind, Linked, MAX_MERGES, MergeInto, NewTicketForm, Part, ReferenceForm,
            Status, StatusMove, TicketEvent, server::service as tickets,
        },
    },
    server::{Signed, jobs},
    story,
    tests::{lines::Server, world::World},
};
use chrono::Duration;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

async fn open(who: &Signed, problem: &str) -> i64 {
    tickets::open(who, NewTicketForm { problem: problem.into(), ..Default::default() }).await.unwrap()
}

async fn link(who: &Signed, number: i64, kind: LinkKind, other: i64) -> Result<(), Error> {
    tickets::link(who, number, kind, other, Default::default()).await.map(drop)
}

async fn links(who: &Signed, number: i64) -> Vec<(LinkKind, i64)> {
    let links = tickets::list_links(who, number).await.unwrap();
    links.into_iter().map(|link| (link.kind, link.number)).collect()
}

async fn move_to(who: &Signed, number: i64, to: Status) -> Result<(), Error> {
    tickets::change_status(who, number, to, Default::default()).await
}

fn into(other: i64, with_requester: bool) -> MergeInto {
    MergeInto { other, with_requester }
}

async fn merge(who: &Signed, number: i64, target: MergeInto) -> Result<(), Error> {
    tickets::merge(who, number, target, Default::default()).await.map(drop)
}

/// A confidential ticket of Eve's: for its requester and admins.
async fn hidden(world: &World) -> i64 {
    let form = NewTicketForm { problem: "Paie".into(), confidential: "on".into(), ..Default::default() };
    tickets::open(&world.eve, form).await.unwrap()
}

fn copies(events: &[Event]) -> Vec<String> {
    let entry = |event: &Event| match TicketEvent::from_event(event)? {
        TicketEvent::Copied { entry, .. } | TicketEvent::CopiedForStaff { entry, .. } => entry,
        _ => None,
    };
    let said = |entry: Event| entry.payload["text"].as_str().map(str::to_owned);
    events.iter().filter_map(entry).filter_map(said).collect()
}

async fn read_copies(who: &Signed, number: i64) -> Vec<String> {
    copies(&desk::view(who, number).await.unwrap().events)
}

story!(a_link_is_seen_from_both_ends, |world| {
    let [one, two, three] =
        [open(&world.ada, "Un").await, open(&world.eve, "Deux").await, open(&world.ada, "Trois").await];
    link(&world.grace, one, LinkKind::Duplicate, two).await.unwrap();
    link(&world.grace, one, LinkKind::Parent, three).await.unwrap();
    assert_eq!(links(&world.grace, one).await, [(LinkKind::Parent, three), (LinkKind::Duplicate, two)]);
    assert_eq!(links(&world.grace, two).await, [(LinkKind::Duplicate, one)]);
    assert_eq!(links(&world.grace, three).await, [(LinkKind::Child, one)]);
    assert_eq!(links(&world.ada, one).await, [], "its requester reads nothing of others");
    assert_eq!(link(&world.ada, one, LinkKind::Related, three).await, Err(Error::Forbidden));
    let again = link(&world.grace, two, LinkKind::Duplicate, one).await;
    assert_eq!(again, Err(Error::Conflict(Conflict::AlreadyLinked)));
    let itself = link(&world.grace, one, LinkKind::Related, one).await.unwrap_err();
    assert_eq!(itself.problem_of("other"), Some(Problem::Unknown));
    let by_hand = link(&world.grace, one, LinkKind::Merged, two).await.unwrap_err();
    assert_eq!(by_hand.problem_of("kind"), Some(Problem::Unknown));
    tickets::unlink(&world.grace, two, LinkKind::Duplicate, one, Default::default()).await.unwrap();
    assert_eq!(links(&world.grace, one).await, [(LinkKind::Parent, three)]);
    let gone = tickets::unlink(&world.grace, two, LinkKind::Duplicate, one, Default::default()).await;
    assert_eq!(gone.unwrap_err().problem_of("other"), Some(Problem::Unknown));
});

story!(what_is_part_of_itself_or_waits_for_itself_is_refused, |world| {
    let [one, two, three] =
        [open(&world.ada, "Un").await, open(&world.ada, "Deux").await, open(&world.ada, "Trois").await];
    link(&world.grace, one, LinkKind::BlockedBy, two).await.unwrap();
    link(&world.grace, two, LinkKind::BlockedBy, three).await.unwrap();
    for (from, kind, to) in [(three, LinkKind::BlockedBy, one), (one, LinkKind::Blocks, three)] {
        assert_eq!(link(&world.grace, from, kind, to).await, Err(Error::Conflict(Conflict::LinkCircle)));
    }
    link(&world.grace, one, LinkKind::Parent, two).await.unwrap();
    assert_eq!(
        link(&world.grace, three, LinkKind::Child, one).await,
        Err(Error::Conflict(Conflict::HasParent))
    );
});

story!(a_blocked_ticket_is_neither_resolved_nor_closed_on_any_path, |world| {
    let [held, first] = [open(&world.ada, "VPN").await, open(&world.ada, "Certificat").await];
    let secret = hidden(&world).await;
    tickets::take(&world.grace, held, Default::default()).await.unwrap();
    link(&world.grace, held, LinkKind::BlockedBy, first).await.unwrap();
    link(&world.linus, held, LinkKind::BlockedBy, secret).await.unwrap();
    assert_eq!(links(&world.grace, held).await, [(LinkKind::BlockedBy, first)], "hers only");
    let named = Err(Error::Blocked { by: vec![first] });
    assert_eq!(move_to(&world.grace, held, Status::Resolved).await, named);
    let both = Err(Error::Blocked { by: vec![first, secret] });
    assert_eq!(move_to(&world.linus, held, Status::Resolved).await, both);
    let resolve = BulkAct::Move { statut: Status::Resolved };
    let report = tickets::bulk(&world.grace, vec![held], resolve).await.unwrap();
    assert_eq!(report.refused[0].why, Error::Blocked { by: vec![first] });
    // Guidance ends, says what blocks, and the ticket goes on.
    world.act(&world.grace, held, Act::Start).await.unwrap();
    let end = Act::End { solved: true, message: Some("Fait".into()), call: None, asked: None };
    world.act(&world.grace, held, end).await.unwrap();
    let view = desk::view(&world.grace, held).await.unwrap();
    assert_eq!((view.ticket.status, view.ticket.guided), (Status::InProgress, false));
    let told = view.events.iter().filter_map(TicketEvent::from_event).next_back();
    assert_eq!(told, Some(TicketEvent::HeldBack { by: vec![first] }));
    // What is deleted blocks nothing, and what is resolved does not.
    tickets::delete(&world.linus, secret, "Essai", Default::default()).await.unwrap();
    tickets::take(&world.grace, first, Default::default()).await.unwrap();
    move_to(&world.grace, first, Status::Resolved).await.unwrap();
    move_to(&world.grace, held, Status::Resolved).await.unwrap();
    // The job that closes it waits, and so does its requester.
    move_to(&world.grace, first, Status::InProgress).await.unwrap();
    assert_eq!(move_to(&world.ada, held, Status::Closed).await, Err(Error::Blocked { by: vec![] }));
    world.house.clock.advance(Duration::days(7) + Duration::seconds(1));
    jobs::run_due(&world.house).await.unwrap();
    assert_eq!(tickets::find(&world.grace, held).await.unwrap().status, Status::Resolved);
    move_to(&world.grace, first, Status::Resolved).await.unwrap();
    world.house.clock.advance(Duration::hours(2));
    jobs::run_due(&world.house).await.unwrap();
    assert_eq!(tickets::find(&world.grace, held).await.unwrap().status, Status::Closed);
});

story!(a_parent_takes_its_children_along_where_one_wants_that, |world| {
    let [parent, open_one, taken, stranger] = [
        open(&world.ada, "Réseau").await,
        open(&world.eve, "Wi-Fi").await,
        open(&world.eve, "VPN").await,
        open(&world.eve, "Souris").await,
    ];
    for child in [open_one, taken] {
        link(&world.grace, parent, LinkKind::Child, child).await.unwrap();
    }
    tickets::take(&world.radia, taken, Default::default()).await.unwrap();
    let early = tickets::finish_children(&world.grace, parent, vec![open_one]).await;
    assert_eq!(early, Err(Error::Conflict(Conflict::StatusChanged)));
    tickets::take(&world.grace, parent, Default::default()).await.unwrap();
    let done = StatusMove { to: Status::Resolved, note: Some("Borne remplacée".into()) };
    tickets::change_status(&world.grace, parent, done, Default::default()).await.unwrap();
    let foreign = tickets::finish_children(&world.grace, parent, vec![stranger]).await.unwrap_err();
    assert_eq!(foreign.problem_of("children"), Some(Problem::Unknown));
    let report = tickets::finish_children(&world.grace, parent, vec![open_one, taken]).await.unwrap();
    assert_eq!(report.done, [open_one, taken]);
    for child in [open_one, taken] {
        let ticket = tickets::find(&world.grace, child).await.unwrap();
        assert_eq!(ticket.status, Status::Resolved);
        assert_eq!(ticket.solution.as_deref(), Some("Borne remplacée"));
    }
    let finish = BulkAct::Finish { statut: Status::Closed };
    let report = tickets::bulk(&world.grace, vec![open_one, stranger], finish).await.unwrap();
    assert_eq!(report.done, [open_one, stranger]);
    assert!(
        tickets::bulk(&world.grace, vec![parent], BulkAct::Finish { statut: Status::Open }).await.is_err()
    );
});

story!(what_a_ticket_is_called_elsewhere, |world| {
    let number = open(&world.ada, "Écran").await;
    let form = ReferenceForm { system: "Jira".into(), number: "IT-77".into(), address: "x".into() };
    let wrong = tickets::refer(&world.grace, number, form.clone(), Default::default()).await.unwrap_err();
    assert_eq!(wrong.problem_of("address"), Some(Problem::NotAnAddress));
    let form = ReferenceForm { address: "https://jira.example/IT-77".into(), ..form };
    tickets::refer(&world.grace, number, form.clone(), Default::default()).await.unwrap();
    let twice = tickets::refer(&world.grace, number, form.clone(), Default::default()).await.unwrap_err();
    assert_eq!(twice.problem_of("number"), Some(Problem::Taken));
    assert!(tickets::refer(&world.ada, number, form, Default::default()).await.is_err());
    let known = tickets::list_references(&world.grace, number).await.unwrap();
    assert_eq!(desk::view(&world.grace, number).await.unwrap().rooms.ticket.references, known);
    assert_eq!(desk::view(&world.ada, number).await.unwrap().rooms.ticket.references, []);
    assert_eq!(tickets::list_references(&world.ada, number).await, Err(Error::Forbidden));
    tickets::unrefer(&world.grace, number, known[0].id, Default::default()).await.unwrap();
    assert_eq!(tickets::list_references(&world.grace, number).await, Ok(vec![]));
    assert!(tickets::unrefer(&world.grace, number, known[0].id, Default::default()).await.is_err());
});

/// Eve's ticket, on which both have spoken, and Ada's.
async fn two_to_merge(world: &World) -> [i64; 2] {
    let [old, new] = [open(&world.eve, "Plus de VPN chez moi").await, open(&world.ada, "VPN refusé").await];
    for (who, text) in [(&world.eve, "Depuis hier"), (&world.grace, "Je regarde")] {
        conversation::say(who, old, text.into(), Default::default()).await.unwrap();
    }
    [old, new]
}

async fn add_picture(world: &World, number: i64) -> AttachmentId {
    let upload = Upload {
        name: "voyant.png".into(),
        bytes: include_bytes!("../../public/icons/192.png").as_slice().into(),
        act: Uuid::now_v7(),
        answers: None,
        for_instruction: false,
    };
    conversation::add_picture(&world.eve, number, upload).await.unwrap().id
}

const SAID: [&str; 3] = ["Plus de VPN chez moi", "Depuis hier", "Je regarde"];

story!(what_was_said_is_read_in_the_other_by_whom_it_concerns, |world| {
    let [old, new] = two_to_merge(&world).await;
    let third = open(&world.ada, "Certificats").await;
    link(&world.grace, old, LinkKind::BlockedBy, third).await.unwrap();
    merge(&world.grace, old, into(new, false)).await.unwrap();
    let ticket = tickets::find(&world.grace, old).await.unwrap();
    assert_eq!(ticket.status, Status::Cancelled);
    assert_eq!(read_copies(&world.grace, new).await, SAID);
    assert_eq!(read_copies(&world.ada, new).await, [""; 0], "Eve shares it with nobody");
    assert!(desk::view(&world.eve, new).await.is_err(), "she was not asked to take part");
    // First author, time and number are carried along.
    let view = desk::view(&world.grace, new).await.unwrap();
    let event = view.events.iter().find(|event| event.payload["entry"]["payload"]["text"] == "Depuis hier");
    let event = event.unwrap();
    assert_eq!(event.payload["from"], old);
    assert_eq!(event.payload["entry"]["by"]["name"], "eve");
    // Its links follow, and its number leads there.
    assert_eq!(links(&world.grace, new).await, [(LinkKind::BlockedBy, third), (LinkKind::Merged, old)]);
    assert_eq!(links(&world.grace, third).await, [(LinkKind::Blocks, new)]);
    assert_eq!(desk::view(&world.grace, old).await.unwrap().leads_to, Some(new));
    assert_eq!(desk::view(&world.eve, old).await.unwrap().leads_to, None);
    tickets::take(&world.grace, new, Default::default()).await.unwrap();
    let resolved = move_to(&world.grace, new, Status::Resolved).await;
    assert_eq!(resolved, Err(Error::Blocked { by: vec![third] }));
    tickets::unlink(&world.grace, new, LinkKind::BlockedBy, third, Default::default()).await.unwrap();
    move_to(&world.grace, new, Status::Resolved).await.unwrap();
    // A number that was merged stands for where it went.
    let fourth = open(&world.ada, "Autre").await;
    link(&world.grace, fourth, LinkKind::Related, old).await.unwrap();
    assert_eq!(links(&world.grace, fourth).await, [(LinkKind::Related, new)]);
});

story!(merging_is_undone_for_ten_minutes_and_leaves_nothing_there, |world| {
    let [old, new] = two_to_merge(&world).await;
    tickets::take(&world.radia, old, Default::default()).await.unwrap();
    tickets::set_waiting(&world.radia, old, true, Default::default()).await.unwrap();
    let before = tickets::find(&world.radia, old).await.unwrap();
    merge(&world.grace, old, into(new, true)).await.unwrap();
    assert_eq!(read_copies(&world.ada, new).await, SAID, "both read all");
    let view = desk::view(&world.eve, new).await.unwrap();
    assert_eq!(copies(&view.events), SAID);
    assert!(view.rooms.ticket.has(world.eve.actor.id, Part::Participant));
    assert_eq!(desk::view(&world.eve, old).await.unwrap().leads_to, Some(new));
    let until = |links: &[Linked]| links[0].undo_until.is_some();
    assert!(until(&tickets::list_links(&world.grace, new).await.unwrap()));
    assert!(!until(&tickets::list_links(&world.radia, new).await.unwrap()));
    let other = tickets::unmerge(&world.radia, old, Default::default()).await;
    assert_eq!(other, Err(Error::Forbidden));
    tickets::unmerge(&world.grace, old, Default::default()).await.unwrap();
    let after = tickets::find(&world.radia, old).await.unwrap();
    assert_eq!((after.status, after.lead), (before.status, before.lead));
    assert_eq!(after.waiting_since, before.waiting_since);
    assert!(desk::view(&world.eve, new).await.is_err());
    assert_eq!(read_copies(&world.ada, new).await, [""; 0]);
    let raw = desk::view(&world.ada, new).await.unwrap();
    assert!(raw.events.iter().all(|event| event.kind != "entree_effacee"), "they fill no page");
    assert!(!serde_json::to_string(&raw.events).unwrap().contains("Depuis hier"), "erased, not hidden");
    let again = tickets::unmerge(&world.grace, old, Default::default()).await;
    assert_eq!(again, Err(Error::Conflict(Conflict::StatusChanged)));
    merge(&world.grace, old, into(new, false)).await.unwrap();
    world.house.clock.advance(Duration::minutes(11));
    let late = tickets::unmerge(&world.grace, old, Default::default()).await;
    assert_eq!(late, Err(Error::Conflict(Conflict::Late)));
    assert_eq!(tickets::unmerge(&world.linus, old, Default::default()).await, late);
});

story!(what_may_not_be_merged, |world| {
    let [old, new] = two_to_merge(&world).await;
    let secret = hidden(&world).await;
    let shown = merge(&world.linus, secret, into(new, false)).await;
    assert_eq!(shown, Err(Error::Conflict(Conflict::MergeConfidential)));
    let unseen = merge(&world.grace, old, into(secret, false)).await.unwrap_err();
    assert_eq!(unseen.problem_of("other"), Some(Problem::Unknown));
    let itself = merge(&world.grace, old, into(old, false)).await.unwrap_err();
    assert_eq!(itself.problem_of("other"), Some(Problem::Unknown));
    tickets::take(&world.grace, new, Default::default()).await.unwrap();
    world.act(&world.grace, new, Act::Start).await.unwrap();
    for (from, to) in [(old, new), (new, old)] {
        let guided = merge(&world.grace, from, into(to, false)).await;
        assert_eq!(guided, Err(Error::Conflict(Conflict::GuidanceActive)));
    }
    let closed = open(&world.ada, "Fini").await;
    move_to(&world.ada, closed, Status::Cancelled).await.unwrap();
    for (from, to) in [(old, closed), (closed, old)] {
        assert_eq!(merge(&world.radia, from, into(to, false)).await, Err(Error::Conflict(Conflict::Final)));
    }
    // A hidden one that others go on with is known by no number.
    merge(&world.linus, old, into(secret, false)).await.unwrap();
    let view = desk::view(&world.grace, old).await.unwrap();
    assert_eq!((view.leads_to, view.links.len()), (None, 0));
    assert_eq!(
        TicketEvent::from_event(view.events.last().unwrap()),
        Some(TicketEvent::Merged { into: None })
    );
});

story!(what_was_merged_twice_goes_on_and_outlives_its_purge, |world| {
    let [old, new] = two_to_merge(&world).await;
    let last = open(&world.ada, "Le dernier").await;
    let picture = add_picture(&world, old).await;
    merge(&world.grace, old, into(new, true)).await.unwrap();
    merge(&world.grace, new, into(last, true)).await.unwrap();
    assert!(read_copies(&world.grace, last).await.starts_with(&["VPN refusé".to_owned()]));
    assert_eq!(read_copies(&world.grace, last).await[1..], SAID);
    let middle = tickets::unmerge(&world.grace, old, Default::default()).await;
    assert_eq!(middle, Err(Error::Conflict(Conflict::StatusChanged)), "the later one is undone first");
    assert_eq!(desk::view(&world.grace, old).await.unwrap().leads_to, Some(last));
    for who in [&world.eve, &world.ada, &world.grace] {
        assert!(conversation::picture(who, picture, false).await.is_ok());
    }
    assert!(conversation::picture(&world.edsger, picture, false).await.is_err());
    tickets::delete(&world.grace, old, "Doublon", Default::default()).await.unwrap();
    assert!(conversation::picture(&world.ada, picture, false).await.is_ok());
    tickets::purge(&world.linus, old).await.unwrap();
    for who in [&world.eve, &world.ada, &world.grace] {
        assert!(conversation::picture(who, picture, false).await.is_ok());
    }
    assert_eq!(read_copies(&world.grace, last).await[1..], SAID);
});

story!(what_was_for_the_team_stays_so_however_often_it_is_merged, |world| {
    let [old, new] = two_to_merge(&world).await;
    let picture = add_picture(&world, old).await;
    let last = open(&world.ada, "Le dernier").await;
    merge(&world.grace, old, into(new, false)).await.unwrap();
    merge(&world.grace, new, into(last, true)).await.unwrap();
    assert_eq!(read_copies(&world.ada, last).await, ["VPN refusé"], "her own, not Eve’s");
    assert_eq!(read_copies(&world.grace, last).await[1..], SAID);
    assert!(conversation::picture(&world.ada, picture, false).await.is_err());
    for number in [old, new] {
        tickets::delete(&world.grace, number, "Doublon", Default::default()).await.unwrap();
        tickets::purge(&world.linus, number).await.unwrap();
        assert!(conversation::picture(&world.ada, picture, false).await.is_err());
        assert!(conversation::picture(&world.grace, picture, false).await.is_ok());
    }
});

story!(merging_makes_no_circle_and_no_second_parent, |world| {
    let [one, two, three] =
        [open(&world.ada, "Un").await, open(&world.ada, "Deux").await, open(&world.ada, "Trois").await];
    link(&world.grace, one, LinkKind::BlockedBy, two).await.unwrap();
    link(&world.grace, two, LinkKind::BlockedBy, three).await.unwrap();
    for (from, to) in [(one, three), (three, one)] {
        assert_eq!(
            merge(&world.grace, from, into(to, false)).await,
            Err(Error::Conflict(Conflict::LinkCircle))
        );
    }
    let [four, five] = [open(&world.ada, "Quatre").await, open(&world.ada, "Cinq").await];
    link(&world.grace, one, LinkKind::Parent, four).await.unwrap();
    link(&world.grace, three, LinkKind::Parent, five).await.unwrap();
    tickets::unlink(&world.grace, one, LinkKind::BlockedBy, two, Default::default()).await.unwrap();
    let twice = merge(&world.grace, one, into(three, false)).await;
    assert_eq!(twice, Err(Error::Conflict(Conflict::HasParent)));
    // What is deleted is nobody's parent.
    tickets::delete(&world.grace, four, "Essai", Default::default()).await.unwrap();
    merge(&world.grace, one, into(three, false)).await.unwrap();
});

story!(what_is_confidential_is_not_opened_by_merging, |world| {
    let [paie, it] = [
        departments::add_department(&world.linus, "Paie".into()).await.unwrap(),
        departments::add_department(&world.linus, "Informatique".into()).await.unwrap(),
    ];
    accounts::set_served(&world.linus, world.grace.actor.id, vec![paie, it]).await.unwrap();
    let confined = async |department: String| {
        let form = NewTicketForm {
            problem: "Bulletin".into(),
            confidential: "on".into(),
            department,
            ..Default::default()
        };
        tickets::open(&world.eve, form).await.unwrap()
    };
    let [one, other, alike] =
        [confined(paie.to_string()).await, confined(it.to_string()).await, confined(paie.to_string()).await];
    let elsewhere = merge(&world.grace, one, into(other, false)).await;
    assert_eq!(elsewhere, Err(Error::Conflict(Conflict::MergeConfidential)));
    merge(&world.grace, one, into(alike, false)).await.unwrap();
    let opened = tickets::set_confidential(&world.linus, alike, false, Default::default()).await;
    assert_eq!(opened, Err(Error::Conflict(Conflict::ConfidentialMerged)));
    tickets::take(&world.grace, other, Default::default()).await.unwrap();
    link(&world.grace, other, LinkKind::Child, alike).await.unwrap();
    // Who came to it from elsewhere reads nothing more by it.
    let [two, led] = [confined(paie.to_string()).await, confined(paie.to_string()).await];
    tickets::assign(&world.linus, led, world.radia.actor.id, Default::default()).await.unwrap();
    let to_radia = merge(&world.grace, two, into(led, false)).await;
    assert_eq!(to_radia, Err(Error::Conflict(Conflict::MergeConfidential)));
    // Nobody is let in by merging who could not be invited.
    let call = open(&world.ada, "Appel").await;
    assert_eq!(merge(&world.grace, call, into(two, true)).await, Err(Error::Forbidden));
});

story!(what_goes_on_elsewhere_is_known_by_no_number_of_before, |world| {
    let [old, new] = two_to_merge(&world).await;
    merge(&world.linus, old, into(new, false)).await.unwrap();
    tickets::set_confidential(&world.ada, new, true, Default::default()).await.unwrap();
    let own = open(&world.ada, "Le mien").await;
    for kind in LinkKind::CHOSEN {
        let unseen = link(&world.grace, own, kind, old).await.unwrap_err();
        assert_eq!(unseen.problem_of("other"), Some(Problem::Unknown), "{kind}");
    }
    assert_eq!(links(&world.linus, new).await, [(LinkKind::Merged, old)]);
});

story!(a_department_that_becomes_confidential_takes_along_what_was_merged, |world| {
    let paie = departments::add_department(&world.linus, "Paie".into()).await.unwrap();
    let form =
        NewTicketForm { problem: "Mon bulletin".into(), department: paie.to_string(), ..Default::default() };
    let old = tickets::open(&world.eve, form).await.unwrap();
    let new = open(&world.ada, "Le même").await;
    merge(&world.grace, old, into(new, false)).await.unwrap();
    tickets::set_department_confidential(&world.linus, paie, true).await.unwrap();
    jobs::run_due(&world.house).await.unwrap();
    assert!(desk::view(&world.grace, new).await.is_err());
});

story!(what_was_invited_to_one_of_two_reads_one, |world| {
    let [one, two] = [open(&world.ada, "Salaire").await, open(&world.ada, "Écran").await];
    tickets::invite(&world.ada, two, "eve@cordee.test", Default::default()).await.unwrap();
    merge(&world.grace, one, into(two, false)).await.unwrap();
    assert_eq!(read_copies(&world.eve, two).await, [""; 0]);
    assert_eq!(read_copies(&world.grace, two).await, ["Salaire"]);
});

story!(what_was_merged_is_found_where_it_was_said, |world| {
    let [old, new] = two_to_merge(&world).await;
    merge(&world.grace, old, into(new, false)).await.unwrap();
    world.index().await;
    let query =
        |search: &str| crate::features::tickets::ListQuery { search: search.into(), ..Default::default() };
    let found = tickets::list_tickets(&world.grace, &query("hier")).await.unwrap();
    assert_eq!(found.items.iter().map(|line| line.ticket.number).collect::<Vec<_>>(), [old]);
    assert_eq!(tickets::list_own_tickets(&world.ada, &query("hier")).await.unwrap().items.len(), 0);
});

// A page that was open all the while shows the same as one that is opened now.
story!(an_open_page_takes_back_what_was_given_back, |world| {
    let [old, new] = two_to_merge(&world).await;
    let mut page = desk::view(&world.ada, new).await.unwrap();
    let seq = page.seq;
    merge(&world.grace, old, into(new, true)).await.unwrap();
    let told = tickets::backlog(&world.ada, new, seq).await.unwrap().events;
    tickets::unmerge(&world.grace, old, Default::default()).await.unwrap();
    let after = told.last().unwrap().seq;
    let back = tickets::backlog(&world.ada, new, after).await.unwrap().events;
    told.into_iter().chain(back).for_each(|event| page.apply(event));
    let fresh = desk::view(&world.ada, new).await.unwrap();
    assert_eq!((page.ticket, page.rooms), (fresh.ticket, fresh.rooms));
    let withdrawn = page.events.iter().filter_map(TicketEvent::from_event).find_map(|event| match event {
        TicketEvent::Withdrawn { copies } => Some(copies),
        _ => None,
    });
    let Copies { from, first, last } = withdrawn.unwrap();
    assert_eq!((from, last - first + 1), (Some(old), SAID.len() as i64));
});

story!(two_who_merge_into_each_other_do_not_wait_for_ever, |world| {
    let it = departments::add_department(&world.linus, "Informatique".into()).await.unwrap();
    accounts::set_served(&world.linus, world.grace.actor.id, vec![it]).await.unwrap();
    let [one, two] = two_to_merge(&world).await;
    let (first, second) =
        tokio::join!(merge(&world.grace, one, into(two, false)), merge(&world.radia, two, into(one, false)));
    assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|done| **done).count(), 1);
});

/// The numbers of other tickets that the history of one tells, the same on every path.
async fn named(who: &Signed, number: i64) -> Vec<i64> {
    let paths = [
        desk::view(who, number).await.unwrap().events.to_vec(),
        tickets::backlog(who, number, 0).await.unwrap().events,
        conversation::list_earlier(who, number, i64::MAX).await.unwrap(),
    ];
    let told = paths.map(|events| events.iter().flat_map(numbers).collect::<BTreeSet<_>>());
    assert!(told.iter().all(|path| *path == told[0]), "{told:?}");
    told[0].iter().copied().collect()
}

fn numbers(event: &Event) -> Vec<i64> {
    let places = ["/other", "/by", "/into", "/from", "/copies/from"];
    let told = places.iter().filter_map(|place| event.payload.pointer(place));
    let all = told.flat_map(|told| told.as_array().cloned().unwrap_or_else(|| vec![told.clone()]));
    all.filter_map(|number: Value| number.as_i64()).collect()
}

story!(what_is_hidden_later_is_named_in_no_history, |world| {
    let one = open(&world.ada, "Réseau").await;
    let [two, three, four] =
        [open(&world.eve, "Deux").await, open(&world.eve, "Trois").await, open(&world.eve, "Quatre").await];
    tickets::take(&world.grace, one, Default::default()).await.unwrap();
    link(&world.grace, one, LinkKind::Related, two).await.unwrap();
    tickets::unlink(&world.grace, one, LinkKind::Related, two, Default::default()).await.unwrap();
    link(&world.grace, one, LinkKind::BlockedBy, three).await.unwrap();
    world.act(&world.grace, one, Act::Start).await.unwrap();
    let end = Act::End { solved: true, message: None, call: None, asked: None };
    world.act(&world.grace, one, end).await.unwrap();
    merge(&world.grace, four, into(one, true)).await.unwrap();
    assert_eq!(named(&world.radia, one).await, [two, three, four]);
    assert_eq!(named(&world.ada, one).await, [four]);
    for number in [two, three] {
        tickets::set_confidential(&world.eve, number, true, Default::default()).await.unwrap();
    }
    assert_eq!(named(&world.radia, one).await, [four]);
    tickets::delete(&world.grace, four, "Essai", Default::default()).await.unwrap();
    for who in [&world.ada, &world.grace, &world.radia] {
        assert_eq!(named(who, one).await, [0; 0], "{}", who.actor.name);
        let said = read_copies(who, one).await;
        assert_eq!(said, ["Quatre"], "what was taken over stays");
    }
    let events = desk::view(&world.grace, one).await.unwrap().events;
    let received = TicketEvent::Received { from: None, requester: None };
    assert!(events.iter().filter_map(TicketEvent::from_event).any(|told| told == received));
    assert_eq!(named(&world.linus, one).await, [two, three, four], "admins have the list of what is deleted");
    tickets::restore(&world.grace, four, Default::default()).await.unwrap();
    tickets::unmerge(&world.grace, four, Default::default()).await.unwrap();
    assert_eq!(named(&world.ada, one).await, [four], "of what was given back the number is left");
    tickets::set_confidential(&world.eve, four, true, Default::default()).await.unwrap();
    assert_eq!(named(&world.ada, one).await, [0; 0]);
    assert_eq!(named(&world.eve, two).await, [0; 0], "links are for staff");
    // Where it goes on is told as long as that is there for the reader.
    let [five, six] = [open(&world.ada, "Cinq").await, open(&world.ada, "Six").await];
    merge(&world.grace, five, into(six, false)).await.unwrap();
    assert_eq!(named(&world.grace, five).await, [six]);
    tickets::set_confidential(&world.ada, six, true, Default::default()).await.unwrap();
    assert_eq!(named(&world.grace, five).await, [0; 0]);
});

story!(what_was_merged_into_what_is_gone_leads_nowhere_and_says_so, |world| {
    let [old, new] = two_to_merge(&world).await;
    let picture = add_picture(&world, old).await;
    merge(&world.grace, old, into(new, true)).await.unwrap();
    tickets::delete(&world.grace, new, "Par erreur", Default::default()).await.unwrap();
    assert_eq!(desk::view(&world.eve, old).await.unwrap().leads_to, None);
    let undone = tickets::unmerge(&world.grace, old, Default::default()).await;
    assert_eq!(undone, Err(Error::Conflict(Conflict::MergeOutOfReach)), "it is restored first");
    tickets::purge(&world.linus, new).await.unwrap();
    let everybody: [&Signed; 3] = [&world.eve, &world.grace, &world.linus];
    for who in everybody {
        let view = desk::view(who, old).await.unwrap();
        assert_eq!((view.ticket.status, view.leads_to, view.links.len()), (Status::Cancelled, None, 0));
        let last = TicketEvent::from_event(view.events.last().unwrap());
        assert_eq!(last, Some(TicketEvent::Stranded {}), "{}", who.actor.name);
        assert!(view.events.iter().any(|event| event.payload["text"] == "Depuis hier"));
        assert_eq!(named(who, old).await, [0; 0]);
        assert!(conversation::picture(who, picture, false).await.is_ok());
    }
    assert!(conversation::picture(&world.ada, picture, false).await.is_err());
    let undone = tickets::unmerge(&world.grace, old, Default::default()).await;
    assert_eq!(undone, Err(Error::Conflict(Conflict::StatusChanged)));
    // Its own number stands for itself again.
    let other = open(&world.ada, "Autre").await;
    link(&world.grace, other, LinkKind::Related, old).await.unwrap();
    assert_eq!(links(&world.grace, other).await, [(LinkKind::Related, old)]);
});

story!(what_was_merged_and_is_deleted_says_that_it_is_stranded_once_it_is_restored, |world| {
    let [old, new] = two_to_merge(&world).await;
    merge(&world.grace, old, into(new, true)).await.unwrap();
    for number in [old, new] {
        tickets::delete(&world.grace, number, "Par erreur", Default::default()).await.unwrap();
    }
    tickets::purge(&world.linus, new).await.unwrap();
    tickets::restore(&world.grace, old, Default::default()).await.unwrap();
    let events = desk::view(&world.eve, old).await.unwrap().events;
    assert!(events.iter().filter_map(TicketEvent::from_event).any(|told| told == TicketEvent::Stranded {}));
});

story!(who_takes_part_by_two_mergings_stays_until_both_are_undone, |world| {
    let [old, new] = two_to_merge(&world).await;
    let other = open(&world.eve, "Et l’écran").await;
    for number in [old, other] {
        merge(&world.grace, number, into(new, true)).await.unwrap();
    }
    for (number, is_there) in [(old, true), (other, false)] {
        tickets::unmerge(&world.grace, number, Default::default()).await.unwrap();
        assert_eq!(tickets::find(&world.eve, new).await.is_ok(), is_there, "{number}");
    }
});

story!(who_may_not_undo_a_merging_is_told_that_and_not_what_has_become_of_the_other, |world| {
    let [old, new] = two_to_merge(&world).await;
    merge(&world.grace, old, into(new, true)).await.unwrap();
    tickets::delete(&world.grace, new, "Par erreur", Default::default()).await.unwrap();
    for who in [&world.eve, &world.radia] {
        assert_eq!(tickets::unmerge(who, old, Default::default()).await, Err(Error::Forbidden));
    }
});

story!(what_was_merged_and_deleted_is_restored_before_the_merging_is_undone, |world| {
    let [old, new] = two_to_merge(&world).await;
    merge(&world.grace, old, into(new, false)).await.unwrap();
    tickets::delete(&world.grace, old, "Par erreur", Default::default()).await.unwrap();
    assert_eq!(tickets::unmerge(&world.grace, old, Default::default()).await, Err(Error::NotFound));
    tickets::restore(&world.grace, old, Default::default()).await.unwrap();
    tickets::unmerge(&world.grace, old, Default::default()).await.unwrap();
    assert_eq!(tickets::find(&world.eve, old).await.unwrap().status, Status::Open);
});

story!(who_was_invited_anew_stays_where_the_merging_is_undone, |world| {
    let [old, new] = two_to_merge(&world).await;
    let eve = world.eve.actor.id;
    merge(&world.grace, old, into(new, true)).await.unwrap();
    tickets::remove_person(&world.eve, new, eve, Part::Participant, Default::default()).await.unwrap();
    tickets::invite(&world.ada, new, "eve@cordee.test", Default::default()).await.unwrap();
    tickets::unmerge(&world.grace, old, Default::default()).await.unwrap();
    assert_eq!(read_copies(&world.eve, new).await, [""; 0], "she is there, and what was hers is not");
});

story!(a_ticket_is_not_merged_and_taken_back_for_ever, |world| {
    let [old, new] = two_to_merge(&world).await;
    for _ in 0..MAX_MERGES {
        merge(&world.grace, old, into(new, false)).await.unwrap();
        tickets::unmerge(&world.grace, old, Default::default()).await.unwrap();
    }
    let again = merge(&world.grace, old, into(new, false)).await;
    assert_eq!(again, Err(Error::Conflict(Conflict::MergedTooOften)));
});

story!(that_there_is_a_parent_is_told_alike_whether_it_is_seen_or_not, |world| {
    let secret = hidden(&world).await;
    let [one, two, parent, other] = [
        open(&world.ada, "Un").await,
        open(&world.ada, "Deux").await,
        open(&world.ada, "Parent").await,
        open(&world.ada, "Autre").await,
    ];
    link(&world.linus, one, LinkKind::Parent, secret).await.unwrap();
    link(&world.linus, two, LinkKind::Parent, parent).await.unwrap();
    assert_eq!(links(&world.grace, one).await, []);
    for child in [one, two] {
        let refused = link(&world.grace, child, LinkKind::Parent, other).await;
        assert_eq!(refused, Err(Error::Conflict(Conflict::HasParent)), "it names nothing");
        let refused = link(&world.grace, other, LinkKind::Child, child).await;
        assert_eq!(refused, Err(Error::Conflict(Conflict::HasParent)));
    }
});

#[tokio::test]
async fn what_is_taken_over_counts_as_written() {
    let world = World::with(&[("text_megabytes_per_hour", "1")]).await;
    let [old, new, last] =
        [open(&world.eve, "Un").await, open(&world.ada, "Deux").await, open(&world.ada, "Trois").await];
    for _ in 0..150 {
        conversation::say(&world.eve, old, "x".repeat(4_000).into(), Default::default()).await.unwrap();
    }
    merge(&world.grace, old, into(new, false)).await.unwrap();
    let again = merge(&world.grace, new, into(last, false)).await;
    assert!(matches!(again, Err(Error::TooMany { .. })), "{again:?}");
}

#[tokio::test]
async fn a_line_tells_no_number_that_a_history_would_not() {
    let server = Server::start().await;
    let world = &server.world;
    let it = departments::add_department(&world.linus, "Informatique".into()).await.unwrap();
    accounts::set_served(&world.linus, world.grace.actor.id, vec![it]).await.unwrap();
    let confined = async |who: &Signed| {
        let form = NewTicketForm {
            problem: "Bulletin".into(),
            confidential: "on".into(),
            department: it.to_string(),
            ..Default::default()
        };
        tickets::open(who, form).await.unwrap()
    };
    let [old, new] = [confined(&world.eve).await, confined(&world.ada).await];
    let mut ada = server.client(&world.ada).await;
    ada.follow(new, 0).await;
    merge(&world.linus, old, into(new, true)).await.unwrap();
    let event = loop {
        if let FromServer::Event { event, .. } = ada.hear().await
            && event.kind == TicketEvent::word("Copied")
        {
            break event;
        }
    };
    assert_eq!(event.payload["from"], Value::Null);
    assert_eq!(named(&world.ada, new).await, [0; 0]);
    assert_eq!(named(&world.grace, new).await, [old]);
}
