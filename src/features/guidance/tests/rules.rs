//! The state machine against what is settled, sentence by sentence: every state × every act × every relation,
//! and long random sequences.
use crate::{
    base::{AppResult, Conflict, Error, Time},
    features::{
        guidance::*,
        tickets::{Relation, Status, Ticket, may_take},
    },
    tests::rights::ticket_when,
};
use proptest::prelude::*;
use uuid::Uuid;

const DRAFT: Uuid = Uuid::from_u128(7);

fn at(seconds: i64) -> Time {
    Time::UNIX_EPOCH + chrono::Duration::seconds(seconds)
}

fn instruction(text: &str) -> Instruction {
    Instruction { text: text.into(), picture: None }
}

fn done(state: &mut Guidance, who: Relation, id: u128, act: Act) -> AppResult<Vec<GuidanceEvent>> {
    let now = at(id as i64);
    let scene = Scene { who, status: Status::InProgress, now, said: now, id: Uuid::from_u128(id) };
    let changes = decide(state, scene, act)?;
    changes.iter().for_each(|change| apply(state, change, scene.now));
    Ok(changes)
}

/// The states a session can be in, by name.
fn states() -> Vec<(&'static str, Guidance)> {
    let mut none = Guidance::default();
    let mut begun = Guidance::default();
    done(&mut begun, Relation::Lead, 1, Act::Start).unwrap();
    let mut open = begun.clone();
    done(&mut open, Relation::Lead, 2, Act::Write { instruction: instruction("un") }).unwrap();
    let mut queued = open.clone();
    done(&mut queued, Relation::Lead, DRAFT.as_u128(), Act::Write { instruction: instruction("deux") })
        .unwrap();
    let reply = |state: &Guidance, outcome| {
        let mut state = state.clone();
        let session = state.session.as_ref().unwrap().id;
        done(
            &mut state,
            Relation::Requester,
            9,
            Act::Answer { session, step: Step { number: 1, version: 1 }, outcome, note: None },
        )
        .unwrap();
        state
    };
    let waiting = reply(&open, Outcome::Done);
    let frozen = reply(&open, Outcome::Failed);
    let frozen_queued = reply(&queued, Outcome::Unclear);
    let mut lifted = open.clone();
    done(&mut lifted, Relation::Lead, 10, Act::Lift).unwrap();
    let mut over = queued.clone();
    done(&mut over, Relation::Requester, 11, Act::Stop { session: None }).unwrap();
    let mut owed = open.clone();
    done(&mut owed, Relation::Requester, 12, Act::CallMe { phone: Some("1".into()) }).unwrap();
    none.queue.clear();
    vec![
        ("none", none),
        ("begun", begun),
        ("open", open),
        ("queued", queued),
        ("waiting", waiting),
        ("frozen", frozen),
        ("frozen queued", frozen_queued),
        ("lifted", lifted),
        ("over", over),
        ("call owed", owed),
    ]
}

fn acts(state: &Guidance) -> Vec<(&'static str, Act)> {
    let session = state.session.as_ref().map_or(GuidanceId(Uuid::nil()), |s| s.id);
    vec![
        ("start", Act::Start),
        ("write", Act::Write { instruction: instruction("x") }),
        ("rephrase", Act::Rephrase { instruction: instruction("x") }),
        ("go back", Act::GoBack { to: 1, instruction: instruction("x") }),
        ("go on", Act::GoOn),
        ("edit", Act::EditDraft { draft: DRAFT, instruction: instruction("x") }),
        ("move", Act::MoveDraft { draft: DRAFT, to: 5 }),
        ("remove", Act::RemoveDraft { draft: DRAFT }),
        (
            "answer",
            Act::Answer { session, step: Step { number: 1, version: 1 }, outcome: Outcome::Done, note: None },
        ),
        ("explain", Act::Explain { session, step: Step { number: 1, version: 1 }, note: "x".into() }),
        ("mistake", Act::Mistake { session, step: Step { number: 1, version: 1 } }),
        ("call", Act::CallMe { phone: Some("1".into()) }),
        ("call done", Act::CallDone { outcome: CallOutcome::Called, asked: None }),
        ("stop", Act::Stop { session: None }),
        ("lift", Act::Lift),
        ("end", Act::End { solved: true, message: None, call: Some(CallOutcome::NotReached), asked: None }),
    ]
}

