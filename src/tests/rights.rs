//! Who may do what on a ticket, written out as it is settled, not as the code has it: every act × every
//! relation × every situation, asked of the pure rules and of the verbs alike.
use super::world::World;
use crate::{
    base::{
        AccountId, AppResult, Conflict, Error, Role, Time,
        live::{Author, Event},
    },
    features::{
        conversation::server::service as conversation,
        departments::{CategoryId, TroubleKind},
        desk::{TicketView, server::service as desk},
        guidance::Act,
        tickets::{server::service as tickets, *},
    },
    server::Signed,
    story,
};
use chrono::Duration;

/// Where a ticket can be: `paused` and `lifted` are the two faces of a running session, `late` is resolved
/// for more than seven days.
const SITUATIONS: [&str; 8] = ["ouvert", "en cours", "paused", "lifted", "resolu", "late", "ferme", "annule"];

/// `yes`, or why not. `-`: an open ticket has no lead.
const TABLE: &str = "
prendre             ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        taken    taken    taken    taken    taken    final    final
autre_technicien    yes      taken    taken    taken    taken    taken    final    final
admin               yes      taken    taken    taken    taken    taken    final    final
admin_demandeur     403      403      403      403      403      403      403      403
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

confier             ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    yes      yes      guided   guided   yes      yes      final    final
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     yes      yes      guided   guided   yes      yes      final    final
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

remettre            ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           state    403      403      403      state    state    final    final
en_charge           -        yes      guided   guided   state    state    final    final
autre_technicien    state    yes      guided   guided   state    state    final    final
admin               state    yes      guided   guided   state    state    final    final
admin_demandeur     state    yes      guided   guided   state    state    final    final
participant         403      403      403      403      403      403      final    final
etranger            404      404      404      404      404      404      404      404

reprendre           ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      state    state    state    yes      late     final    final
en_charge           -        state    state    state    yes      late     final    final
autre_technicien    yes      state    state    state    yes      late     final    final
admin               yes      state    state    state    yes      late     final    final
admin_demandeur     403      state    state    state    yes      late     final    final
participant         403      403      403      403      403      403      final    final
etranger            404      404      404      404      404      404      404      404

resoudre            ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           state    403      403      403      state    state    final    final
en_charge           -        yes      guided   guided   state    state    final    final
autre_technicien    state    yes      guided   guided   state    state    final    final
admin               state    yes      guided   guided   state    state    final    final
admin_demandeur     state    yes      guided   guided   state    state    final    final
participant         403      403      403      403      403      403      final    final
etranger            404      404      404      404      404      404      404      404

fermer              ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           state    state    state    state    yes      yes      final    final
en_charge           -        state    state    state    yes      yes      final    final
autre_technicien    state    state    state    state    yes      yes      final    final
admin               state    state    state    state    yes      yes      final    final
admin_demandeur     state    state    state    state    yes      yes      final    final
participant         403      403      403      403      403      403      final    final
etranger            404      404      404      404      404      404      404      404

annuler             ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           yes      403      403      403      403      403      final    final
en_charge           -        403      403      403      403      403      final    final
autre_technicien    403      403      403      403      403      403      final    final
admin               yes      yes      guided   guided   yes      yes      final    final
admin_demandeur     yes      yes      guided   guided   yes      yes      final    final
participant         403      403      403      403      403      403      final    final
etranger            404      404      404      404      404      404      404      404

modifier            ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           yes      403      403      403      403      403      final    final
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    yes      yes      yes      yes      yes      yes      final    final
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     yes      yes      yes      yes      yes      yes      final    final
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

ecrire              ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           yes      yes      paused   yes      yes      yes      final    final
en_charge           -        yes      guided   yes      yes      yes      final    final
autre_technicien    yes      yes      guided   guided   yes      yes      final    final
admin               yes      yes      guided   yes      yes      yes      final    final
admin_demandeur     yes      yes      paused   yes      yes      yes      final    final
participant         yes      yes      guided   guided   yes      yes      final    final
etranger            404      404      404      404      404      404      404      404

classer             ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    yes      yes      yes      yes      yes      yes      final    final
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     yes      yes      yes      yes      yes      yes      final    final
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

etiqueter           ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    yes      yes      yes      yes      yes      yes      final    final
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     403      403      403      403      403      403      403      403
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

attendre            ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      yes      yes      state    state    final    final
autre_technicien    yes      yes      yes      yes      state    state    final    final
admin               yes      yes      yes      yes      state    state    final    final
admin_demandeur     403      403      403      403      403      403      403      403
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

