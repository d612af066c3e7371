//! The one state machine of guidance: no clock, no database, no screen. [`decide`] turns an act into changes,
//! [`apply`] follows a change. The server decides; both sides apply, so that *snapshot + events = fresh
//! snapshot*. What it must do stands sentence by sentence in `tests/rules.rs`.
use super::*;
use crate::{
    base::{AppResult, Conflict, Error, Time},
    features::tickets::{Relation, Status, Ticket, may_take},
};
use chrono::Duration;
use uuid::Uuid;

/// So many instructions may wait.
pub const MAX_QUEUE: usize = 50;

/// So much later than its last second, a mistake told in time is still heard: the way takes a while.
const ON_ITS_WAY: i64 = 5;

/// Who acts, where, when, and under which id made by the client.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    pub who: Relation,
    pub status: Status,
    pub now: Time,
    /// When the person did it: earlier than now for what waited for the line.
    pub said: Time,
    pub id: Uuid,
}

/// What the act changes, in order; or why it is refused and changes nothing.
pub fn decide(state: &Guidance, scene: Scene, act: Act) -> AppResult<Vec<GuidanceEvent>> {
    may_attempt(scene.who, &act)?;
    if scene.status.is_final() {
        return Err(Error::Conflict(Conflict::Final));
    }
    match act {
        Act::Start => start(state, scene),
        Act::Answer { session, step, outcome, note } => answer(state, session, step, outcome, note),
        Act::CallDone { outcome, asked } => match &state.call {
            Some(call) if call.is_meant(asked) => Ok(vec![GuidanceEvent::CallEnded { outcome }]),
            _ => Err(Error::Conflict(Conflict::NoCall)),
        },
        Act::EditDraft { draft, instruction } => known(state, draft)
            .map(|_| vec![GuidanceEvent::DraftEdited { draft: Draft::new(draft, instruction) }]),
        Act::MoveDraft { draft, to } => known(state, draft)
            .map(|_| vec![GuidanceEvent::DraftMoved { draft, to: to.min(state.queue.len() - 1) }]),
        Act::RemoveDraft { draft } => {
            known(state, draft).map(|_| vec![GuidanceEvent::DraftRemoved { draft }])
        }
        act => {
            let session = state.active().ok_or(Error::Conflict(Conflict::GuidanceInactive))?;
            in_session(state, session, scene, act)
        }
    }
}