/// In which states an act succeeds for those who may attempt it at all.
fn succeeds_in(act: &str) -> &'static [&'static str] {
    match act {
        "start" => &["none", "over"],
        "write" | "call" | "stop" | "end" => {
            &["begun", "open", "queued", "waiting", "frozen", "frozen queued", "lifted", "call owed"]
        }
        "explain" => &["frozen", "frozen queued"],
        "mistake" => &["waiting", "frozen", "frozen queued"],
        "call done" => &["call owed"],
        "rephrase" => &["open", "queued", "frozen", "frozen queued", "lifted", "call owed"],
        "go back" => &["open", "queued", "waiting", "frozen", "frozen queued", "lifted", "call owed"],
        "go on" => &["frozen", "frozen queued"],
        "edit" | "move" | "remove" => &["queued", "frozen queued", "over"],
        "answer" => &["open", "queued", "waiting", "frozen", "frozen queued", "lifted", "over", "call owed"],
        "lift" => &["begun", "open", "queued", "waiting", "frozen", "frozen queued", "call owed"],
        other => panic!("{other} is no act"),
    }
}

#[test]
fn every_state_every_act_every_relation() {
    for (name, state) in states() {
        for (word, act) in acts(&state) {
            for &who in Relation::ALL {
                let requesters = matches!(word, "answer" | "explain" | "mistake" | "call" | "stop");
                let outcome = done(&mut state.clone(), who, 20, act.clone());
                // An admin who asked is the requester in guidance.
                let attempts = match who {
                    Relation::Requester | Relation::AdminRequester => requesters,
                    Relation::Lead | Relation::Admin => !requesters,
                    Relation::OtherTechnician | Relation::Participant | Relation::Stranger => false,
                };
                let expected = match who {
                    Relation::Stranger => Err(Error::NotFound),
                    _ if !attempts => Err(Error::Forbidden),
                    _ => Ok(succeeds_in(word).contains(&name)),
                };
                match expected {
                    Ok(true) => assert!(outcome.is_ok(), "{who} may {word} when {name}: {outcome:?}"),
                    Ok(false) => assert!(
                        matches!(outcome, Err(Error::Conflict(_))),
                        "{who} cannot {word} when {name}: {outcome:?}"
                    ),
                    Err(refusal) => assert_eq!(outcome, Err(refusal), "{who} {word} when {name}"),
                }
            }
        }
    }
}

#[test]
fn guidance_starts_on_a_ticket_in_progress_only() {
    for &status in Status::ALL {
        let scene = Scene { who: Relation::Lead, status, now: at(1), said: at(1), id: DRAFT };
        assert_eq!(
            decide(&Guidance::default(), scene, Act::Start).is_ok(),
            status == Status::InProgress,
            "{status}"
        );
    }
}

#[test]
fn on_a_final_ticket_nothing_changes_not_even_by_a_late_answer() {
    for (name, state) in states() {
        for (word, act) in acts(&state) {
            for (&who, status) in
                Relation::ALL.iter().flat_map(|who| [(who, Status::Closed), (who, Status::Cancelled)])
            {
                let scene = Scene { who, status, now: at(99), said: at(99), id: DRAFT };
                let outcome = decide(&state, scene, act.clone());
                let expected = match done(&mut state.clone(), who, 99, act.clone()) {
                    Err(refusal @ (Error::NotFound | Error::Forbidden)) => refusal,
                    _ => Error::Conflict(Conflict::Final),
                };
                assert_eq!(outcome, Err(expected), "{who} {word} when {name} and {status}");
            }
        }
    }
}