inviter             ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           yes      yes      yes      yes      yes      yes      final    final
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    403      403      403      403      403      403      403      403
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     yes      yes      yes      yes      yes      yes      final    final
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

rendre_confidentiel ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           yes      yes      yes      yes      yes      yes      final    final
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    403      403      403      403      403      403      403      403
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     yes      yes      yes      yes      yes      yes      final    final
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

ouvrir_a_tous       ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      final    final
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    403      403      403      403      403      403      403      403
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     yes      yes      yes      yes      yes      yes      final    final
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

suivre              ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      yes      yes      yes      yes      yes      yes
autre_technicien    yes      yes      yes      yes      yes      yes      yes      yes
admin               yes      yes      yes      yes      yes      yes      yes      yes
admin_demandeur     403      403      403      403      403      403      403      403
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

relier              ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      yes      yes      yes      yes      final    final
autre_technicien    yes      yes      yes      yes      yes      yes      final    final
admin               yes      yes      yes      yes      yes      yes      final    final
admin_demandeur     403      403      403      403      403      403      403      403
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

fusionner           ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      guided   guided   yes      yes      final    final
autre_technicien    yes      yes      guided   guided   yes      yes      final    final
admin               yes      yes      guided   guided   yes      yes      final    final
admin_demandeur     yes      yes      guided   guided   yes      yes      final    final
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404

supprimer           ouvert   en-cours paused   lifted   resolu   late     ferme    annule
demandeur           403      403      403      403      403      403      403      403
en_charge           -        yes      guided   guided   yes      yes      yes      yes
autre_technicien    yes      yes      guided   guided   yes      yes      yes      yes
admin               yes      yes      guided   guided   yes      yes      yes      yes
admin_demandeur     yes      yes      guided   guided   yes      yes      yes      yes
participant         403      403      403      403      403      403      403      403
etranger            404      404      404      404      404      404      404      404
";

/// One cell of the table.
struct Cell {
    act: Verb,
    who: Relation,
    situation: &'static str,
    expected: &'static str,
}

fn cells() -> Vec<Cell> {
    let (mut cells, mut act) = (Vec::new(), Verb::Take);
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let mut columns = line.split_whitespace();
        let name = columns.next().unwrap();
        let Some(who) = Relation::parse(name) else {
            act = Verb::parse(name).unwrap();
            continue;
        };
        let row = SITUATIONS.iter().zip(columns).filter(|(_, expected)| *expected != "-");
        cells.extend(row.map(|(situation, expected)| Cell { act, who, situation, expected }));
    }
    cells
}

fn cell(answer: &AppResult<()>) -> &'static str {
    match answer {
        Ok(()) => "yes",
        Err(Error::Forbidden) => "403",
        Err(Error::NotFound) => "404",
        Err(Error::Beaten { why: Conflict::AlreadyTaken, by }) if by.eq_ignore_ascii_case("grace") => "taken",
        Err(Error::Conflict(Conflict::StatusChanged)) => "state",
        Err(Error::Conflict(Conflict::Final)) => "final",
        Err(Error::Conflict(Conflict::GuidanceActive)) => "guided",
        Err(Error::Conflict(Conflict::TypingPaused)) => "paused",
        Err(Error::Conflict(Conflict::Late)) => "late",
        Err(other) => panic!("{other}"),
    }
}

fn now() -> Time {
    Time::UNIX_EPOCH + Duration::days(20_000)
}

fn person(name: &str, role: Role) -> Author {
    Author { id: AccountId::new(), name: name.into(), role }
}

/// A ticket of Ada's in a situation.
pub(super) fn ticket_when(situation: &str) -> Ticket {
    let status = match situation {
        "paused" | "lifted" => Status::InProgress,
        "late" => Status::Resolved,
        state => Status::parse(state).unwrap(),
    };
    let age = if situation == "late" {
        Duration::days(REOPEN_DAYS) + Duration::seconds(1)
    } else {
        Duration::zero()
    };
    Ticket {
        id: TicketId::new(),
        number: 1,
        title: String::new(),
        description: String::new(),
        status,
        priority: Priority::Normal,
        category: CategoryId::new(),
        category_name: String::new(),
        department: None,
        department_name: None,
        requester_department: None,
        requester_department_name: None,
        requester: person("Ada", Role::Employee),
        lead: (status != Status::Open).then(|| person("Grace", Role::Technician)),
        lead_gone: false,
        kind: TroubleKind::Other,
        nature: Nature::Incident,
        channel: Channel::Web,
        taken_by: None,
        waiting_since: None,
        confidential: false,
        deleted_at: None,
        invited: false,
        served: false,
        shared: false,
        guided: matches!(situation, "paused" | "lifted"),
        typing_paused: situation == "paused",
        created_at: now() - age,
        updated_at: now() - age,
        resolved_at: matches!(status, Status::Resolved | Status::Closed).then(|| now() - age),
        solution: None,
        rev: 1,
    }
}

