//! Grace guides Ada: what happens, what is refused, and what is never lost.
use crate::{
    base::{Conflict, Error, Problem},
    features::{
        conversation::server::service as conversation,
        guidance::{
            Act, CallOutcome, Ending, GuidanceEvent, Instruction, Knot, KnotState, Outcome, Rope, Step,
            server::{service as guidance, sweep},
        },
        tickets::{Status, server::service as tickets},
    },
    server::jobs,
    story,
    tests::world::{World, answer, write},
};
use chrono::Duration;
use uuid::Uuid;

async fn rope(world: &World, number: i64) -> Rope {
    Rope::all(&world.view(&world.ada, number).await.events).pop().unwrap()
}

/// The step that waits for its answer.
fn in_hand(rope: &Rope) -> &Knot {
    rope.knots.last().filter(|knot| knot.state == KnotState::InHand).unwrap()
}

fn again(text: &str) -> Act {
    Act::Rephrase { instruction: Instruction { text: text.into(), picture: None } }
}

story!(five_steps_with_a_failure_and_a_rewording_solve_the_ticket, |world| {
    let number = world.guided_ticket().await;
    for text in ["Éteignez", "Ouvrez le capot", "Tirez le levier"] {
        world.write(number, text).await.unwrap();
    }
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    world.answer(number, 2, 1, Outcome::Unclear).await.unwrap();
    world.act(&world.grace, number, again("Ouvrez le capot avant")).await.unwrap();
    world.answer(number, 2, 2, Outcome::Done).await.unwrap();
    world.answer(number, 3, 1, Outcome::Failed).await.unwrap();
    world.write(number, "Poussez d’abord le loquet").await.unwrap();
    world.answer(number, 4, 1, Outcome::Done).await.unwrap();
    world
        .act(&world.grace, number, Act::End { solved: true, message: None, call: None, asked: None })
        .await
        .unwrap();

    let rope = rope(&world, number).await;
    let told: Vec<_> = rope.knots.iter().map(|k| (k.step.to_string(), k.state)).collect();
    let expected = [
        ("1", KnotState::Tied),
        ("2", KnotState::Undone),
        ("2b", KnotState::Tied),
        ("3", KnotState::Undone),
        ("4", KnotState::Tied),
    ];
    assert_eq!(told, expected.map(|(step, state)| (step.to_owned(), state)));
    assert_eq!(rope.ending.unwrap().0, Ending::Solved);
    let ticket = world.view(&world.ada, number).await.ticket;
    assert_eq!((ticket.status, ticket.typing_paused, ticket.guided), (Status::Resolved, false, false));
});

story!(what_is_remembered_of_a_ticket_is_never_older_than_the_ticket, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    assert_eq!(world.answer(number, 7, 1, Outcome::Done).await, Err(Error::Conflict(Conflict::NoSuchStep)));
    world.act(&world.grace, number, Act::Lift).await.unwrap();
    conversation::say(&world.ada, number, "Fait.".into(), Default::default()).await.unwrap();
    tickets::assign(&world.linus, number, world.radia.actor.id, Default::default()).await.unwrap();
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    let next = Act::Write { instruction: Instruction { text: "Rallumez".into(), picture: None } };
    assert!(world.act(&world.grace, number, next.clone()).await.is_err(), "she leads no more");
    world.act(&world.radia, number, next).await.unwrap();
    assert_eq!(in_hand(&rope(&world, number).await).step.to_string(), "2");
    world.answer(number, 2, 1, Outcome::Done).await.unwrap();
});

story!(only_the_first_answer_counts_and_the_others_are_kept, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    world.answer(number, 1, 1, Outcome::Failed).await.unwrap();
    let rope = rope(&world, number).await;
    assert_eq!(rope.knots[0].state, KnotState::Tied);
    assert_eq!(rope.knots[0].late[0].outcome, Outcome::Failed);
    assert_eq!(world.answer(number, 7, 1, Outcome::Done).await, Err(Error::Conflict(Conflict::NoSuchStep)));
});

