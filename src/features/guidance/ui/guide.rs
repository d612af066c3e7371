//! What the pieces of guidance share: the state, the ropes, and how to act.
use crate::{
    base::{Lang, Time, json::read_value, live::Event, time::seconds_between},
    features::{
        conversation::{AttachmentId, ui::TicketContext},
        guidance::{
            Act, Answered, Call, Draft, Guidance, GuidanceEvent, GuidanceId, Instruction, Knot, Outcome,
            Rope, Scene, Session, Step, decide, is_typing_paused,
        },
    },
    ui::outbox::Written,
    words,
};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

/// The kind of a session's beginning.
pub(super) const STARTED: &str = GuidanceEvent::word("Started");

/// Guidance on one ticket's page.
#[derive(Clone, Copy)]
pub struct Guide {
    pub page: TicketContext,
    pub state: Memo<Guidance>,
    pub ropes: Memo<Vec<Rope>>,
    /// The lead's silence after which typing is free again, in seconds.
    pub lift_seconds: i64,
    /// The requester's phone, for staff and for the requester.
    pub phone: StoredValue<Option<String>>,
}

/// Guidance on the page around the calling component.
pub fn use_guide() -> Guide {
    expect_context()
}

impl Guide {
    /// Puts it together from the page's view.
    pub fn new(page: TicketContext, state: Memo<Guidance>, lift_seconds: i64, phone: Option<String>) -> Self {
        let ropes =
            Memo::new(move |_| page.events.with(|events| state.with(|state| ropes_of(events, state))));
        Guide { page, state, ropes, lift_seconds, phone: StoredValue::new(phone) }
    }
    /// The running session.
    pub fn session(self) -> Option<Session> {
        self.state.with(|state| state.active().cloned())
    }
    /// Does a session run?
    pub fn is_active(self) -> bool {
        self.state.with(|state| state.active().is_some())
    }
    /// What the person who is guided calls the lead.
    pub fn lead_name(self, lang: Lang) -> String {
        self.page.lead_name().unwrap_or_else(|| lang.say(words::guidance::YOUR_GUIDE).to_owned())
    }
    /// The step that waits for its answer.
    pub fn open(self) -> Option<Step> {
        self.state.with(|state| state.active().and_then(|session| session.open))
    }
    /// Are the requester's free messages refused for now?
    pub fn is_paused(self) -> bool {
        self.state.with(is_typing_paused)
    }
    /// The call that is owed to the requester.
    pub fn call(self) -> Option<Call> {
        self.state.with(|state| state.call.clone())
    }
    /// The last answer that was accepted in the running session.
    pub fn answered(self) -> Option<Answered> {
        self.session()?.answered
    }
    /// What waits in the queue.
    pub fn queue(self) -> Vec<Draft> {
        self.state.with(|state| state.queue.clone())
    }
    /// The knots of the running session, oldest first; none where none runs.
    pub fn with_knots<T>(self, look: impl FnOnce(&[Knot]) -> T) -> T {
        let active = self.session().map(|session| session.id);
        self.ropes.with(|ropes| {
            let rope = ropes.iter().rev().find(|rope| Some(rope.session) == active);
            look(rope.map(|rope| &*rope.knots).unwrap_or_default())
        })
    }
    /// The knot of this step.
    pub fn knot(self, step: Step) -> Option<Knot> {
        self.with_knots(|knots| knots.iter().rfind(|knot| knot.step == step).cloned())
    }
    /// The knot in hand.
    pub fn in_hand(self) -> Option<Knot> {
        self.knot(self.open()?)
    }
    /// Does something in the session.
    pub fn act(self, act: &Act) -> Uuid {
        self.act_with(act, None)
    }
    /// Does something with what was written for it: refused, it lies in its drawer again.
    pub fn act_with(self, act: &Act, written: Option<Written>) -> Uuid {
        self.page.live.act(
            Act::VERB,
            self.page.number,
            serde_json::to_value(act).unwrap_or_default(),
            written,
        )
    }
    /// Where on this ticket something is written: `step`, `note`, `end`.
    pub fn place(self, what: &str) -> String {
        [&self.page.number.to_string(), ".", what].concat()
    }
    /// Would it be accepted, by the same rules as at the server?
    pub fn may(self, act: Act) -> bool {
        let scene = Scene {
            who: self.page.relation.get(),
            status: self.page.ticket.with(|t| t.status),
            now: Time::UNIX_EPOCH,
            said: Time::UNIX_EPOCH,
            id: Uuid::nil(),
        };
        self.state.with(|state| decide(state, scene, act).is_ok())
    }
    /// Acts that have not been acknowledged.
    pub fn waiting(self) -> Vec<(Uuid, Waiting)> {
        let acts = self
            .page
            .live
            .outbox
            .of_stream(self.page.number)
            .into_iter()
            .filter(|item| item.verb == Act::VERB);
        acts.filter_map(|item| Some((item.id, read_value(item.body).ok()?))).collect()
    }
    /// How long since, by the browser's clock, where there is one.
    pub fn since(self, from: Time) -> Option<i64> {
        self.page.clock.get().map(|now| seconds_between(from, now))
    }
}

/// An act that has not been acknowledged, as far as the page shows it. To look for an [`Act`]'s tag costs the
/// browser a second decoder.
#[derive(Deserialize)]
pub struct Waiting {
    pub instruction: Option<Instruction>,
    /// Of an answer, like the next two.
    pub session: Option<GuidanceId>,
    pub step: Option<Step>,
    pub outcome: Option<Outcome>,
}

/// An instruction nobody sends: to ask the rules whether one could be.
pub(super) fn some_instruction() -> Instruction {
    Instruction { text: String::new(), picture: None }
}

/// The ropes of the entries on the page. Where the first ones are cut off, their session begins where the
/// page does.
fn ropes_of(events: &[Event], state: &Guidance) -> Vec<Rope> {
    let first =
        events.iter().find_map(|event| GuidanceEvent::from_event(event).map(|change| (event, change)));
    let Some((event, change)) = first else { return Vec::new() };
    if matches!(change, GuidanceEvent::Started { .. }) {
        return Rope::all(events);
    }
    let begun_here = events.iter().any(|event| event.kind == STARTED);
    let session =
        state.session.as_ref().filter(|_| !begun_here).map_or(GuidanceId(Uuid::nil()), |session| session.id);
    Rope::going_on(vec![Rope::begin(session, event)], events)
}

/// Does a picture hang on a knot of the page around the calling component?
pub fn hangs(picture: AttachmentId) -> bool {
    let held = |guide: Guide| guide.ropes.with(|ropes| ropes.iter().any(|rope| rope.holds(picture)));
    use_context::<Guide>().is_some_and(held)
}
