//! The requester's side: who guides, what is done, the step in hand or what is being prepared, and the ways
//! out.
use super::{
    announce::Announcer,
    answer_composer::AnswerComposer,
    answers::Answers,
    call_me::CallMe,
    calls::CallMissed,
    guide::{Guide, use_guide},
    knot::KnotList,
    presence::LeadPresence,
    sound_switch::SoundSwitch,
    step_card::StepCard,
    stop::Stop,
    undone::Undone,
};
use crate::{
    base::Lang,
    features::guidance::{Answered, GuidanceId, Knot, KnotState},
    ui::{Avatar, Each, Fresh, Glyph, Icon, Later, When, upload::UploadList},
    words,
};
use leptos::prelude::*;

/// All of it but the answers, which stay in reach at the foot.
#[component]
pub fn GuidedView() -> impl IntoView {
    let guide = use_guide();
    let composer: AnswerComposer = expect_context();
    let current = Memo::new(move |_| now_of(guide));
    let drawn = move |now: Now| match now {
        Now::InHand(knot) => {
            let number = knot.step.to_string();
            view! {
                <li class="inhand arriving" aria-current="step">
                    <span class="knot" aria-hidden="true">{number}</span>
                    <StepCard composer knot />
                </li>
            }
            .into_any()
        }
        Now::Undone(session, answered) => view! { <Undone composer session answered /> }.into_any(),
        Now::Between => view! { <Preparing guide /> }.into_any(),
    };
    view! {
        <section class="guided">
            <Announcer composer />
            <Later><WhoGuides guide /></Later>
            <CallMissed guide />
            <ol class="rope">
                <DoneSteps guide />
                // Another step, or other words for it, are another card: what is answered has been shown.
                <Each
                    each=move || vec![current.get()]
                    key=words_of
                    children=drawn
                />
            </ol>
            <UploadList uploads=guide.page.uploads />
        </section>
    }
}

/// Where the guided person stands.
#[derive(Clone, PartialEq)]
enum Now {
    InHand(Knot),
    /// The last step was not done, and it is for the lead to go on.
    Undone(GuidanceId, Answered),
    Between,
}

fn now_of(guide: Guide) -> Now {
    let undone = move || {
        let session = guide.session().filter(|session| session.frozen)?;
        Some(Now::Undone(session.id, session.answered?))
    };
    guide.in_hand().map(Now::InHand).or_else(undone).unwrap_or(Now::Between)
}

/// Which step, and in which words.
fn words_of(now: &Now) -> Option<[String; 2]> {
    match now {
        Now::InHand(knot) => Some([knot.step.to_string(), knot.instruction.text.clone()]),
        Now::Undone(_, answered) => Some([answered.step.to_string(), String::new()]),
        Now::Between => None,
    }
}

#[component]
fn WhoGuides(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let full = guide
        .page
        .ticket
        .with_untracked(|ticket| ticket.lead.as_ref().map(|lead| lead.name.clone()).unwrap_or_default());
    let guides = move || lang.fill(words::guidance::GuidesYou { name: &guide.lead_name(lang) });
    view! {
        <div class="row who-guides">
            <Avatar name=full />
            <div class="grow">
                <div class="row wrap">
                    <b><Fresh text=Signal::derive(guides) /></b>
                    <LeadPresence guide />
                </div>
                <div class="small muted">{lang.say(words::guidance::AT_YOUR_PACE)}</div>
            </div>
            <SoundSwitch />
        </div>
    }
}

/// What lies behind, folded.
#[component]
fn DoneSteps(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let behind = move |knots: &[Knot]| -> Vec<Knot> {
        knots.iter().filter(|knot| knot.state != KnotState::InHand).cloned().collect()
    };
    let behind = Memo::new(move |_| guide.with_knots(behind));
    let done = Memo::new(move |_| {
        behind.with(|knots| knots.iter().filter(|knot| knot.state == KnotState::Tied).count())
    });
    // It counts what it opens.
    let said = move || match (behind.with(Vec::len), done.get()) {
        (1, 1) => lang.say(words::guidance::ONE_DONE).to_owned(),
        (all, done) if all == done => lang.fill(words::guidance::SomeDone { n: done }),
        (all, _) => lang.fill(words::guidance::EarlierSteps { n: all }),
    };
    let glyph = move || if done.get() == 0 { Glyph::Undo } else { Glyph::Check };
    let class = move || if done.get() == 0 { "undone" } else { "tied" };
    view! {
        <When is=move || behind.with(|knots| !knots.is_empty())>
            <li class=class>
                <span class="knot" aria-hidden="true">
                    {move || view! { <Icon glyph=glyph() /> }.into_any()}
                </span>
                <details class="done-steps">
                    <summary class="row">
                        <Fresh text=Signal::derive(said) />
                        <span class="small muted underlined">
                            <span class="look">{lang.say(words::guidance::LOOK_BACK)}</span>
                            <span class="fold">{lang.say(words::guidance::FOLD)}</span>
                        </span>
                    </summary>
                    <KnotList knots=behind />
                </details>
            </li>
        </When>
    }
}

/// Between two steps.
#[component]
fn Preparing(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let minutes = (guide.lift_seconds + 59) / 60;
    let lift = move || {
        if guide.is_paused() {
            lang.fill(words::guidance::LiftsByItself { n: minutes })
        } else {
            lang.fill(words::guidance::WriteToLead { name: &guide.lead_name(lang) })
        }
    };
    let prepares = move || lang.fill(words::guidance::Prepares { name: &guide.lead_name(lang) });
    view! {
        <li class="coming">
            <span class="knot" aria-hidden="true">
                <span class="breathing">"…"</span>
            </span>
            <section class="card step preparing" role="status">
                <h2><Fresh text=Signal::derive(prepares) /></h2>
                <p class="muted">{lang.say(words::guidance::NOTHING_TO_DO)}</p>
                <p class="small muted"><Fresh text=Signal::derive(lift) /></p>
            </section>
        </li>
    }
}

/// The answers, why typing is paused, and the ways out. Always in reach.
#[component]
pub fn GuidedFooter() -> impl IntoView {
    let lang = Lang::current();
    let guide = use_guide();
    let composer: AnswerComposer = expect_context();
    let why = move || {
        let why = if guide.is_paused() { words::guidance::PAUSED_WHY } else { words::guidance::LIFTED_WHY };
        lang.say(why).to_owned()
    };
    view! {
        <div class="guided-foot">
            <Answers composer />
            <div class="row ways-out">
                <span class="tiny muted grow"><Fresh text=Signal::derive(why) /></span>
                <CallMe guide />
                <Stop guide />
            </div>
        </div>
    }
}