story!(the_same_answer_sent_five_times_counts_once, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    let (session, id) = (world.session(number).await, Uuid::now_v7());
    let first = world.act_as(&world.ada, number, answer(session, 1, 1, Outcome::Done), id).await.unwrap();
    for _ in 0..4 {
        assert_eq!(
            world.act_as(&world.ada, number, answer(session, 1, 1, Outcome::Done), id).await,
            Ok(first)
        );
    }
    let other = world.act_as(&world.ada, number, answer(session, 1, 1, Outcome::Failed), id).await;
    assert_eq!(other, Err(Error::Conflict(Conflict::IdReused)));
    let answers =
        world.view(&world.ada, number).await.events.iter().filter(|e| e.kind == "confirmation_etape").count();
    assert_eq!(answers, 1);
});

story!(an_answer_given_offline_keeps_its_time, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    let released = world.house.clock.now();
    world.house.clock.advance(Duration::minutes(5));
    let session = world.session(number).await;
    world.act_late(&world.ada, number, answer(session, 1, 1, Outcome::Done), 120_000).await.unwrap();
    assert_eq!(
        rope(&world, number).await.knots[0].answer.as_ref().unwrap().at,
        released + Duration::minutes(3)
    );
    world.write(number, "Rallumez").await.unwrap();
    let absurd = i64::MAX;
    world.act_late(&world.ada, number, answer(session, 2, 1, Outcome::Done), absurd).await.unwrap();
    assert_eq!(rope(&world, number).await.knots[1].answer.as_ref().unwrap().at, world.house.clock.now());
});

story!(messages_wait_while_ada_is_guided_and_the_refusal_is_the_references, |world| {
    let number = world.guided_ticket().await;
    let said = conversation::say(&world.ada, number, "Allô ?".into(), Default::default()).await.unwrap_err();
    assert_eq!(
        said.text(crate::base::Lang::Fr),
        "Vous ne pouvez pas envoyer de messages pendant le mode guidage"
    );
    world.act(&world.grace, number, Act::Lift).await.unwrap();
    conversation::say(&world.ada, number, "Allô ?".into(), Default::default()).await.unwrap();
    world.write(number, "Éteignez").await.unwrap();
    assert!(
        conversation::say(&world.ada, number, "Et maintenant ?".into(), Default::default()).await.is_err(),
        "the next instruction pauses again"
    );
    world.act(&world.ada, number, Act::Stop { session: None }).await.unwrap();
    conversation::say(&world.ada, number, "Je dois partir".into(), Default::default()).await.unwrap();
    assert_eq!(world.view(&world.ada, number).await.ticket.status, Status::InProgress);
});

story!(typing_is_free_again_when_grace_is_silent_and_it_is_her_turn, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    let lifted = async || {
        sweep::lift_where_silent(world.house.clone()).await.unwrap();
        !world.view(&world.ada, number).await.ticket.typing_paused
    };
    world.house.clock.advance(Duration::minutes(10));
    assert!(!lifted().await, "it is Ada's turn, which does not count");
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    world.house.clock.advance(Duration::seconds(179));
    assert!(!lifted().await);
    world.house.clock.advance(Duration::seconds(1));
    assert!(lifted().await);
    let events = world.view(&world.ada, number).await.events;
    assert!(events.last().unwrap().by.is_none(), "the house did it");
});

// Order comes from the sequence; what a clock decides waits for the moment it has told.
story!(a_clock_that_is_put_back_frees_typing_late_and_never_early, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    let lifted = async || {
        sweep::lift_where_silent(world.house.clone()).await.unwrap();
        !world.view(&world.ada, number).await.ticket.typing_paused
    };
    world.house.clock.advance(-Duration::minutes(5));
    assert!(!lifted().await);
    world.house.clock.advance(Duration::minutes(8) - Duration::seconds(1));
    assert!(!lifted().await, "by so much later as it was put back");
    world.house.clock.advance(Duration::seconds(1));
    assert!(lifted().await);
    world.house.clock.advance(-Duration::days(1));
    world.write(number, "Rallumez").await.unwrap();
    world.answer(number, 2, 1, Outcome::Done).await.unwrap();
    let told: Vec<i64> = world.view(&world.ada, number).await.events.iter().map(|event| event.seq).collect();
    assert_eq!(told, (1..=told.len() as i64).collect::<Vec<_>>());
    assert_eq!(rope(&world, number).await.knots.len(), 2);
});

