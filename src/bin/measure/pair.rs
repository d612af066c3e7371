//! A technician and an employee on one ticket: instruction, seen, answer, seen, and so on.
use super::{
    Failure,
    frame::{Frame, What},
    seed::SeededPair,
    side::{Reader, Side},
};
use cordee::features::guidance::{Act, Instruction, Outcome, Step};
use std::time::{Duration, Instant};
use tokio::time::timeout;
use uuid::Uuid;

/// When the steps of all pairs happen.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub pairs: usize,
    pub pace: Duration,
    pub begin: Instant,
    pub length: Duration,
}

impl Plan {
    /// The first step of the pair at this place: starts are spread over the pace.
    fn first(&self, place: usize) -> Instant {
        self.begin + self.pace.mul_f64(place as f64 / self.pairs.max(1) as f64)
    }
    fn end(&self) -> Instant {
        self.begin + self.length
    }
}

/// What one pair, or all of them, saw. Latencies are in microseconds.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub steps: u64,
    /// Instruction sent → seen by the employee.
    pub instruction: Vec<u32>,
    /// Answer sent → seen by the technician.
    pub answer: Vec<u32>,
    pub lost: u64,
    pub duplicated: u64,
    pub out_of_order: u64,
    /// Acts the server did not acknowledge.
    pub unacknowledged: u64,
    pub troubles: Vec<String>,
}

impl Tally {
    /// Adds another pair's.
    pub fn add(&mut self, other: Tally) {
        self.steps += other.steps;
        self.instruction.extend(other.instruction);
        self.answer.extend(other.answer);
        self.lost += other.lost;
        self.duplicated += other.duplicated;
        self.out_of_order += other.out_of_order;
        self.unacknowledged += other.unacknowledged;
        self.troubles.extend(other.troubles);
    }
}

/// A step that takes longer is lost.
const PATIENCE: Duration = Duration::from_secs(15);

/// The two sides of a ticket.
pub struct Pair {
    place: usize,
    technician: Side,
    employee: Side,
    steps: u64,
    waiting: Vec<Uuid>,
    tally: Tally,
}

/// What the pair waits for.
enum Awaited {
    /// The employee sees the instruction with this text.
    Seen(String),
    /// The technician sees the answer to this step.
    Answered(Step),
    /// A session runs, and both know.
    Session,
    /// The server has acknowledged everything.
    Acknowledged,
}

impl Pair {
    /// Connects both sides and sees to it that a session runs and nothing is open.
    pub async fn open(address: &str, place: usize, seeded: &SeededPair) -> Result<Pair, Failure> {
        let mut technician =
            Side::open(address, &seeded.technician_token, seeded.number, Reader::default()).await?;
        let mut employee =
            Side::open(address, &seeded.employee_token, seeded.number, Reader::default()).await?;
        technician.catch_up().await?;
        employee.catch_up().await?;
        let mut pair =
            Pair { place, technician, employee, steps: 0, waiting: Vec::new(), tally: Tally::default() };
        timeout(PATIENCE, pair.begin()).await.map_err(|_| "no session could be started in time")??;
        Ok(pair)
    }

    async fn begin(&mut self) -> Result<(), Failure> {
        if self.technician.reader.session.is_none() {
            self.technician_acts(Act::Start).await?;
            self.until(Awaited::Session).await?;
        }
        if let Some(step) = self.employee.reader.open {
            self.answer(step).await?;
        }
        self.until(Awaited::Acknowledged).await
    }

    /// Steps at the pace of the plan, until it ends.
    pub async fn run(mut self, plan: Plan) -> Tally {
        let mut next = plan.first(self.place);
        while next < plan.end() && Instant::now() < plan.end() {
            if let Err(trouble) = self.step_at(next).await {
                self.tally.troubles.push(trouble.to_string());
                break;
            }
            next = (next + plan.pace).max(Instant::now());
        }
        if !self.waiting.is_empty() && self.tally.troubles.is_empty() {
            let _late = timeout(PATIENCE, self.until(Awaited::Acknowledged)).await;
        }
        self.tally.unacknowledged = self.waiting.len() as u64;
        for reader in [&self.technician.reader, &self.employee.reader] {
            self.tally.duplicated += reader.duplicated;
            self.tally.out_of_order += reader.out_of_order;
        }
        self.tally
    }

    async fn step_at(&mut self, when: Instant) -> Result<(), Failure> {
        while let Ok(heard) = tokio::time::timeout_at(when.into(), self.hear()).await {
            heard?;
        }
        match timeout(PATIENCE, self.step()).await {
            Ok(done) => done,
            Err(_) => {
                self.tally.lost += 1;
                Err(format!("step {} was lost", self.steps).into())
            }
        }
    }

    async fn step(&mut self) -> Result<(), Failure> {
        self.steps += 1;
        let text = ["Étape ", &self.steps.to_string(), " du binôme ", &self.place.to_string()].concat();
        let sent = Instant::now();
        self.technician_acts(Act::Write { instruction: Instruction { text: text.clone(), picture: None } })
            .await?;
        self.until(Awaited::Seen(text)).await?;
        self.tally.instruction.push(micros(sent));
        let step = self.employee.reader.open.ok_or("the instruction was seen but is not open")?;
        let sent = Instant::now();
        self.answer(step).await?;
        self.until(Awaited::Answered(step)).await?;
        self.tally.answer.push(micros(sent));
        self.tally.steps += 1;
        Ok(())
    }

    async fn technician_acts(&mut self, act: Act) -> Result<(), Failure> {
        let id = Uuid::now_v7();
        self.waiting.push(id);
        self.technician.act(id, &act).await
    }

    async fn answer(&mut self, step: Step) -> Result<(), Failure> {
        let session = self.employee.reader.session.ok_or("an open step without a session")?;
        let id = Uuid::now_v7();
        self.waiting.push(id);
        self.employee.act(id, &Act::Answer { session, step, outcome: Outcome::Done, note: None }).await
    }

    async fn until(&mut self, awaited: Awaited) -> Result<(), Failure> {
        if matches!(awaited, Awaited::Acknowledged) && self.waiting.is_empty() {
            return Ok(());
        }
        loop {
            let (by_employee, frame) = self.hear().await?;
            let reached = match (&awaited, frame) {
                (Awaited::Seen(wanted), Frame::Event { what: What::Instruction { text, .. }, .. }) => {
                    by_employee && text == *wanted
                }
                (Awaited::Answered(wanted), Frame::Event { what: What::Answered(step), .. }) => {
                    !by_employee && step == *wanted
                }
                (Awaited::Session, _) => {
                    self.technician.reader.session.is_some() && self.employee.reader.session.is_some()
                }
                (Awaited::Acknowledged, _) => self.waiting.is_empty(),
                _ => false,
            };
            if reached {
                return Ok(());
            }
        }
    }

    /// The next frame of either side, and whether it is the employee's. Acknowledgements are crossed off.
    async fn hear(&mut self) -> Result<(bool, Frame), Failure> {
        let (by_employee, frame) = tokio::select! {
            frame = self.technician.next() => (false, frame?),
            frame = self.employee.next() => (true, frame?),
        };
        match &frame {
            Frame::Done(id) => self.waiting.retain(|waiting| waiting != id),
            Frame::Failed(_, why) => return Err(["an act was refused: ", why].concat().into()),
            Frame::Turned(why) => return Err(why.clone().into()),
            _ => {}
        }
        Ok((by_employee, frame))
    }
}

fn micros(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX)
}
