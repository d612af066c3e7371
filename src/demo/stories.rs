//! Sixty tickets and two guidance sessions, told with the verbs.
use super::{
    Cast, DAYS,
    company::{self, TECHNICIANS},
    team,
};
use crate::{
    base::AppResult,
    features::{
        conversation::server::service as conversation,
        guidance::{Act, GuidanceId, Instruction, Outcome, Step, server::service as guidance},
        tickets::{
            LinkKind, NewTicketForm, QueueFilter, QueueTab, ReferenceForm, Status,
            server::{Delivery, service as tickets},
        },
    },
    server::{Caller, Staff},
};
use chrono::Duration;
use uuid::Uuid;

/// So many tickets have a story of their own.
pub const TICKETS: usize = 60;
/// Which tickets were solved by guidance, and with which story.
const GUIDED: [(usize, &[Told]); 2] = [(20, &PRINTER), (41, &MAILBOX)];

/// A step as it was told: the words, the answer, and a note.
type Told = (&'static str, Outcome, Option<&'static str>);

const PRINTER: [Told; 5] = [
    ("Éteignez l’imprimante avec le bouton à droite.", Outcome::Done, None),
    ("Ouvrez le capot.", Outcome::Unclear, Some("Lequel ? Il y en a deux.")),
    ("Ouvrez le capot avant, celui avec la poignée grise.", Outcome::Done, None),
    ("Tirez le levier vert vers vous et retirez la feuille coincée.", Outcome::Done, None),
    ("Refermez, rallumez, et imprimez une page de test.", Outcome::Done, Some("Elle sort !")),
];
const MAILBOX: [Told; 4] = [
    ("Dans la messagerie, ouvrez le dossier « Éléments supprimés ».", Outcome::Done, None),
    ("Cliquez sur « Vider le dossier ».", Outcome::Failed, Some("Le bouton est gris.")),
    ("Sélectionnez tout avec Ctrl + A puis appuyez sur Suppr.", Outcome::Done, None),
    ("Fermez la messagerie et rouvrez-la : les messages d’hier doivent arriver.", Outcome::Done, None),
];

pub(super) async fn tell(cast: &Cast) -> AppResult<()> {
    let clock = &cast.house.clock;
    // The last of them has just begun.
    let end = clock.now() + Duration::days(DAYS) - Duration::minutes(30);
    for place in 0..TICKETS {
        clock.advance((end - clock.now()) / (TICKETS - place) as i32);
        one(cast, place).await?;
    }
    link(cast).await
}

/// What a few that are in progress have to do with each other, and with a supplier.
async fn link(cast: &Cast) -> AppResult<()> {
    let grace = cast.as_person("grace")?;
    let grace = Staff::of(&grace)?;
    let filter = QueueFilter { tab: QueueTab::All, ..Default::default() };
    let newest = tickets::list_queue(&grace, filter).await?.items.first().map_or(0, |line| line.number);
    let [held, first, alike] = [newest - 10, newest - 12, newest - 9];
    tickets::link(&grace, held, LinkKind::BlockedBy, first, Default::default()).await?;
    tickets::link(&grace, held, LinkKind::Duplicate, alike, Default::default()).await?;
    let form = ReferenceForm {
        system: "Fournisseur".into(),
        number: "INC-20418".into(),
        address: "https://support.example/INC-20418".into(),
    };
    tickets::refer(&grace, held, form, Default::default()).await.map(drop)
}

/// What is wrong. Every other one says which department is to treat it: where the technicians are.
fn problem(place: usize) -> NewTicketForm {
    let (problem, priority) = company::PROBLEMS[place % company::PROBLEMS.len()];
    let department = if place.is_multiple_of(2) { team(TECHNICIANS).to_string() } else { String::new() };
    NewTicketForm { problem: problem.into(), priority: priority.into(), department, ..Default::default() }
}

/// The younger a ticket, the less far it has got; a few were called off.
async fn one(cast: &Cast, place: usize) -> AppResult<()> {
    let employees = &cast.employees[..company::EMPLOYEES];
    let requester = cast.as_account(&employees[place * 5 % employees.len()]);
    let number = tickets::open(&requester, problem(place)).await?;
    if place % 13 == 6 {
        return tickets::change_status(&requester, number, Status::Cancelled, Default::default()).await;
    }
    if place >= TICKETS - 8 {
        return Ok(());
    }
    let lead = cast.as_person(["grace", "radia", "alan"][place % 3])?;
    cast.house.clock.advance(Duration::minutes(3 + (place % 5) as i64 * 4));
    tickets::take(&lead, number, Default::default()).await?;
    conversation::say(
        &lead,
        number,
        company::REPLIES[place % company::REPLIES.len()].into(),
        Default::default(),
    )
    .await?;
    cast.house.clock.advance(Duration::minutes(2));
    if place >= TICKETS - 18 {
        return Ok(());
    }
    if let Some((_, story)) = GUIDED.iter().find(|(guided, _)| *guided == place) {
        return guide(cast, number, &requester, &lead, story).await;
    }
    conversation::say(&requester, number, "C’est réparé, merci beaucoup !".into(), Default::default())
        .await?;
    tickets::change_status(&lead, number, Status::Resolved, Default::default()).await?;
    if place.is_multiple_of(2) {
        tickets::change_status(&requester, number, Status::Closed, Default::default()).await
    } else {
        Ok(())
    }
}

/// A session, with a rewording after *I don't understand* and another way after *Didn't work*.
async fn guide(
    cast: &Cast,
    number: i64,
    requester: &crate::server::Signed,
    lead: &crate::server::Signed,
    story: &[Told],
) -> AppResult<()> {
    let act = |ctx: &crate::server::Signed, act: Act| {
        let ctx = ctx.clone();
        async move { guidance::act_on(&ctx, number, act, stamped()).await }
    };
    act(lead, Act::Start).await?;
    let mut last: Option<(Step, Outcome)> = None;
    for (text, outcome, note) in story {
        cast.house.clock.advance(Duration::seconds(9));
        let instruction = Instruction { text: (*text).into(), picture: None };
        let (next, step) = match last {
            Some((step, Outcome::Unclear)) => {
                (Act::Rephrase { instruction }, Step { version: step.version + 1, ..step })
            }
            _ => (
                Act::Write { instruction },
                Step { number: last.map_or(1, |(step, _)| step.number + 1), version: 1 },
            ),
        };
        act(lead, next).await?;
        cast.house.clock.advance(Duration::seconds(14 + 3 * text.len() as i64 % 40));
        let session = session_of(cast, number).await?;
        act(requester, Act::Answer { session, step, outcome: *outcome, note: note.map(str::to_owned) })
            .await?;
        last = Some((step, *outcome));
    }
    let message = Some("C’est réglé, bonne journée !".into());
    act(lead, Act::End { solved: true, message, call: None, asked: None }).await.map(drop)
}

/// Acts of a demonstration carry ids too, as those of people do.
fn stamped() -> Delivery {
    Delivery {
        stamp: Some(crate::server::events::Stamp { id: Uuid::now_v7(), digest: 0 }),
        ..Delivery::default()
    }
}

async fn session_of(cast: &Cast, number: i64) -> AppResult<GuidanceId> {
    let lead = cast.as_person("linus")?;
    let view = crate::features::desk::server::service::view(&lead, number).await?;
    view.rooms.guidance.session.map(|s| s.id).ok_or(crate::base::Error::NotFound)
}
