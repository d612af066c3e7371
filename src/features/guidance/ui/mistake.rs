//! *Je me suis trompé*: for a few seconds after an answer its author may say so. The lead is told, and goes
//! back or goes on.
use super::{answer_composer::AnswerComposer, guide::Guide, outcome_name};
use crate::{
    base::{Lang, time::seconds_between},
    features::guidance::{Act, Answered, MISTAKE_SECONDS},
    ui::{Fresh, When, browser},
    words,
};
use leptos::prelude::*;
use std::time::Duration;

/// What was answered last, and the way to say that it was a mistake.
#[component]
pub(super) fn Mistake(composer: AnswerComposer) -> impl IntoView {
    let lang = Lang::current();
    let guide = composer.guide;
    let offered = offered(guide);
    let said = move || {
        let said = offered.get().map(|Answered { step, outcome, .. }| {
            let answer = outcome_name(lang, outcome);
            lang.fill(words::guidance::StepAnswered { step: &step.to_string(), answer })
        });
        said.unwrap_or_default()
    };
    let tell = move |_| {
        if let Some((session, answered)) = untrack(|| guide.session().zip(guide.answered())) {
            guide.act(&Act::Mistake { session: session.id, step: answered.step });
        }
        offered.set(None);
    };
    let is_told = move || guide.answered().is_some_and(|answered| answered.corrected);
    let told = move || lang.fill(words::guidance::MistakeTold { name: &guide.lead_name(lang) });
    view! {
        <When is=is_told>
            <p class="mistake small" role="status"><Fresh text=Signal::derive(told) /></p>
        </When>
        <When is=move || offered.get().is_some() && composer.given.get().is_none()>
            <div class="row wrap mistake small" role="status">
                <span class="grow"><Fresh text=Signal::derive(said) /></span>
                <button type="button" class="button compact" on:click=tell>
                    {lang.say(words::guidance::MISTAKE)}
                </button>
            </div>
        </When>
    }
}

/// The answer that may still be called a mistake: the newest, while it is fresh.
fn offered(guide: Guide) -> RwSignal<Option<Answered>> {
    let offered = RwSignal::new(None);
    let answered = Memo::new(move |_| guide.answered().filter(|answered| !answered.corrected));
    Effect::new(move |before: Option<Option<Answered>>| {
        let now = answered.get();
        let seconds = match (&now, before) {
            (Some(new), Some(before)) if before.as_ref() != Some(new) => MISTAKE_SECONDS,
            (Some(there), None) => left_of(there),
            (Some(_), Some(_)) => return now,
            (None, _) => 0,
        };
        offered.set(now.clone().filter(|_| seconds > 0));
        let of = now.clone();
        let end =
            move || _ = offered.try_update(|offered| _ = offered.take_if(|one| of.as_ref() == Some(one)));
        set_timeout(end, Duration::from_secs(seconds.unsigned_abs()));
        now
    });
    offered
}

/// How long an answer that was there when the page came may still be called a mistake, in seconds.
fn left_of(answered: &Answered) -> i64 {
    let age = browser::now().map_or(i64::MAX, |now| seconds_between(answered.at, now));
    if (0..MISTAKE_SECONDS).contains(&age) { MISTAKE_SECONDS - age } else { 0 }
}