#[test]
fn only_a_step_that_existed_is_answered_late() {
    let mut state = states().into_iter().find(|(name, _)| *name == "over").unwrap().1;
    let earlier = state.session.as_ref().unwrap().id;
    let answer = |state: &mut Guidance, session, number, version| {
        let act = Act::Answer {
            session,
            step: Step { number, version },
            outcome: Outcome::Done,
            note: Some("Allô ?".into()),
        };
        done(state, Relation::Requester, 500, act).is_ok()
    };
    done(&mut state, Relation::Lead, 100, Act::Start).unwrap();
    assert!(answer(&mut state, earlier, 1, 1), "of the session before");
    for (number, version) in [(1, 2), (2, 1), (0, 1), (1, 0)] {
        assert!(!answer(&mut state, earlier, number, version), "{number}, {version} never was");
    }
    assert!(!answer(&mut state, GuidanceId(Uuid::from_u128(77)), 1, 1), "no session of this ticket");
    assert!(!answer(&mut state, GuidanceId(Uuid::from_u128(100)), 1, 1), "nothing was asked yet");
    for id in 0..2 * MAX_PAST as u128 {
        done(&mut state, Relation::Lead, 200 + id, Act::Write { instruction: instruction("x") }).unwrap();
        done(&mut state, Relation::Requester, 300, Act::Stop { session: None }).unwrap();
        done(&mut state, Relation::Lead, 400 + id, Act::Start).unwrap();
    }
    assert_eq!(state.past.len(), MAX_PAST);
}

#[test]
fn the_requesters_turn_does_not_count_for_the_lift() {
    for (name, state) in states() {
        let due = is_lift_due(&state, at(100_000), chrono::Duration::minutes(3));
        assert_eq!(due, ["begun", "waiting", "frozen", "frozen queued"].contains(&name), "{name}");
    }
}

/// Another technician takes over from silence only; lead and admin hand over by giving the ticket.
#[test]
fn a_session_is_taken_over_from_a_silent_lead_by_another_technician_or_an_admin() {
    let delay = chrono::Duration::minutes(3);
    for (name, state) in states() {
        let silent = ["begun", "waiting", "frozen", "frozen queued"].contains(&name);
        for &who in Relation::ALL {
            for (now, expected) in [(at(100_000), silent), (at(11), false)] {
                let expected = match who {
                    Relation::Stranger => Err(Error::NotFound),
                    who if who.reads_as_requester() || who == Relation::Lead => Err(Error::Forbidden),
                    _ if expected => Ok(()),
                    _ => Err(Error::Conflict(Conflict::NotSilent)),
                };
                let answer = may_take_over(&state, &ticket_when("paused"), who, now, delay);
                assert_eq!(answer, expected, "{who} when {name}");
            }
        }
    }
}

#[test]
fn from_a_lead_who_has_gone_a_session_is_taken_at_once() {
    let left = Ticket { lead_gone: true, ..ticket_when("paused") };
    for (name, state) in states() {
        for &who in Relation::ALL {
            let answer = may_take_over(&state, &left, who, at(11), chrono::Duration::minutes(3));
            assert_eq!(answer, may_take(&left, who), "{who} when {name}");
        }
    }
    assert_eq!(may_take(&left, Relation::OtherTechnician), Ok(()));
}

#[test]
fn done_releases_the_head_of_the_queue_and_a_failure_freezes_it() {
    let state = |name| states().into_iter().find(|(n, _)| *n == name).unwrap().1;
    let mut queued = state("queued");
    let session = queued.session.as_ref().unwrap().id;
    let step = Step { number: 1, version: 1 };
    done(
        &mut queued,
        Relation::Requester,
        20,
        Act::Answer { session, step, outcome: Outcome::Done, note: None },
    )
    .unwrap();
    assert_eq!(queued.active().unwrap().open, Some(Step { number: 2, version: 1 }));
    let frozen = state("frozen queued");
    assert_eq!((frozen.active().unwrap().open, frozen.queue.len()), (None, 1));
    let refused = done(&mut state("waiting"), Relation::Lead, DRAFT.as_u128(), Act::GoOn);
    assert_eq!(refused, Err(Error::Conflict(Conflict::NoSuchDraft)));
}

#[test]
fn a_stop_is_of_the_session_it_was_pressed_in() {
    let state = states().into_iter().find(|(name, _)| *name == "open").unwrap().1;
    let stop = |session| done(&mut state.clone(), Relation::Requester, 20, Act::Stop { session });
    let other = GuidanceId(Uuid::from_u128(999));
    assert_eq!(stop(Some(other)), Err(Error::Conflict(Conflict::GuidanceInactive)));
    assert!(stop(state.active().map(|session| session.id)).is_ok() && stop(None).is_ok());
}

