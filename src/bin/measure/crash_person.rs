//! One person in a crash run: comes back after every kill, says again what was not acknowledged, under the
//! same id.
use super::{
    Failure,
    frame::{Frame, What},
    side::{Reader, Side},
};
use cordee::features::guidance::{Act, Instruction, Outcome, Step};
use std::{collections::VecDeque, time::Duration};
use tokio::sync::watch;
use uuid::Uuid;

/// Which of the two on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Technician,
    Employee,
}

/// An event as a reader was told it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub seq: i64,
    pub act: Option<Uuid>,
    pub what: What,
}

/// A person, and what they know.
pub struct Person {
    pub part: Part,
    pub number: i64,
    pub token: String,
    pub reader: Reader,
    /// Everything told over the live line, in the order it came.
    pub told: Vec<Told>,
    pub acknowledged: Vec<Uuid>,
    pub refused: Vec<String>,
    outbox: VecDeque<(Uuid, Act)>,
    started: bool,
    answered: Option<Step>,
    written: u64,
    lines: u64,
}

/// How long a person who may act waits before doing so.
const THINKING: Duration = Duration::from_millis(2);

impl Person {
    /// Somebody who has not been here yet.
    pub fn new(part: Part, number: i64, token: String) -> Person {
        Person {
            part,
            number,
            token,
            reader: Reader::default(),
            told: Vec::new(),
            acknowledged: Vec::new(),
            refused: Vec::new(),
            outbox: VecDeque::new(),
            started: false,
            answered: None,
            written: 0,
            lines: 0,
        }
    }

    /// How often the line was opened.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Acts and comes back until `over`, and then until everything said is acknowledged.
    pub async fn run(mut self, address: String, over: watch::Receiver<bool>) -> Person {
        while !(*over.borrow() && self.outbox.is_empty()) {
            if self.visit(&address, &over).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        self
    }

    /// One line, from connecting to its end.
    async fn visit(&mut self, address: &str, over: &watch::Receiver<bool>) -> Result<(), Failure> {
        let mut side = Side::open(address, &self.token, self.number, self.reader.clone()).await?;
        self.lines += 1;
        let result = self.talk(&mut side, over).await;
        self.reader = side.reader;
        result
    }

    async fn talk(&mut self, side: &mut Side, over: &watch::Receiver<bool>) -> Result<(), Failure> {
        while !matches!(self.hear(side).await?, Frame::Caught { .. }) {}
        for (id, act) in self.outbox.clone() {
            side.act(id, &act).await?;
        }
        loop {
            let is_over = *over.borrow();
            if is_over && self.outbox.is_empty() {
                return Ok(());
            }
            if !is_over {
                self.say_next(side).await?;
            }
            if let Ok(heard) = tokio::time::timeout(THINKING, self.hear(side)).await {
                heard?;
            }
        }
    }

    async fn hear(&mut self, side: &mut Side) -> Result<Frame, Failure> {
        let frame = side.next().await?;
        match &frame {
            Frame::Event { seq, act, what, .. } => {
                self.told.push(Told { seq: *seq, act: *act, what: what.clone() })
            }
            Frame::Done(id) => self.cross_off(*id),
            Frame::Failed(_, why) if why.contains("Unavailable") || why.contains("TooMany") => {
                return Err(why.clone().into());
            }
            // Whoever writes between an answer and the release of the next step writes ahead: in the end the
            // queue is full, and they wait.
            Frame::Failed(id, why) if why.contains("queue_full") => {
                self.outbox.retain(|(waiting, _)| waiting != id);
            }
            Frame::Failed(id, why) => {
                self.outbox.retain(|(waiting, _)| waiting != id);
                self.refused.push(format!("ticket {}: {why}", self.number));
            }
            Frame::Turned(why) => return Err(why.clone().into()),
            _ => {}
        }
        Ok(frame)
    }

    fn cross_off(&mut self, id: Uuid) {
        if self.outbox.iter().any(|(waiting, _)| *waiting == id) {
            self.outbox.retain(|(waiting, _)| *waiting != id);
            self.acknowledged.push(id);
        }
    }

    /// What the person does next, if it is their turn and nothing of theirs is on its way.
    async fn say_next(&mut self, side: &mut Side) -> Result<(), Failure> {
        if !self.outbox.is_empty() {
            return Ok(());
        }
        let acts = match self.part {
            Part::Technician => self.instructions(&side.reader),
            Part::Employee => self.answer(&side.reader),
        };
        for act in acts {
            let id = Uuid::now_v7();
            self.outbox.push_back((id, act.clone()));
            side.act(id, &act).await?;
        }
        Ok(())
    }

    /// Starts a session; then, whenever nothing is open, writes one instruction, and every third time another
    /// ahead.
    fn instructions(&mut self, reader: &Reader) -> Vec<Act> {
        if reader.session.is_none() {
            // Acknowledged is not yet told: the event comes a moment after the answer.
            return if std::mem::replace(&mut self.started, true) { Vec::new() } else { vec![Act::Start] };
        }
        if reader.open.is_some() {
            return Vec::new();
        }
        self.written += 1;
        let ahead = u64::from(self.written.is_multiple_of(3));
        let text = |part: u64| [self.written.to_string(), ".".into(), part.to_string()].concat();
        (0..=ahead)
            .map(|part| Act::Write { instruction: Instruction { text: text(part), picture: None } })
            .collect()
    }

    fn answer(&mut self, reader: &Reader) -> Vec<Act> {
        let (Some(session), Some(step)) = (reader.session, reader.open) else { return Vec::new() };
        if self.answered == Some(step) {
            return Vec::new();
        }
        self.answered = Some(step);
        vec![Act::Answer { session, step, outcome: Outcome::Done, note: None }]
    }
}