story!(another_technician_takes_over_only_from_silence_and_inherits_everything, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    world.write(number, "Rallumez").await.unwrap();
    assert_eq!(guidance::take_over(&world.radia, number).await, Err(Error::Conflict(Conflict::NotSilent)));
    world.answer(number, 1, 1, Outcome::Failed).await.unwrap();
    assert_eq!(world.act(&world.radia, number, Act::GoOn).await, Err(Error::Forbidden));
    world.house.clock.advance(Duration::minutes(3));
    guidance::take_over(&world.radia, number).await.unwrap();
    world.act(&world.radia, number, Act::GoOn).await.unwrap();
    assert_eq!(in_hand(&rope(&world, number).await).instruction.text, "Rallumez");
    assert_eq!(world.act(&world.grace, number, Act::Lift).await, Err(Error::Forbidden));
});

story!(the_silence_of_a_new_lead_begins_when_the_ticket_is_theirs, |world| {
    let number = world.guided_ticket().await;
    let paused = async || {
        sweep::lift_where_silent(world.house.clone()).await.unwrap();
        world.view(&world.ada, number).await.ticket.typing_paused
    };
    world.house.clock.advance(Duration::seconds(179));
    tickets::assign(&world.linus, number, world.radia.actor.id, Default::default()).await.unwrap();
    world.house.clock.advance(Duration::seconds(179));
    assert!(paused().await, "Radia has not been silent for three minutes");
    assert_eq!(guidance::take_over(&world.grace, number).await, Err(Error::Conflict(Conflict::NotSilent)));
    world.house.clock.advance(Duration::seconds(1));
    guidance::take_over(&world.grace, number).await.unwrap();
    assert!(paused().await, "nor Grace, who took it over");
    world.house.clock.advance(Duration::seconds(180));
    assert!(!paused().await);
});

story!(ada_asks_for_a_call_with_a_number_typed_now, |world| {
    let number = world.guided_ticket().await;
    let call = |phone: Option<&str>| Act::CallMe { phone: phone.map(str::to_owned) };
    let without = world.act(&world.ada, number, call(None)).await.unwrap_err();
    assert_eq!(without.problem_of("phone"), Some(Problem::Empty), "her profile has none");
    world.act(&world.ada, number, call(Some("01 44 55 02 14"))).await.unwrap();
    let view = world.view(&world.grace, number).await;
    assert_eq!(
        GuidanceEvent::from_event(view.events.last().unwrap()),
        Some(GuidanceEvent::CallAsked { phone: Some("01 44 55 02 14".into()) })
    );
    assert!(view.rooms.guidance.active().is_some(), "the session goes on");
});

story!(what_was_written_ahead_survives_a_stop_and_is_offered_at_the_next_start, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    world.write(number, "Rallumez").await.unwrap();
    world.act(&world.ada, number, Act::Stop { session: None }).await.unwrap();
    world.act(&world.grace, number, Act::Start).await.unwrap();
    assert_eq!(world.view(&world.grace, number).await.rooms.guidance.queue[0].text, "Rallumez");
    world.act(&world.grace, number, Act::GoOn).await.unwrap();
    assert_eq!(in_hand(&rope(&world, number).await).step.to_string(), "1");
});

story!(no_other_change_of_status_while_guided, |world| {
    let number = world.guided_ticket().await;
    world.act(&world.grace, number, Act::Lift).await.unwrap();
    for who in [&world.grace, &world.linus] {
        let refused = tickets::change_status(who, number, Status::Resolved, Default::default()).await;
        assert_eq!(refused, Err(Error::Conflict(Conflict::GuidanceActive)));
    }
});

story!(a_resolved_ticket_closes_by_itself_after_seven_days_unless_reopened, |world| {
    let (left, reopened) = (world.taken_ticket().await, world.taken_ticket().await);
    for number in [left, reopened] {
        tickets::change_status(&world.grace, number, Status::Resolved, Default::default()).await.unwrap();
    }
    tickets::change_status(&world.ada, reopened, Status::InProgress, Default::default()).await.unwrap();
    world.house.clock.advance(Duration::days(7));
    jobs::run_due(&world.house).await.unwrap();
    assert_eq!(world.view(&world.ada, left).await.ticket.status, Status::Closed);
    assert_eq!(world.view(&world.ada, reopened).await.ticket.status, Status::InProgress);
    assert_eq!(
        tickets::change_status(&world.linus, left, Status::InProgress, Default::default()).await,
        Err(Error::Conflict(Conflict::Final))
    );
});