/// When it was pressed is the word of a client, and a client may say anything.
#[test]
fn a_mistake_of_yesterday_is_none_however_soon_it_is_said_to_have_been_told() {
    let state = states().into_iter().find(|(name, _)| *name == "waiting").unwrap().1;
    let answered = state.session.as_ref().unwrap().answered.clone().unwrap();
    let session = state.session.as_ref().unwrap().id;
    for (hours, is_heard) in [(23, true), (25, false)] {
        let now = answered.at + chrono::Duration::hours(hours);
        let scene =
            Scene { who: Relation::Requester, status: Status::InProgress, now, said: answered.at, id: DRAFT };
        let told = decide(&state, scene, Act::Mistake { session, step: answered.step });
        assert_eq!(told.is_ok(), is_heard, "{hours} hours");
    }
}

/// A mistake is told of the last answer only, once, and while it is fresh; it changes nothing else.
#[test]
fn a_mistake_is_told_in_time_and_once() {
    let answered = |name| states().into_iter().find(|(n, _)| *n == name).unwrap().1;
    for name in ["waiting", "frozen", "frozen queued"] {
        let state = answered(name);
        let session = state.session.as_ref().unwrap().clone();
        let told = |state: &mut Guidance, id: u128, number: i64| {
            let act = Act::Mistake { session: session.id, step: Step { number, version: 1 } };
            done(state, Relation::Requester, id, act)
        };
        let late = Err(Error::Conflict(Conflict::TooLateToCorrect));
        // The answer was given in the ninth second.
        assert_eq!(told(&mut state.clone(), 25, 1), late, "{name}: too late");
        assert_eq!(told(&mut state.clone(), 12, 2), late, "{name}: never answered");
        let mut corrected = state.clone();
        let step = Step { number: 1, version: 1 };
        assert_eq!(told(&mut corrected, 24, 1), Ok(vec![GuidanceEvent::Corrected { step }]));
        assert_eq!(told(&mut corrected, 24, 1), late, "{name}: once");
        corrected.session.as_mut().unwrap().answered = session.answered.clone();
        assert_eq!(corrected, state, "nothing else has changed");
    }
}

#[test]
fn a_reason_joins_the_answer_until_the_leads_next_act() {
    let mut state = states().into_iter().find(|(name, _)| *name == "frozen queued").unwrap().1;
    let session = state.session.as_ref().unwrap().id;
    let step = Step { number: 1, version: 1 };
    let reason = || Act::Explain { session, step, note: "Le voyant clignote".into() };
    for id in [20, 21] {
        done(&mut state, Relation::Requester, id, reason()).unwrap();
    }
    let silent_since = state.session.as_ref().unwrap().quiet_since;
    assert_eq!(silent_since, at(9), "what the requester adds is silence of the lead");
    done(&mut state, Relation::Lead, 22, Act::Rephrase { instruction: instruction("x") }).unwrap();
    let late = done(&mut state, Relation::Requester, 23, reason());
    assert_eq!(late, Err(Error::Conflict(Conflict::TooLateToExplain)));
}

/// A call is owed until somebody says what became of it: the end asks, the requester's stop does not.
#[test]
fn a_call_does_not_end_in_silence() {
    let owed = states().into_iter().find(|(name, _)| *name == "call owed").unwrap().1;
    let end = |call| Act::End { solved: true, message: None, call, asked: None };
    let silent = done(&mut owed.clone(), Relation::Lead, 20, end(None));
    assert_eq!(silent, Err(Error::Conflict(Conflict::CallOpen)));
    let outcome = CallOutcome::NotReached;
    let mut ended = owed.clone();
    let told = done(&mut ended, Relation::Lead, 20, end(Some(outcome))).unwrap();
    assert_eq!(told[0], GuidanceEvent::CallEnded { outcome });
    assert_eq!(ended.call, None);
    for asked in [Some(at(11)), Some(at(12))] {
        let is_meant = asked == owed.call.as_ref().map(|call| call.at);
        let (mut ended, mut called) = (owed.clone(), owed.clone());
        let told = Act::End { solved: true, message: None, call: Some(outcome), asked };
        assert_eq!(done(&mut ended, Relation::Lead, 20, told).is_ok(), is_meant, "{asked:?}");
        let told = Act::CallDone { outcome, asked };
        assert_eq!(done(&mut called, Relation::Lead, 20, told).is_ok(), is_meant, "one call is not another");
    }
    let mut stopped = owed;
    done(&mut stopped, Relation::Requester, 20, Act::Stop { session: None }).unwrap();
    assert!(stopped.call.is_some(), "still owed");
    done(&mut stopped, Relation::Lead, 21, Act::CallDone { outcome: CallOutcome::Called, asked: None })
        .unwrap();
    assert_eq!(stopped.call, None);
}