#[test]
fn the_rules_are_the_table() {
    assert_eq!(
        cells().len(),
        Verb::ALL.len() * (Relation::ALL.len() * SITUATIONS.len() - 1),
        "nothing is left out"
    );
    for Cell { act, who, situation, expected } in cells() {
        let answer = may(act, &ticket_when(situation), who, now());
        assert_eq!(cell(&answer), expected, "{act} by {who} when {situation}");
    }
}

/// Instructions are prepared by who guides.
#[test]
fn pictures_of_instructions_are_for_lead_and_admin() {
    for situation in SITUATIONS {
        let ticket = ticket_when(situation);
        for &who in Relation::ALL {
            let expected = match who {
                Relation::Stranger => "404",
                _ if matches!(situation, "ferme" | "annule") => "final",
                Relation::Lead | Relation::Admin => "yes",
                _ => "403",
            };
            assert_eq!(cell(&may_prepare(ticket.status, who)), expected, "{who} when {situation}");
        }
    }
}

#[test]
fn a_resolved_ticket_reopens_for_seven_days_to_the_second() {
    let mut ticket = ticket_when("resolu");
    for (age, expected) in [(Duration::days(7), "yes"), (Duration::days(7) + Duration::seconds(1), "late")] {
        ticket.resolved_at = Some(now() - age);
        let answer = may_change_status(&ticket, Status::InProgress, Relation::Requester, now());
        assert_eq!(cell(&answer), expected);
    }
}

#[test]
fn what_a_person_is_to_a_ticket() {
    let mut ticket = ticket_when("en cours");
    let (ada, grace) = (ticket.requester.id, ticket.lead.as_ref().unwrap().id);
    let relations = |ticket: &Ticket, id| {
        [Role::Employee, Role::Technician, Role::Admin].map(|role| ticket.relation(id, role))
    };
    use Relation::*;
    assert_eq!(relations(&ticket, ada), [Requester, Requester, AdminRequester]);
    assert_eq!(
        relations(&ticket, grace),
        [Stranger, Lead, Lead],
        "who is no technician any more leads nothing"
    );
    assert_eq!(relations(&ticket, AccountId::new()), [Stranger, OtherTechnician, Admin]);
    let confined = |invited, served| Ticket { confidential: true, invited, served, ..ticket.clone() };
    let other = AccountId::new();
    assert_eq!(relations(&confined(false, false), other), [Stranger, Stranger, Admin]);
    assert_eq!(relations(&confined(false, true), other), [Stranger, OtherTechnician, Admin]);
    assert_eq!(relations(&confined(true, false), other), [Participant, OtherTechnician, Admin]);
    assert_eq!(relations(&confined(false, false), grace), [Stranger, Lead, Lead]);
    assert_eq!(relations(&confined(false, false), ada), [Requester, Requester, AdminRequester]);
    ticket.lead = Some(Author { id: ada, ..person("Ada", Role::Admin) });
    assert_eq!(relations(&ticket, ada), [Requester, Requester, AdminRequester], "nobody leads their own");
}

/// Who has this relation to a ticket of this world's, which Grace leads.
fn caller(world: &World, who: Relation) -> &Signed {
    match who {
        Relation::Requester => &world.ada,
        Relation::Lead => &world.grace,
        Relation::OtherTechnician => &world.radia,
        Relation::Admin | Relation::AdminRequester => &world.linus,
        Relation::Stranger | Relation::Participant => &world.eve,
    }
}

/// A ticket that `asks` opened, brought into a situation by the verbs.
pub(super) async fn bring(world: &World, asks: &Signed, situation: &str, shared: bool) -> i64 {
    let form = NewTicketForm { problem: "L’imprimante P-12 n’imprime plus".into(), ..Default::default() };
    let number = tickets::open(asks, form).await.unwrap();
    if shared {
        tickets::invite(asks, number, "eve@cordee.test", Default::default()).await.unwrap();
    }
    if situation == "ouvert" {
        return number;
    }
    tickets::take(&world.grace, number, Default::default()).await.unwrap();
    match situation {
        "paused" | "lifted" => _ = world.act(&world.grace, number, Act::Start).await.unwrap(),
        "resolu" | "late" | "ferme" => {
            tickets::change_status(&world.grace, number, Status::Resolved, Default::default()).await.unwrap();
        }
        "annule" => {
            tickets::change_status(&world.linus, number, Status::Cancelled, Default::default()).await.unwrap()
        }
        _ => {}
    }
    match situation {
        "lifted" => _ = world.act(&world.grace, number, Act::Lift).await.unwrap(),
        "ferme" => tickets::change_status(asks, number, Status::Closed, Default::default()).await.unwrap(),
        "late" => world.house.clock.advance(Duration::days(8)),
        _ => {}
    }
    number
}

