//! The two years before the stories: any number of older tickets, told with the same verbs, many in one unit
//! of work.
use super::{Cast, category, company, team, vocabulary};
use crate::{
    base::{AppResult, Time},
    features::{
        conversation::server::service as conversation,
        tickets::{
            NewTicketForm, Status,
            server::{
                By,
                followers::{INDEX, index_events},
                perform_within, service as tickets,
            },
        },
    },
    server::{Signed, db::Tx, events, followers, jobs},
};
use chrono::Duration;
use std::{future::ready, ops::Range};

/// So many tickets are told in one unit of work.
const PER_UNIT: usize = 500;
/// So many are written into the search index at once: each word's place is visited once for all of them.
const INDEXED: usize = 10_000;
/// The last of them lies so many days before the stories, so that all that was to happen later has happened.
const PAUSE: i64 = 30;

/// An archive of so many tickets is that of a large company: it has the vocabulary of one, somebody who asks
/// for every fifth ticket, and a ticket on which very much was said.
const MANY: usize = 4_000;
/// The place of that person among the employees, of that ticket, and how much was said on it.
const BUSY: usize = 7;
const LONG: usize = 5;
const SAID: usize = 50_000;

/// Tells the older tickets, evenly spread over the two years.
pub(super) async fn tell(cast: &Cast) -> AppResult<()> {
    for first in (0..cast.archived).step_by(INDEXED) {
        let last = cast.archived.min(first + INDEXED);
        for unit in (first..last).step_by(PER_UNIT) {
            tell_some(cast, unit..last.min(unit + PER_UNIT)).await?;
        }
        cast.house.db.write(|tx| Box::pin(index(tx))).await?;
    }
    if cast.archived >= MANY { tell_long(cast).await } else { Ok(()) }
}

/// What was said on the long ticket, by its lead.
async fn tell_long(cast: &Cast) -> AppResult<()> {
    let (number, begun) = (LONG as i64 + 1, cast.house.clock.now() - Duration::days(PAUSE));
    for first in (0..SAID).step_by(PER_UNIT) {
        let told = cast.clone();
        let unit = cast.house.db.write(move |tx| {
            Box::pin(async move {
                let lead = told.as_person(lead_of(LONG))?;
                for place in first..first + PER_UNIT {
                    let text = format!("Relevé {place}.");
                    say(tx, number, &lead, begun + Duration::seconds(place as i64), &text).await?;
                }
                Ok(jobs::forget_due(tx, told.house.clock.now()).await?)
            })
        });
        unit.await?;
    }
    cast.house.db.write(|tx| Box::pin(index(tx))).await
}

fn is_confidential(place: usize) -> bool {
    place % 50 == 11
}

fn lead_of(place: usize) -> &'static str {
    ["grace", "radia", "alan"][place % 3]
}

async fn tell_some(cast: &Cast, places: Range<usize>) -> AppResult<()> {
    let (now, told) = (cast.house.clock.now(), cast.clone());
    let every = Duration::seconds(730 * 86_400 / cast.archived as i64);
    let unit = cast.house.db.write(move |tx| {
        Box::pin(async move {
            for place in places {
                let at = now - Duration::days(PAUSE) - every * (told.archived - place) as i32;
                one(tx, &told, place, at).await?;
            }
            Ok(jobs::forget_due(tx, now).await?)
        })
    });
    unit.await
}

/// Writes what was told since the last time into the search index; its follower goes on after it.
async fn index(tx: &mut Tx<'_>) -> AppResult<()> {
    let known = followers::find(tx, INDEX.name).await?.map_or(0, |standing| standing.position);
    let last = events::last_position(tx).await?;
    let happened = events::list_stretch(tx, known + 1..=last, &[], i64::MAX).await?;
    if !happened.is_empty() {
        index_events(tx, &happened).await?;
    }
    followers::place(tx, INDEX.name, last).await
}

