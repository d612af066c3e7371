//! *Snapshot + events = fresh snapshot*, for every kind of reader, after every act of long random stories.
use crate::{
    features::{
        conversation::server::service as conversation,
        desk::TicketView,
        guidance::{Act, CallOutcome, Instruction, Outcome, Step},
        tickets::{
            EditTicketForm, MergeInto, NewTicketForm, Part, ReferenceForm, Status, StatusMove,
            server::service as tickets,
        },
    },
    server::Signed,
    story,
    tests::world::{World, answer, write},
};
use chrono::Duration;

/// A small generator, so that a failing story can be told again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const FIRST: Step = Step { number: 1, version: 1 };

/// What follows the events may differ from what is read only in what is no event: readings, the pages of
/// history, and what becomes of other tickets.
fn comparable(view: &TicketView) -> TicketView {
    let mut view = view.clone();
    view.rooms.readings.clear();
    (view.links, view.leads_to) = (Vec::new(), None);
    view
}

async fn something_happens(world: &World, number: i64, dice: &mut Dice) {
    if dice.roll(8) == 0 {
        let lead = if dice.roll(3) == 0 { &world.radia } else { &world.grace };
        tickets::assign(&world.linus, number, lead.actor.id, Default::default()).await.ok();
    }
    if dice.roll(3) == 0 {
        something_is_arranged(world, number, dice).await;
    }
    let state = world.view(&world.linus, number).await.rooms.guidance;
    let instruction = || Instruction { text: "Autrement".into(), picture: None };
    let draft = state.queue.first().map(|d| d.id);
    let last = state.session.as_ref().and_then(|s| s.last);
    let Step { number: step, version } = last.unwrap_or(FIRST);
    let outcome = Outcome::ALL[dice.roll(3) as usize];
    let (who, act): (&Signed, Act) = match (dice.roll(18), draft, &state.session) {
        (0, ..) => (&world.grace, Act::Start),
        (1..=3, ..) => (&world.grace, write("Éteignez")),
        (4..=6, _, Some(session)) => (&world.ada, answer(session.id, step, version, outcome)),
        (7, ..) => (&world.grace, Act::Rephrase { instruction: instruction() }),
        (8, ..) => (&world.linus, Act::GoBack { to: 1, instruction: instruction() }),
        (9, ..) => (&world.grace, Act::GoOn),
        (10, Some(draft), _) => (&world.grace, Act::EditDraft { draft, instruction: instruction() }),
        (11, Some(draft), _) => (&world.grace, Act::MoveDraft { draft, to: 1 }),
        (12, Some(draft), _) => (&world.grace, Act::RemoveDraft { draft }),
        (13, ..) => (&world.grace, Act::Lift),
        (14, ..) => (&world.ada, Act::CallMe { phone: Some("1".into()) }),
        (15, ..) => (&world.grace, Act::CallDone { outcome: CallOutcome::Called, asked: None }),
        (16, _, Some(session)) => {
            let note = "Rien ne se passe".into();
            (&world.ada, Act::Explain { session: session.id, step: last.unwrap_or(FIRST), note })
        }
        (17, _, Some(session)) => {
            (&world.ada, Act::Mistake { session: session.id, step: last.unwrap_or(FIRST) })
        }
        _ => (&world.ada, Act::Stop { session: None }),
    };
    world.act(who, number, act).await.ok();
}

