//! The rope: a knot for each wording of each step, the same drawing on both sides, in the history and on
//! paper.
use super::{guide::use_guide, outcome_name};
use crate::{
    base::{Lang, live::Event, text::held, time::stopwatch},
    features::{
        conversation::ui::{InstructionPicture, PictureView},
        guidance::{How, Knot, KnotAnswer, KnotState, Outcome, Rope},
    },
    ui::{Each, Fresh, Moment},
    words,
};
use leptos::prelude::*;

/// The length of rope that stands in the stream where these steps were released.
#[component]
pub fn Length(events: Memo<Vec<Event>>) -> impl IntoView {
    let guide = use_guide();
    let knots = move || guide.ropes.with(|ropes| events.with(|events| Rope::length(ropes, events)));
    view! { <KnotList knots=Memo::new(move |_| knots()) /> }
}

/// A length of rope that follows what happens to its knots.
#[component]
pub fn KnotList(knots: Memo<Vec<Knot>>) -> impl IntoView {
    // A knot is drawn anew when anything about it has changed.
    let key = |knot: &Knot| {
        let pictures = knot.answer.as_ref().map(|answer| answer.pictures.len());
        let late: usize = knot.late.iter().map(|answer| 1 + answer.pictures.len()).sum();
        let said = knot.answer.as_ref().map(|answer| (answer.precisions.len(), answer.corrected));
        (knot.step, knot.released_at, knot.state as u8, pictures, late, said)
    };
    view! {
        <ol class="rope">
            <Each each=move || knots.get() key=key let:knot>
                <KnotView knot />
            </Each>
        </ol>
    }
}

fn class_of(state: KnotState) -> &'static str {
    match state {
        KnotState::InHand => "inhand",
        KnotState::Tied => "tied",
        KnotState::Undone => "undone",
        KnotState::Superseded => "coming",
    }
}

/// One knot: what was asked, and what came back.
#[component]
fn KnotView(knot: Knot) -> impl IntoView {
    let lang = Lang::current();
    let seconds =
        knot.answer.as_ref().map(|answer| crate::base::time::seconds_between(knot.released_at, answer.at));
    let note = match (knot.how, knot.takes_up) {
        (How::WentBack, Some(to)) => Some(lang.fill(words::guidance::TakesUp { step: &to.to_string() })),
        (How::Replaced, _) => Some(lang.say(words::guidance::REPLACES).to_owned()),
        _ => None,
    };
    let in_hand = knot.state == KnotState::InHand;
    let superseded = knot.state == KnotState::Superseded;
    let step = knot.step.to_string();
    let reworded = (knot.step.version > 1).then(|| lang.fill(words::guidance::StepReworded { step: &step }));
    let label = lang.fill(words::guidance::Step { step: &step });
    let waiting = in_hand.then(|| view! { <InHand knot=knot.clone() /> }.into_any());
    view! {
        <li class=class_of(knot.state) aria-current=in_hand.then_some("step")>
            <span class="knot" title=reworded>
                <span aria-hidden="true">{step}</span>
                <span class="sr-only">{label}</span>
            </span>
            <div class="knot-text pre">{held(&knot.instruction.text)}</div>
            {note.map(|note| view! { <div class="tiny muted">{note}</div> }.into_any())}
            {knot.instruction.picture.map(|id| view! { <InstructionPicture id /> }.into_any())}
            {knot.answer.map(|answer| view! { <AnswerView answer seconds=seconds late=false /> }.into_any())}
            {waiting}
            {superseded.then(|| {
                view! { <div class="tiny muted">{lang.say(words::guidance::SUPERSEDED)}</div> }.into_any()
            })}
            {knot.late.into_iter()
                .map(|answer| view! { <AnswerView answer seconds=None late=true /> }.into_any())
                .collect_view()}
        </li>
    }
}

/// An answer with its note and pictures.
#[component]
fn AnswerView(answer: KnotAnswer, seconds: Option<i64>, late: bool) -> impl IntoView {
    let lang = Lang::current();
    let class = if answer.outcome == Outcome::Done { "answer pill ok" } else { "answer pill warn" };
    let took = seconds.map(|seconds| [" · ", &took(lang, seconds)].concat());
    let name = outcome_name(lang, answer.outcome);
    let corrected = answer
        .corrected
        .then(|| view! { <span class="pill">{lang.say(words::guidance::WAS_MISTAKE)}</span> }.into_any());
    let late =
        late.then(|| view! { <span class="pill">{lang.say(words::guidance::LATE_ANSWER)}</span> }.into_any());
    view! {
        <div class="row wrap answer-line">
            {late}
            <span class=class>
                {name}{took}
            </span>
            {corrected}
            {answer.note.into_iter().chain(answer.precisions)
                .map(|note| view! { <q class="small muted pre">{note}</q> }.into_any())
                .collect_view()}
        </div>
        {answer.pictures.into_iter()
            .map(|attachment| view! { <PictureView attachment /> }.into_any())
            .collect_view()}
    }
}

/// `22 s`, then as on a stopwatch.
fn took(lang: Lang, seconds: i64) -> String {
    if seconds < 60 { lang.fill(words::guidance::Seconds { n: seconds }) } else { stopwatch(seconds) }
}

/// Seen when, and waiting since when.
#[component]
fn InHand(knot: Knot) -> impl IntoView {
    let lang = Lang::current();
    let guide = use_guide();
    let at = knot.released_at;
    let seen = Memo::new(move |_| guide.page.seen_at(knot.seq).filter(|_| !guide.page.is_requester()));
    let since = move || {
        let told = |seconds| lang.fill(words::guidance::WaitingSince { time: &stopwatch(seconds) });
        guide.since(at).map(told).unwrap_or_default()
    };
    view! {
        <div class="answer small muted numeric" aria-live="off">
            {move || seen.get().map(|at| {
                let by = lang.fill(words::guidance::SeenBy { name: &guide.page.requester_name() });
                view! { <span>{by} " " <Moment at /> " · "</span> }.into_any()
            })}
            <Fresh text=Signal::derive(since) />
        </div>
    }
}
