//! The desk before a ticket is chosen. In a house that has none yet its administrator reads what comes first.
use crate::{
    base::{AppResult, Lang, Text},
    features::{
        accounts::{list_people, ui::use_me},
        departments::list_directory,
        tickets::Counts,
    },
    ui::{Empty, Fetched, Glyph, Icon, fetched_later, loaded},
    words,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What stands in the place of a ticket.
#[component]
pub(super) fn NothingChosen(counts: Fetched<Counts>) -> impl IntoView {
    let lang = Lang::current();
    let is_admin = use_me().is_some_and(|me| me.is_admin());
    let shown = move |counts: Counts| match (counts.all, is_admin) {
        (0, true) => view! { <FirstSteps /> }.into_any(),
        (0, false) => view! {
            <Empty glyph=Glyph::Desk title=lang.say(words::desk::NONE_AT_ALL)
                text=lang.say(words::desk::NONE_AT_ALL_TEXT) />
        }
        .into_any(),
        _ => view! {
            <Empty glyph=Glyph::Desk title=lang.say(words::desk::CHOOSE_TITLE)
                text=lang.say(words::desk::CHOOSE_TEXT) />
        }
        .into_any(),
    };
    view! { <div class="desk-ticket none">{loaded(counts, shown)}</div> }
}

/// What an empty house has already.
#[derive(Clone, Serialize, Deserialize)]
struct Begun {
    departments: bool,
    people: bool,
}

async fn begun() -> AppResult<Begun> {
    let directory = list_directory().await?;
    let people = list_people(String::new()).await?;
    Ok(Begun { departments: !directory.departments.is_empty(), people: people.len() > 1 })
}

#[component]
fn FirstSteps() -> impl IntoView {
    let lang = Lang::current();
    let steps = |Begun { departments, people }: Begun| {
        view! {
            <ol class="lines">
                <FirstStep href="/admin/departments" said=words::desk::NAME_DEPARTMENTS done=departments />
                <FirstStep href="/admin/people" said=words::desk::ADD_PEOPLE done=people />
                <FirstStep href="/tickets/new" said=words::desk::OPEN_FIRST done=false />
            </ol>
        }
    };
    view! {
        <section class="first-steps card">
            <header class="card-head">
                <h2>{lang.say(words::desk::FIRST_STEPS)}</h2>
                <p class="muted small">{lang.say(words::desk::FIRST_STEPS_TEXT)}</p>
            </header>
            {loaded(fetched_later(begun), steps)}
        </section>
    }
}

#[component]
fn FirstStep(href: &'static str, said: Text, done: bool) -> impl IntoView {
    let lang = Lang::current();
    let mark = done.then(|| view! { <Icon glyph=Glyph::Check /> }.into_any());
    let told = done.then(|| view! { <span class="pill ok">{lang.say(words::desk::STEP_DONE)}</span> });
    view! {
        <li>
            <a class="line" href=href>
                <span class="tick" class:done=done>{mark}</span>
                <span class="grow">{lang.say(said)}</span>
                {told}
                <Icon glyph=Glyph::Forward />
            </a>
        </li>
    }
}