/// A ticket of somebody who has nothing to do with the table.
async fn another(world: &World) -> i64 {
    let form = NewTicketForm { problem: "Souris".into(), ..Default::default() };
    tickets::open(&world.edsger, form).await.unwrap()
}

async fn done(world: &World, who: &Signed, number: i64, act: Verb) -> AppResult<()> {
    // To a colleague who is neither the lead nor the one who gives.
    let colleague: &Signed = if who.actor.id == world.radia.actor.id { &world.linus } else { &world.radia };
    let edit = |form| tickets::edit(who, number, form, Default::default());
    let move_to = |to: Status| tickets::change_status(who, number, to, Default::default());
    match act {
        Verb::Take => tickets::take(who, number, Default::default()).await,
        Verb::Give => tickets::assign(who, number, colleague.actor.id, Default::default()).await,
        Verb::Edit => edit(EditTicketForm { title: Some("Autre".into()), ..Default::default() }).await,
        Verb::Sort => edit(EditTicketForm { nature: Some("demande".into()), ..Default::default() }).await,
        Verb::Tag => tickets::set_tags(who, number, vec!["VPN".into()], Default::default()).await,
        Verb::Write => conversation::say(who, number, "Bonjour".into(), Default::default()).await.map(drop),
        Verb::PutBack => move_to(Status::Open).await,
        Verb::TakeUp => move_to(Status::InProgress).await,
        Verb::Resolve => move_to(Status::Resolved).await,
        Verb::Close => move_to(Status::Closed).await,
        Verb::Cancel => move_to(Status::Cancelled).await,
        Verb::Wait => tickets::set_waiting(who, number, true, Default::default()).await,
        Verb::Invite => {
            tickets::invite(who, number, "edsger@cordee.test", Default::default()).await.map(drop)
        }
        Verb::Confine => tickets::set_confidential(who, number, true, Default::default()).await,
        Verb::OpenUp => tickets::set_confidential(who, number, false, Default::default()).await,
        Verb::Link => {
            let other = another(world).await;
            tickets::link(who, number, LinkKind::Related, other, Default::default()).await.map(drop)
        }
        Verb::Merge => {
            let into = MergeInto { other: another(world).await, with_requester: false };
            tickets::merge(who, number, into, Default::default()).await.map(drop)
        }
        Verb::Watch => tickets::watch(who, number, true, Default::default()).await,
        Verb::Delete => tickets::delete(who, number, "Par erreur", Default::default()).await.map(drop),
    }
}

/// What has happened on a ticket; none of one that is not there any more.
async fn story_of(world: &World, asks: &Signed, number: i64) -> Option<Vec<Event>> {
    let told = |view: TicketView| view.events.to_vec();
    let seen = desk::view(&world.grace, number).await;
    // Of a confidential one that Grace does not lead, its requester knows.
    let seen = if seen.is_err() { desk::view(asks, number).await } else { seen };
    seen.map(told).ok()
}

story!(the_verbs_are_the_table, |world| {
    for situation in SITUATIONS {
        for &who in Relation::ALL {
            let asks = if who == Relation::AdminRequester { &world.linus } else { &world.ada };
            let mut number = None;
            for Cell { act, expected, .. } in
                cells().into_iter().filter(|c| c.who == who && c.situation == situation)
            {
                // A ticket is confidential for those who may end it: another technician never gets so far.
                if act == Verb::OpenUp {
                    continue;
                }
                // What was refused has changed nothing: the next act is tried on the same ticket.
                let at = match number {
                    Some(number) => number,
                    None => bring(&world, asks, situation, who == Relation::Participant).await,
                };
                let before = story_of(&world, asks, at).await;
                let answer = done(&world, caller(&world, who), at, act).await;
                assert_eq!(cell(&answer), expected, "{act} by {who} when {situation}");
                let same = story_of(&world, asks, at).await == before;
                assert_eq!(same, answer.is_err(), "{act} by {who} when {situation}");
                number = Some(at).filter(|_| answer.is_err());
            }
        }
    }
});