/// Most were solved and closed; a few were called off, a few still wait for somebody or for a part.
async fn one(tx: &mut Tx<'_>, cast: &Cast, place: usize, at: Time) -> AppResult<()> {
    let people = cast.employees.len();
    let busy = cast.archived >= MANY && place.is_multiple_of(5);
    let asks = if busy { BUSY } else { (place * 5 + place / people) % people };
    let requester = cast.as_account(&cast.employees[asks]);
    let lead = cast.as_person(lead_of(place))?;
    let number = open(tx, cast, place, &requester, at).await?;
    let after = |minutes: usize| at + Duration::minutes(minutes as i64);
    if place % 13 == 6 {
        return move_to(tx, number, By::from(&requester), after(90), Status::Cancelled).await;
    }
    if place % 97 == 3 {
        return Ok(());
    }
    take(tx, cast, place, number, after(5 + place % 55)).await?;
    if place.is_multiple_of(2) {
        say(tx, number, &lead, after(65), company::REPLIES[place % company::REPLIES.len()]).await?;
    }
    if place % 41 == 5 {
        say(tx, number, &lead, after(80), "La pièce est commandée, je reviens vers vous.").await?;
        return if place.is_multiple_of(2) { Ok(()) } else { wait(tx, number, &lead, after(81)).await };
    }
    if place.is_multiple_of(3) {
        say(tx, number, &requester, after(90), "Oui, c’est le poste près de la fenêtre.").await?;
        say(tx, number, &requester, after(115), "C’est réparé, merci beaucoup !").await?;
    }
    move_to(tx, number, By::from(&lead), after(120), Status::Resolved).await?;
    // Whoever does not say so within the week has it closed by the house.
    if place.is_multiple_of(4) {
        return move_to(tx, number, By::House, after(10_200), Status::Closed).await;
    }
    move_to(tx, number, By::from(&requester), after(1_500), Status::Closed).await
}

async fn open(tx: &mut Tx<'_>, cast: &Cast, place: usize, requester: &Signed, at: Time) -> AppResult<i64> {
    let about = place * 7 % company::PROBLEMS.len();
    let (problem, priority) = company::PROBLEMS[about];
    // Now and then one says which department is to treat it.
    let department =
        if place.is_multiple_of(9) { team(place as u128 / 9 % 3).to_string() } else { String::new() };
    let mut problem = format!("{problem} Poste {}.", 100 + place % 400);
    if cast.archived >= MANY {
        problem.push_str(&format!(" {}.", vocabulary::words_at(place, cast.archived)));
    }
    let new = NewTicketForm {
        problem,
        priority: priority.into(),
        department,
        category: category(company::ABOUT[about]).to_string(),
        nature: if place % 7 == 4 { "demande" } else { "incident" }.into(),
        confidential: if is_confidential(place) { "on" } else { "" }.into(),
        ..Default::default()
    };
    Ok(tickets::insert(tx, new.parse()?, (&requester.actor).into(), None, at).await?.number)
}

/// A few are tagged when they are taken. What is confidential no technician sees before it is given to one.
async fn take(tx: &mut Tx<'_>, cast: &Cast, place: usize, number: i64, at: Time) -> AppResult<()> {
    let lead = cast.as_person(lead_of(place))?;
    let by = if is_confidential(place) { cast.as_person("linus")? } else { lead.clone() };
    let (to, tags) = ((&lead.actor).into(), company::tags_of(place));
    let taken = perform_within(tx, number, By::from(&by), at, move |tx, work| {
        Box::pin(async move {
            tickets::give(tx, work, to).await?;
            if tags.is_empty() { Ok(()) } else { tickets::tag(tx, work, tags).await }
        })
    });
    taken.await
}

async fn say(tx: &mut Tx<'_>, number: i64, who: &Signed, at: Time, text: &str) -> AppResult<()> {
    let text = text.to_owned();
    perform_within(tx, number, By::from(who), at, |_, work| Box::pin(ready(conversation::write(work, text))))
        .await
}

async fn wait(tx: &mut Tx<'_>, number: i64, who: &Signed, at: Time) -> AppResult<()> {
    perform_within(tx, number, By::from(who), at, |tx, work| Box::pin(tickets::wait(tx, work, true))).await
}

async fn move_to(tx: &mut Tx<'_>, number: i64, by: By, at: Time, to: Status) -> AppResult<()> {
    perform_within(tx, number, by, at, move |tx, work| Box::pin(tickets::move_to(tx, work, to.into()))).await
}
