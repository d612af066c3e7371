//! After a crash run: does what everybody was told, and everything acknowledged, stand in the database
//! exactly once and in order?
use super::{
    Failure,
    crash_person::{Part, Person, Told},
    frame::Frame,
    side::{Reader, Side},
};
use std::{collections::HashMap, time::Duration};
use uuid::Uuid;

/// What a crash run found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub acknowledged: usize,
    pub lost: usize,
    pub doubled: usize,
    /// Tickets that were answered as opened over HTTP.
    pub opened: usize,
    /// How often people came back.
    pub lines: u64,
    pub problems: Vec<String>,
}

/// Reads a ticket from its first number on with the technician's token, and holds both people's memory
/// against it.
pub async fn check(
    address: &str,
    technician: &Person,
    employee: &Person,
    found: &mut Found,
) -> Result<(), Failure> {
    let stored = read_all(address, technician).await?;
    let number = technician.number;
    let gap = stored.iter().zip(1..).find(|(event, wanted)| event.seq != *wanted);
    if let Some((event, wanted)) = gap {
        found.problems.push(format!("ticket {number}: number {wanted} is missing before {}", event.seq));
    }
    let mut acts: HashMap<Uuid, usize> = HashMap::new();
    for act in stored.iter().filter_map(|event| event.act) {
        *acts.entry(act).or_default() += 1;
    }
    for person in [technician, employee] {
        found.acknowledged += person.acknowledged.len();
        found.lines += person.lines();
        found.problems.extend(person.refused.iter().map(|why| format!("refused: {why}")));
        for act in &person.acknowledged {
            let times = acts.get(act).copied().unwrap_or(0);
            found.lost += usize::from(times == 0);
            found.doubled += usize::from(times > 1);
        }
        found.problems.extend(differences(person, &stored));
    }
    Ok(())
}

/// The live line of a person told the same as the database does, each number once and none left out.
fn differences(person: &Person, stored: &[Told]) -> Vec<String> {
    let who = format!("ticket {}, {:?}", person.number, person.part);
    let mut problems = Vec::new();
    if person.reader.duplicated + person.reader.out_of_order > 0 {
        problems.push(format!(
            "{who}: {} told twice, {} out of order",
            person.reader.duplicated, person.reader.out_of_order
        ));
    }
    let by_seq: HashMap<i64, &Told> = stored.iter().map(|event| (event.seq, event)).collect();
    for told in &person.told {
        match by_seq.get(&told.seq) {
            Some(event) if event.what == told.what => {}
            _ => problems.push(format!("{who}: number {} was told otherwise than it is stored", told.seq)),
        }
    }
    let missing = person.part == Part::Technician && person.told.len() as i64 != person.reader.last;
    if missing {
        problems.push(format!(
            "{who}: {} events told, the last is number {}",
            person.told.len(),
            person.reader.last
        ));
    }
    problems
}

async fn read_all(address: &str, technician: &Person) -> Result<Vec<Told>, Failure> {
    let reading = async {
        let mut side = Side::open(address, &technician.token, technician.number, Reader::default()).await?;
        let mut stored = Vec::new();
        loop {
            match side.next().await? {
                Frame::Event { seq, act, what, .. } => stored.push(Told { seq, act, what }),
                Frame::Caught { .. } => return Ok::<_, Failure>(stored),
                Frame::Turned(why) => return Err(why.into()),
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reading)
        .await
        .map_err(|_| "the ticket could not be read in time")?
}
