//! How an act on several tickets goes, and what became of it.
use super::listing_bulk::{Chosen, Outcome};
use crate::{
    base::Lang,
    features::tickets::{BulkAct, BulkRefusal, BulkReport},
    ui::{Glyph, Icon},
    words::desk as said,
};
use leptos::prelude::*;

/// How it goes, and what became of it: what was refused, with its reason, and the way back.
#[component]
pub(super) fn Report(chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let going = move || {
        let [done, all] = chosen.progress.get()?;
        let text = lang.fill(said::BulkProgress { done: &done.to_string(), all: &all.to_string() });
        let bar = view! {
            <p class="banner info">
                <progress max=all.to_string() value=done.to_string()></progress>
                {text}
            </p>
        };
        Some(bar.into_any())
    };
    let trouble =
        move || chosen.trouble.get().map(|text| view! { <p class="banner bad">{text}</p> }.into_any());
    let told = move || {
        let Outcome { report, deleted } = chosen.outcome.get()?;
        Some(view! { <Told chosen report deleted /> }.into_any())
    };
    view! { <div class="bulk-report" role="status" aria-live="polite">{going} {trouble} {told}</div> }
}

#[component]
fn Told(chosen: Chosen, report: BulkReport, deleted: bool) -> impl IntoView {
    let lang = Lang::current();
    let BulkReport { done, refused } = report;
    let said = lang.fill(said::BulkDone { n: done.len() });
    let line = |refusal: BulkRefusal| {
        let (number, why) = (refusal.number.to_string(), refusal.why.text(lang));
        view! { <li><b class="numeric">{number}</b> " " {why}</li> }.into_any()
    };
    let not = (!refused.is_empty()).then(move || {
        let (title, few) = (lang.fill(said::BulkRefused { n: refused.len() }), refused.len() < 6);
        let lines = refused.into_iter().map(line).collect_view();
        view! {
            <details class="grow" open=few>
                <summary>{title}</summary>
                <ul class="small">{lines}</ul>
            </details>
        }
        .into_any()
    });
    let undo = move |_| {
        chosen.numbers.set(done.iter().copied().collect());
        chosen.run(lang, BulkAct::Restore);
    };
    let undo = deleted.then(|| {
        view! { <button type="button" class="button" on:click=undo>{lang.say(said::UNDELETE)}</button> }
            .into_any()
    });
    view! {
        <div class="banner info">
            <span class="grow">{said}</span>
            {not}
            {undo}
            <button type="button" class="button quiet square" aria-label=lang.say(said::CLOSE_REPORT)
                on:click=move |_| chosen.outcome.set(None)>
                <Icon glyph=Glyph::Close />
            </button>
        </div>
    }
}