fn any_act() -> impl Strategy<Value = (u8, u8, i64, u8)> {
    (0u8..17, 0u8..5, 1i64..6, 0u8..3)
}

fn act_of(state: &Guidance, kind: u8, number: i64, outcome: u8) -> Act {
    let draft = state.queue.get(number as usize % state.queue.len().max(1)).map_or(DRAFT, |d| d.id);
    let step = match (number, state.session.as_ref().and_then(|s| s.last)) {
        (1..=3, Some(last)) => last,
        (number, _) => Step { number, version: 1 },
    };
    let all = acts(state);
    match all[kind as usize % all.len()].1.clone() {
        Act::Answer { session, .. } => {
            Act::Answer { session, step, outcome: Outcome::ALL[outcome as usize], note: None }
        }
        Act::Explain { session, note, .. } => Act::Explain { session, step, note },
        Act::Mistake { session, .. } => Act::Mistake { session, step },
        Act::GoBack { instruction, .. } => Act::GoBack { to: number, instruction },
        Act::EditDraft { instruction, .. } => Act::EditDraft { draft, instruction },
        Act::MoveDraft { .. } => Act::MoveDraft { draft, to: number as usize },
        Act::RemoveDraft { .. } => Act::RemoveDraft { draft },
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]
    /// Whatever people do: one open step at most, numbers without a gap, no answer lost, no draft lost or
    /// shown twice.
    #[test]
    fn no_sequence_of_acts_breaks_the_rope(story in prop::collection::vec(any_act(), 1..120)) {
        let mut state = Guidance::default();
        let mut released: Vec<Step> = Vec::new();
        let mut drafts: std::collections::BTreeSet<Uuid> = Default::default();
        for (turn, roll) in story.into_iter().enumerate() {
            use Relation::{Admin, Lead, Requester};
            let who = [Lead, Requester, Lead, Admin, Requester][roll.1 as usize];
            let before = state.clone();
            let act = act_of(&state, roll.0, roll.2, roll.3);
            let answered = matches!(act, Act::Answer { .. });
            let Ok(changes) = done(&mut state, who, 1000 + turn as u128, act) else {
                prop_assert_eq!(&before, &state, "a refusal changes nothing");
                continue;
            };
            if answered {
                use GuidanceEvent::{Answered, Late};
                let is_kept = |c: &&GuidanceEvent| matches!(c, Answered { .. } | Late { .. });
                let kept = changes.iter().filter(is_kept).count();
                prop_assert_eq!(kept, 1, "an accepted answer is kept exactly once");
            }
            for change in &changes {
                match change {
                    GuidanceEvent::Started { .. } => released.clear(),
                    GuidanceEvent::Drafted { draft } => prop_assert!(drafts.insert(draft.id)),
                    GuidanceEvent::DraftRemoved { draft } => prop_assert!(drafts.remove(draft)),
                    GuidanceEvent::Released { step, draft, how, .. } => {
                        if let Some(draft) = draft { prop_assert!(drafts.remove(draft)); }
                        let last = released.last().copied();
                        let expected = match (how, last) {
                            (How::Rephrased, Some(last)) => Step { version: last.version + 1, ..last },
                            (_, last) => Step { number: last.map_or(1, |l| l.number + 1), version: 1 },
                        };
                        prop_assert_eq!(*step, expected);
                        released.push(*step);
                    }
                    GuidanceEvent::Answered { step, .. } => {
                        let open = before.active().and_then(|s| s.open);
                        prop_assert_eq!(open, Some(*step), "only the open step is answered")
                    }
                    _ => {}
                }
            }
            let queued: std::collections::BTreeSet<_> = state.queue.iter().map(|d| d.id).collect();
            prop_assert_eq!(queued, drafts.clone());
            if let Some(open) = state.active().and_then(|s| s.open) {
                prop_assert_eq!(Some(&open), released.last(), "only the last one released is open");
            }
            let visible = state.active().is_some_and(|s| !s.lifted);
            prop_assert_eq!(is_typing_paused(&state), visible);
        }
    }
}