/// The requester answers, says more of an answer, asks for a call and stops; lead and admin do the rest, but
/// not on what they asked themselves; other technicians read; for strangers there is nothing.
fn may_attempt(who: Relation, act: &Act) -> AppResult<()> {
    let answers = matches!(act, Act::Answer { .. } | Act::Explain { .. } | Act::Mistake { .. });
    let requesters = answers || matches!(act, Act::CallMe { .. } | Act::Stop { .. });
    match who {
        Relation::Stranger => Err(Error::NotFound),
        who if who.is_requester() && requesters => Ok(()),
        who if who.guides() && !requesters => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

/// Another technician takes a session over from a lead who is silent in their turn; an admin, who could hand
/// it over anyway, likewise. From a lead who has gone it is taken as any ticket is.
pub fn may_take_over(
    state: &Guidance,
    ticket: &Ticket,
    who: Relation,
    now: Time,
    delay: Duration,
) -> AppResult<()> {
    match who {
        _ if ticket.lead_gone => may_take(ticket, who),
        Relation::Stranger => Err(Error::NotFound),
        Relation::OtherTechnician | Relation::Admin if is_lead_silent(state, now, delay) => Ok(()),
        Relation::OtherTechnician | Relation::Admin => Err(Error::Conflict(Conflict::NotSilent)),
        Relation::Lead | Relation::Requester | Relation::AdminRequester | Relation::Participant => {
            Err(Error::Forbidden)
        }
    }
}

fn start(state: &Guidance, scene: Scene) -> AppResult<Vec<GuidanceEvent>> {
    if state.active().is_some() {
        return Err(Error::Conflict(Conflict::GuidanceActive));
    }
    if scene.status != Status::InProgress {
        return Err(Error::Conflict(Conflict::StatusChanged));
    }
    Ok(vec![GuidanceEvent::Started { session: GuidanceId(scene.id) }])
}

fn known(state: &Guidance, draft: Uuid) -> AppResult<()> {
    state.queue.iter().any(|d| d.id == draft).then_some(()).ok_or(Error::Conflict(Conflict::NoSuchDraft))
}

/// The first answer to the open wording wins; any other to a step that existed, in this session or an earlier
/// one, is kept as late.
fn answer(
    state: &Guidance,
    id: GuidanceId,
    step: Step,
    outcome: Outcome,
    note: Option<String>,
) -> AppResult<Vec<GuidanceEvent>> {
    let session = state.session.as_ref().ok_or(Error::Conflict(Conflict::NoSuchStep))?;
    let last = if session.id == id {
        session.last
    } else {
        state.past.iter().find(|(past, _)| *past == id).map(|(_, last)| *last)
    };
    // Steps are ordered by number, then by version.
    if step.number < 1 || step.version < 1 || last.is_none_or(|last| step > last) {
        return Err(Error::Conflict(Conflict::NoSuchStep));
    }
    if !session.active || session.id != id || session.open != Some(step) {
        return Ok(vec![GuidanceEvent::Late { session: id, step, outcome, note }]);
    }
    let mut changes = vec![GuidanceEvent::Answered { step, outcome, note }];
    if outcome == Outcome::Done {
        changes.extend(release_head(state, next(session)));
    }
    Ok(changes)
}

fn in_session(state: &Guidance, session: &Session, scene: Scene, act: Act) -> AppResult<Vec<GuidanceEvent>> {
    match act {
        Act::Write { instruction } => write(state, session, scene.id, instruction),
        Act::Rephrase { instruction } => rephrase(session, instruction),
        Act::GoBack { to, instruction } => go_back(session, to, instruction),
        Act::GoOn => go_on(state, session),
        Act::Explain { session: id, step, note } => explain(session, id, step, note),
        Act::Mistake { session: id, step } => mistake(session, id, step, scene),
        Act::CallMe { phone } => Ok(vec![GuidanceEvent::CallAsked { phone }]),
        Act::Stop { session: Some(id) } if id != session.id => {
            Err(Error::Conflict(Conflict::GuidanceInactive))
        }
        Act::Stop { .. } => Ok(vec![GuidanceEvent::Ended { ending: Ending::Stopped, message: None }]),
        Act::Lift if session.lifted => Err(Error::Conflict(Conflict::NothingToLift)),
        Act::Lift => Ok(vec![GuidanceEvent::Lifted { by_itself: false }]),
        Act::End { solved, message, call, asked } => end(state, solved, message, call, asked),
        Act::Start
        | Act::Answer { .. }
        | Act::CallDone { .. }
        | Act::EditDraft { .. }
        | Act::MoveDraft { .. }
        | Act::RemoveDraft { .. } => Err(Error::Conflict(Conflict::GuidanceActive)),
    }
}

/// Until the lead's next act, which thaws the queue.
fn explain(session: &Session, id: GuidanceId, step: Step, note: String) -> AppResult<Vec<GuidanceEvent>> {
    let is_last = session.answered.as_ref().is_some_and(|answered| answered.step == step);
    if session.id == id && session.frozen && is_last {
        Ok(vec![GuidanceEvent::Explained { step, note }])
    } else {
        Err(Error::Conflict(Conflict::TooLateToExplain))
    }
}

/// The last answer, once, and while it is fresh. When it was said is the client's word, and good for a day.
fn mistake(session: &Session, id: GuidanceId, step: Step, scene: Scene) -> AppResult<Vec<GuidanceEvent>> {
    let in_time = |at: Time| {
        scene.said - at <= Duration::seconds(MISTAKE_SECONDS + ON_ITS_WAY)
            && scene.now - at <= Duration::days(1)
    };
    let answered = session.answered.as_ref().filter(|_| session.id == id);
    if answered.is_some_and(|last| last.step == step && !last.corrected && in_time(last.at)) {
        Ok(vec![GuidanceEvent::Corrected { step }])
    } else {
        Err(Error::Conflict(Conflict::TooLateToCorrect))
    }
}

/// A call that is owed does not end in silence: what became of it is said, with the end if not before.
fn end(
    state: &Guidance,
    solved: bool,
    message: Option<String>,
    call: Option<CallOutcome>,
    asked: Option<Time>,
) -> AppResult<Vec<GuidanceEvent>> {
    let call = match (&state.call, call) {
        (Some(owed), Some(outcome)) if owed.is_meant(asked) => Some(GuidanceEvent::CallEnded { outcome }),
        (Some(_), _) => return Err(Error::Conflict(Conflict::CallOpen)),
        (None, _) => None,
    };
    let ending = if solved { Ending::Solved } else { Ending::Unsolved };
    Ok(call.into_iter().chain([GuidanceEvent::Ended { ending, message }]).collect())
}

fn write(
    state: &Guidance,
    session: &Session,
    id: Uuid,
    instruction: Instruction,
) -> AppResult<Vec<GuidanceEvent>> {
    if session.open.is_some() {
        if state.queue.len() >= MAX_QUEUE {
            return Err(Error::Conflict(Conflict::QueueFull));
        }
        return Ok(vec![GuidanceEvent::Drafted { draft: Draft::new(id, instruction) }]);
    }
    let how = if session.frozen { How::Replaced } else { How::Next };
    Ok(vec![release(next(session), instruction, how, None)])
}

/// Possible on the open step (the earlier wording is superseded) and on one that was not done.
fn rephrase(session: &Session, instruction: Instruction) -> AppResult<Vec<GuidanceEvent>> {
    let last = session
        .last
        .filter(|_| session.open.is_some() || session.frozen)
        .ok_or(Error::Conflict(Conflict::NoSuchStep))?;
    let step = Step { version: last.version + 1, ..last };
    Ok(vec![release(step, instruction, How::Rephrased, None)])
}

fn go_back(session: &Session, to: i64, instruction: Instruction) -> AppResult<Vec<GuidanceEvent>> {
    let last = session
        .last
        .filter(|last| (1..=last.number).contains(&to))
        .ok_or(Error::Conflict(Conflict::NoSuchStep))?;
    let step = Step { number: last.number + 1, version: 1 };
    Ok(vec![release(step, instruction, How::WentBack, Some(to))])
}

fn go_on(state: &Guidance, session: &Session) -> AppResult<Vec<GuidanceEvent>> {
    if session.open.is_some() {
        return Err(Error::Conflict(Conflict::StepOpen));
    }
    let head = release_head(state, next(session));
    match (session.frozen, head) {
        (true, head) => Ok([GuidanceEvent::WentOn {}].into_iter().chain(head).collect()),
        (false, Some(head)) => Ok(vec![head]),
        (false, None) => Err(Error::Conflict(Conflict::NoSuchDraft)),
    }
}

fn next(session: &Session) -> Step {
    Step { number: session.last.map_or(1, |last| last.number + 1), version: 1 }
}

fn release_head(state: &Guidance, step: Step) -> Option<GuidanceEvent> {
    let Draft { id, text, picture } = state.queue.first()?.clone();
    Some(GuidanceEvent::Released { step, text, picture, how: How::Next, takes_up: None, draft: Some(id) })
}

fn release(
    step: Step,
    Instruction { text, picture }: Instruction,
    how: How,
    takes_up: Option<i64>,
) -> GuidanceEvent {
    GuidanceEvent::Released { step, text, picture, how, takes_up, draft: None }
}

/// Is the automatic lift due: the lead's turn, silent for the delay, and typing still paused?
pub fn is_lift_due(state: &Guidance, now: Time, delay: Duration) -> bool {
    is_lead_silent(state, now, delay) && is_typing_paused(state)
}

/// Has the lead, whose turn it is, been silent for the delay? Then another technician may take over.
pub fn is_lead_silent(state: &Guidance, now: Time, delay: Duration) -> bool {
    state.active().is_some_and(|s| s.is_leads_turn() && now - s.quiet_since >= delay)
}

/// Are the requester's free messages refused? The lead's own plain messages are free only where this is
/// false.
pub fn is_typing_paused(state: &Guidance) -> bool {
    state.active().is_some_and(|s| !s.lifted)
}

/// Follows a change that was accepted at the moment `at`. Never fails: what does not fit is skipped.
pub fn apply(state: &mut Guidance, change: &GuidanceEvent, at: Time) {
    match change {
        GuidanceEvent::Started { session } => {
            let fresh = Session {
                id: *session,
                active: true,
                open: None,
                last: None,
                answered: None,
                frozen: false,
                lifted: false,
                quiet_since: at,
                released_at: at,
            };
            let before = state.session.replace(fresh).and_then(|s| Some((s.id, s.last?)));
            state.past.splice(0..0, before);
            state.past.truncate(MAX_PAST);
        }
        GuidanceEvent::CallAsked { phone } => state.call = Some(Call { phone: phone.clone(), at }),
        GuidanceEvent::CallEnded { .. } => state.call = None,
        change => apply_to_queue(&mut state.queue, change),
    }
    if let Some(session) = &mut state.session {
        apply_to_session(session, change, at);
    }
}

fn apply_to_queue(queue: &mut Vec<Draft>, change: &GuidanceEvent) {
    match change {
        GuidanceEvent::Drafted { draft } => queue.push(draft.clone()),
        GuidanceEvent::DraftEdited { draft } => {
            if let Some(old) = queue.iter_mut().find(|d| d.id == draft.id) {
                *old = draft.clone();
            }
        }
        GuidanceEvent::DraftMoved { draft, to } => {
            if let Some(from) = queue.iter().position(|d| d.id == *draft) {
                let moved = queue.remove(from);
                queue.insert((*to).min(queue.len()), moved);
            }
        }
        GuidanceEvent::DraftRemoved { draft } => queue.retain(|d| d.id != *draft),
        GuidanceEvent::Released { draft: Some(draft), .. } => queue.retain(|d| d.id != *draft),
        // The rest concerns the session alone.
        GuidanceEvent::Released { draft: None, .. } | GuidanceEvent::Answered { .. } => {}
        GuidanceEvent::Started { .. } | GuidanceEvent::CallAsked { .. } | GuidanceEvent::CallEnded { .. } => {
        }
        GuidanceEvent::Late { .. } => {}
        GuidanceEvent::Explained { .. } | GuidanceEvent::Corrected { .. } => {}
        GuidanceEvent::Lifted { .. } | GuidanceEvent::WentOn {} | GuidanceEvent::Ended { .. } => {}
    }
}

/// Follows a change of lead: the silence of the new one begins now.
pub fn hand_over(state: &mut Guidance, at: Time) {
    if let Some(session) = &mut state.session {
        session.quiet_since = session.quiet_since.max(at);
    }
}

fn apply_to_session(session: &mut Session, change: &GuidanceEvent, at: Time) {
    match change {
        GuidanceEvent::Released { step, .. } => {
            session.last = Some(*step);
            session.open = Some(*step);
            session.released_at = at;
            session.frozen = false;
            session.lifted = false;
            session.answered.take_if(|answered| answered.corrected);
        }
        GuidanceEvent::Answered { step, outcome, .. } => {
            session.open = None;
            session.frozen = *outcome != Outcome::Done;
            session.answered = Some(Answered { step: *step, outcome: *outcome, at, corrected: false });
        }
        GuidanceEvent::WentOn {} => {
            session.frozen = false;
            session.answered.take_if(|answered| answered.corrected);
        }
        GuidanceEvent::Lifted { .. } => session.lifted = true,
        GuidanceEvent::Ended { .. } => {
            session.active = false;
            session.open = None;
            session.frozen = false;
        }
        GuidanceEvent::Started { .. } | GuidanceEvent::CallEnded { .. } => {}
        // What the requester does, or cannot see, is silence to the requester.
        GuidanceEvent::Corrected { .. } => {
            session.answered.iter_mut().for_each(|answered| answered.corrected = true);
            return;
        }
        GuidanceEvent::Explained { .. } => return,
        GuidanceEvent::Late { .. } | GuidanceEvent::CallAsked { .. } => return,
        GuidanceEvent::Drafted { .. } | GuidanceEvent::DraftEdited { .. } => return,
        GuidanceEvent::DraftMoved { .. } | GuidanceEvent::DraftRemoved { .. } => return,
    }
    if !matches!(change, GuidanceEvent::Lifted { by_itself: true }) {
        session.quiet_since = at;
    }
}