/// What concerns a ticket, not its guidance.
async fn something_is_arranged(world: &World, number: i64, dice: &mut Dice) {
    let delivery = Default::default;
    let radia = world.radia.actor.id;
    let on = dice.roll(2) == 0;
    let edit = match dice.roll(4) {
        0 => EditTicketForm { nature: Some("demande".into()), ..Default::default() },
        1 => EditTicketForm { description: Some(format!("Un voyant {on}")), ..Default::default() },
        2 => EditTicketForm { kind: Some("logiciel".into()), ..Default::default() },
        _ => EditTicketForm { priority: Some("urgent".into()), ..Default::default() },
    };
    match dice.roll(10) {
        0 => tickets::edit(&world.radia, number, edit, delivery()).await.ok(),
        1 => tickets::set_waiting(&world.grace, number, on, delivery()).await.ok(),
        2 => tickets::watch(&world.radia, number, on, delivery()).await.ok(),
        3 if on => tickets::add_technician(&world.grace, number, radia, delivery()).await.map(drop).ok(),
        3 => {
            let part = Part::Technician;
            tickets::remove_person(&world.radia, number, radia, part, delivery()).await.map(drop).ok()
        }
        4 => {
            let tags = (0..dice.roll(4)).map(|n| format!("étiquette {n}")).collect();
            tickets::set_tags(&world.grace, number, tags, delivery()).await.ok()
        }
        5 => tickets::invite(&world.ada, number, "eve@cordee.test", delivery()).await.map(drop).ok(),
        6 => {
            let (eve, part) = (world.eve.actor.id, Part::Participant);
            tickets::remove_person(&world.ada, number, eve, part, delivery()).await.map(drop).ok()
        }
        7 => tickets::refer(&world.grace, number, reference(dice), delivery()).await.map(drop).ok(),
        8 => another_is_merged(world, number, on).await,
        _ => conversation::say(&world.edsger, number, "Moi aussi".into(), delivery()).await.map(drop).ok(),
    };
}

fn reference(dice: &mut Dice) -> ReferenceForm {
    ReferenceForm { system: "Jira".into(), number: dice.roll(3).to_string(), address: String::new() }
}

/// What Eve has said on a ticket of hers is told here, or was.
async fn another_is_merged(world: &World, number: i64, undone: bool) -> Option<()> {
    let form = NewTicketForm { problem: "Pareil chez moi".into(), ..Default::default() };
    let old = tickets::open(&world.eve, form).await.ok()?;
    conversation::say(&world.eve, old, "Depuis hier".into(), Default::default()).await.ok()?;
    let into = MergeInto { other: number, with_requester: old % 2 == 0 };
    tickets::merge(&world.grace, old, into, Default::default()).await.ok()?;
    if undone {
        tickets::unmerge(&world.grace, old, Default::default()).await.ok()?;
    }
    Some(())
}

async fn follow(world: &World, who: &Signed, number: i64, view: &mut TicketView) {
    let backlog = tickets::backlog(who, number, view.seq).await.unwrap();
    for event in backlog.events {
        view.apply(event);
    }
    let fresh = world.view(who, number).await;
    let mut own = comparable(view);
    let shown = fresh.events.len();
    own.events = own.events[own.events.len() - shown..].to_vec().into();
    own.has_earlier = fresh.has_earlier;
    assert_eq!(own, comparable(&fresh));
}

story!(every_reader_sees_what_a_reload_would_show, |world| {
    let number = world.taken_ticket().await;
    tickets::invite(&world.ada, number, "edsger@cordee.test", Default::default()).await.unwrap();
    let readers: [&Signed; 5] = [&world.ada, &world.grace, &world.radia, &world.linus, &world.edsger];
    let mut views = Vec::new();
    for who in readers {
        views.push(world.view(who, number).await);
    }
    let mut dice = Dice(20_261_120);
    for turn in 0..120 {
        world.house.clock.advance(Duration::seconds(7));
        something_happens(&world, number, &mut dice).await;
        if turn % 10 == 9 {
            conversation::say(&world.grace, number, "Je suis là".into(), Default::default()).await.ok();
        }
        for (who, view) in readers.iter().zip(&mut views) {
            follow(&world, who, number, view).await;
        }
    }
    let call = Some(CallOutcome::NotReached);
    world.act(&world.linus, number, Act::End { solved: false, message: None, call, asked: None }).await.ok();
    let note = Some("Pilote remplacé".to_owned());
    let resolved = StatusMove { to: Status::Resolved, note };
    tickets::change_status(&world.linus, number, resolved, Default::default()).await.unwrap();
    tickets::change_status(&world.ada, number, Status::Closed, Default::default()).await.unwrap();
    for (who, view) in readers.iter().zip(&mut views) {
        follow(&world, who, number, view).await;
    }
});
