//! What becomes of a ticket: put back, given on while resolved, asked by an admin, treated by a department.
use super::{
    rights::bring,
    world::{answer, write},
};
use crate::{
    base::{Actor, Error, Lang, Problem, Role, live::HintKind},
    features::{
        accounts::{PersonChange, PersonForm, server::service as accounts},
        conversation::server::service as conversation,
        departments::server::service as departments,
        desk::TicketView,
        guidance::{Act, Outcome},
        tickets::{
            Handover, NewTicketForm, QueueFilter, QueueTab, Relation, Status, StatusMove,
            server::service as tickets,
        },
    },
    server::{Admin, Caller, bus::Note},
    story,
};

story!(a_ticket_put_back_is_nobodys_and_its_lead_is_told, |world| {
    let number = world.taken_ticket().await;
    let grace = world.grace.actor.clone();
    let (listener, mut inbox) = world.house.bus.join((&grace).into(), grace.session);
    listener.wants_lists.store(true, std::sync::atomic::Ordering::Relaxed);
    world.house.bus.follow(number, &listener);
    let mut live = world.view(&world.grace, number).await;
    tickets::change_status(&world.radia, number, Status::Open, Default::default()).await.unwrap();
    let fresh = world.view(&world.grace, number).await;
    assert_eq!((fresh.ticket.status, &fresh.ticket.lead), (Status::Open, &None));
    let put_back = fresh.events.last().unwrap();
    assert_eq!(put_back.by.as_ref().unwrap().name, "radia");
    live.apply(put_back.clone());
    assert_eq!(live.ticket, fresh.ticket, "snapshot + events = fresh snapshot");
    let (mut told, mut listed) = (false, false);
    while let Ok(note) = inbox.try_recv() {
        told |= matches!(&note, Note::Event { event, .. } if **event == *put_back);
        listed |= matches!(note, Note::Lists);
    }
    assert!(told && listed, "on the page and in the lists");
    let counts = tickets::count_queue(&world.grace).await.unwrap();
    assert_eq!((counts.mine, counts.untaken), (0, 1));
    tickets::take(&world.radia, number, Default::default()).await.unwrap();
    assert_eq!(tickets::count_queue(&world.radia).await.unwrap().mine, 1);
});

story!(a_resolved_ticket_given_to_somebody_else_stays_resolved, |world| {
    let number = world.taken_ticket().await;
    tickets::change_status(&world.grace, number, Status::Resolved, Default::default()).await.unwrap();
    let radia = world.radia.actor.id;
    tickets::assign(&world.radia, number, radia, Default::default()).await.unwrap();
    let ticket = world.view(&world.ada, number).await.ticket;
    assert_eq!((ticket.status, ticket.lead.unwrap().id), (Status::Resolved, radia));
    assert!(ticket.resolved_at.is_some(), "its seven days go on");
});

story!(an_admin_who_asked_is_guided_like_anybody_and_keeps_the_rest, |world| {
    let linus = world.linus.actor.id;
    let number = bring(&world, &world.linus, "paused", false).await;
    world.act(&world.grace, number, write("Éteignez")).await.unwrap();
    world.act(&world.grace, number, write("SECRET")).await.unwrap();
    for act in [
        write("Autre"),
        Act::Lift,
        Act::GoOn,
        Act::End { solved: true, message: None, call: None, asked: None },
    ] {
        assert_eq!(world.act(&world.linus, number, act).await, Err(Error::Forbidden));
    }
    let view = world.view(&world.linus, number).await;
    let backlog = tickets::backlog(&world.linus, number, 0).await.unwrap();
    let earlier = conversation::list_earlier(&world.linus, number, i64::MAX).await.unwrap();
    let seen = serde_json::to_string(&(&view, &backlog.events, &earlier)).unwrap();
    assert!(
        seen.contains("Éteignez") && !seen.contains("SECRET"),
        "the hidden queue is hidden from who is guided"
    );
    assert_eq!((view.relation(), view.ticket.rev), (Relation::AdminRequester, view.seq));
    let session = view.rooms.guidance.session.unwrap().id;
    world.act(&world.linus, number, answer(session, 1, 1, Outcome::Done)).await.unwrap();
    world.act(&world.linus, number, Act::Stop { session: None }).await.unwrap();
    for giver in [&world.linus, &world.grace, &world.radia] {
        let refused = tickets::assign(giver, number, linus, Default::default()).await.unwrap_err();
        assert!(refused.problem_of("to").is_some(), "nobody is the lead of their own ticket");
    }
    tickets::change_status(&world.linus, number, Status::Resolved, Default::default()).await.unwrap();
});