story!(bad_instructions_change_nothing, |world| {
    let number = world.guided_ticket().await;
    let before = world.view(&world.grace, number).await;
    for (text, problem) in [
        ("", Problem::Empty),
        ("a\u{0}", Problem::Unreadable),
        (&"x".repeat(2001), Problem::TooLong { max: 2000 }),
    ] {
        let refused = world.act(&world.grace, number, write(text)).await.unwrap_err();
        assert_eq!(refused.problem_of("text"), Some(problem));
    }
    let picture = Some(crate::features::conversation::AttachmentId::new());
    let foreign = Act::Write { instruction: Instruction { text: "Regardez".into(), picture } };
    assert_eq!(
        world.act(&world.grace, number, foreign).await.unwrap_err().problem_of("picture"),
        Some(Problem::Unknown)
    );
    assert_eq!(world.view(&world.grace, number).await, before);
});

story!(what_is_said_after_an_answer_joins_it_and_a_mistake_is_told, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    world.write(number, "Rallumez").await.unwrap();
    world.answer(number, 1, 1, Outcome::Failed).await.unwrap();
    let (session, step) = (world.session(number).await, Step { number: 1, version: 1 });
    let explain = |note: &str| Act::Explain { session, step, note: note.into() };
    world.act(&world.ada, number, explain("Le bouton est cassé")).await.unwrap();
    world.act(&world.ada, number, explain("  ")).await.unwrap_err();
    assert_eq!(world.act(&world.grace, number, explain("x")).await, Err(Error::Forbidden));
    world.act(&world.ada, number, Act::Mistake { session, step }).await.unwrap();
    let state = world.view(&world.grace, number).await.rooms.guidance;
    assert_eq!((state.queue.len(), state.active().unwrap().frozen), (1, true), "nothing moves by itself");
    let given = rope(&world, number).await.knots[0].answer.clone().unwrap();
    assert_eq!((given.precisions, given.corrected), (vec!["Le bouton est cassé".to_owned()], true));
    // Told while the line was down, in time; and too late.
    world.act(&world.grace, number, again("Éteignez par la prise")).await.unwrap();
    world.answer(number, 1, 2, Outcome::Done).await.unwrap();
    let mistake = || Act::Mistake { session, step: Step { number: 1, version: 2 } };
    world.house.clock.advance(Duration::seconds(60));
    let late = Err(Error::Conflict(Conflict::TooLateToCorrect));
    assert_eq!(world.act(&world.ada, number, mistake()).await, late);
    world.act_late(&world.ada, number, mistake(), 55_000).await.unwrap();
    assert_eq!(
        world.act(&world.ada, number, explain("Trop tard")).await,
        Err(Error::Conflict(Conflict::TooLateToExplain))
    );
});

story!(a_call_is_owed_until_somebody_says_what_became_of_it, |world| {
    let number = world.guided_ticket().await;
    let phone = Some("01 44 55 02 14".to_owned());
    world.act(&world.ada, number, Act::CallMe { phone: phone.clone() }).await.unwrap();
    assert_eq!(world.view(&world.grace, number).await.rooms.guidance.call.unwrap().phone, phone);
    let end = |call| Act::End { solved: true, message: Some("Câble remplacé".into()), call, asked: None };
    assert_eq!(world.act(&world.grace, number, end(None)).await, Err(Error::Conflict(Conflict::CallOpen)));
    assert!(world.view(&world.ada, number).await.ticket.guided, "nothing has ended");
    world.act(&world.grace, number, end(Some(CallOutcome::Called))).await.unwrap();
    let view = world.view(&world.ada, number).await;
    assert_eq!(view.rooms.guidance.call, None);
    assert_eq!(view.ticket.solution.as_deref(), Some("Câble remplacé"), "what was done is kept");
});

story!(a_call_outlives_the_stop_of_whoever_asked_for_it, |world| {
    let number = world.guided_ticket().await;
    world.act(&world.ada, number, Act::CallMe { phone: Some("01 44 55 02 14".into()) }).await.unwrap();
    world.act(&world.ada, number, Act::Stop { session: None }).await.unwrap();
    let done = Act::CallDone { outcome: CallOutcome::NotReached, asked: None };
    assert_eq!(world.act(&world.ada, number, done.clone()).await, Err(Error::Forbidden));
    world.act(&world.grace, number, done.clone()).await.unwrap();
    assert_eq!(world.act(&world.grace, number, done).await, Err(Error::Conflict(Conflict::NoCall)));
});