story!(
    a_ticket_keeps_the_requesters_department_of_its_opening_and_is_treated_by_none_without_a_choice,
    |world| {
        let [accounting, workshop] = ["Comptabilité", "Atelier"].map(|name| name.to_owned());
        for name in [&accounting, &workshop] {
            departments::add_department(&world.linus, name.clone()).await.unwrap();
        }
        let all = departments::directory(&world.linus).await.unwrap().departments;
        let id = |name: &str| all.iter().find(|d| d.name == name).unwrap().id;
        let ada = world.ada.actor.clone();
        let moved = async |to: &str| {
            let change = PersonChange { department: Some(id(to).to_string()), ..Default::default() };
            accounts::change_person(&world.linus, ada.id, change).await.unwrap();
        };
        moved(&accounting).await;
        let without = world.open_ticket().await;
        let form = NewTicketForm {
            problem: "Le scanner est muet".into(),
            department: id(&workshop).to_string(),
            ..Default::default()
        };
        let with = tickets::open(&world.ada, form).await.unwrap();
        moved(&workshop).await;
        let departments = async |number| {
            let ticket = tickets::find(&world.grace, number).await.unwrap();
            (ticket.department_name, ticket.requester_department_name)
        };
        assert_eq!(departments(without).await, (None, Some(accounting.clone())));
        assert_eq!(departments(with).await, (Some(workshop.clone()), Some(accounting.clone())));
        let filter = QueueFilter { tab: QueueTab::All, ..Default::default() };
        let lines = tickets::list_queue(&world.grace, filter).await.unwrap().items;
        let listed = lines.into_iter().map(|line| (line.department, line.requester_department));
        assert_eq!(
            listed.collect::<Vec<_>>(),
            [(Some(workshop), Some(accounting.clone())), (None, Some(accounting))]
        );
    }
);

story!(what_was_done_is_kept_until_it_comes_back, |world| {
    let number = world.taken_ticket().await;
    let say = |to, note: &str| StatusMove { to, note: Some(note.into()) };
    let solution = || async { world.view(&world.ada, number).await.ticket.solution };
    let too_long = say(Status::Resolved, &"x".repeat(2_001));
    let refused = tickets::change_status(&world.grace, number, too_long, Default::default()).await;
    assert_eq!(refused.unwrap_err().problem_of("note"), Some(Problem::TooLong { max: 2_000 }));
    let done = say(Status::Resolved, "Toner remplacé");
    tickets::change_status(&world.grace, number, done, Default::default()).await.unwrap();
    assert_eq!(solution().await.as_deref(), Some("Toner remplacé"));
    let back = say(Status::InProgress, "Ça recommence");
    tickets::change_status(&world.ada, number, back, Default::default()).await.unwrap();
    assert_eq!(solution().await, None);
    let last = world.view(&world.grace, number).await.events.last().unwrap().clone();
    assert_eq!(last.payload["note"], "Ça recommence");
    for to in [say(Status::Resolved, "Tambour remplacé"), Status::Closed.into()] {
        tickets::change_status(&world.grace, number, to, Default::default()).await.unwrap();
    }
    assert_eq!(solution().await.as_deref(), Some("Tambour remplacé"));
});

// The word stays between those who work on it; both hear of the change wherever they are.
story!(a_ticket_is_handed_over_with_a_word, |world| {
    let number = world.taken_ticket().await;
    let mut lines = Vec::new();
    for who in [&world.grace, &world.radia, &world.linus] {
        lines.push(world.house.bus.join((&who.actor).into(), who.actor.session));
    }
    let to = Handover { to: world.radia.actor.id, note: Some("Elle rappelle à 14 h".into()) };
    tickets::assign(&world.linus, number, to, Default::default()).await.unwrap();
    let word = |view: &TicketView| view.events.iter().any(|event| event.kind == "mot_de_passage");
    assert!(word(&world.view(&world.radia, number).await));
    assert!(!word(&world.view(&world.ada, number).await), "not for the requester");
    let mut told = Vec::new();
    for (_, inbox) in &mut lines {
        let mut leads = 0;
        while let Ok(note) = inbox.try_recv() {
            leads += usize::from(matches!(note, Note::Hint(hint) if hint.kind == HintKind::InCharge));
        }
        told.push(leads);
    }
    assert_eq!(told, [1, 1, 0], "who had it, who has it now, and not who did it");
});

story!(an_english_house_speaks_english_to_whom_its_admin_adds_and_files_under_other, |world| {
    let in_english = Actor { lang: Lang::En, ..world.linus.actor.clone() };
    let linus = Admin::of(&world.visitor().signed_in(in_english)).unwrap();
    let (email, password) = ("friend@cordee.test", "corde-et-mousqueton");
    let friend = PersonForm {
        name: "Friend".into(),
        email: email.into(),
        password: password.into(),
        role: Role::Employee.word().into(),
        ..Default::default()
    };
    accounts::add_person(&linus, friend).await.unwrap();
    let friend = accounts::sign_in(&world.visitor(), email, password.into()).await.unwrap().actor;
    assert_eq!(friend.lang, Lang::En);
    // The house has named no categories: the first ticket makes one.
    let friend = world.visitor().signed_in(friend);
    let form = NewTicketForm { problem: "The lamp flickers".into(), ..Default::default() };
    let number = tickets::open(&friend, form).await.unwrap();
    assert_eq!(tickets::find(&friend, number).await.unwrap().category_name, "Other");
});
