//! Whom a ticket is opened for: oneself, somebody who is known, or somebody who is written down now.
use crate::{
    base::{AppResult, Error, Lang, Text},
    features::{
        accounts::{Account, propose_people},
        tickets::Whom,
    },
    ui::{
        Avatar, Glyph, Icon, TextField, device, fetched, loaded, problem_of, query::value_of, typed_before,
    },
    words::tickets as said,
};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_location;
use std::time::Duration;

/// The id of the form that finds people where nothing is found while one types.
const FIND: &str = "find-person";
/// Typing rests for so long before people are looked for.
const REST: Duration = Duration::from_millis(200);

/// The three choices, and what each asks further: which is shown, the style says by what is chosen, so that
/// it works before the page is awake. What is written under another choice does not count.
#[component]
pub(super) fn WhomField(failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let sought = use_location().search.with_untracked(|query| value_of(query, "for"));
    let before = typed_before("form[whom]").and_then(|word| Whom::parse(&word));
    let chosen = before.unwrap_or(if sought.is_some() { Whom::Known } else { Whom::Me });
    let new = NodeRef::<html::Input>::new();
    // What was typed in an earlier visit comes back, and with it the choice it belongs to.
    let is_new = move |_| {
        if let Some(new) = new.get_untracked() {
            new.set_checked(true);
        }
    };
    view! {
        <fieldset class="field whom">
            <legend class="field-label">{lang.say(said::FOR_WHOM)}</legend>
            <div class="choices">
                <Choice whom=Whom::Me chosen name=said::FOR_ME />
                <Choice whom=Whom::Known chosen name=said::FOR_KNOWN />
                <Choice whom=Whom::New chosen name=said::FOR_NEW node=new />
            </div>
            <div class="stack tight whom-known">
                <KnownPeople sought=sought.unwrap_or_default() failure />
            </div>
            <div class="form-row whom-new" on:input=is_new>
                <TextField name="form[caller_name]" label=lang.say(said::CALLER_NAME) autocomplete="off"
                    problem=problem_of(failure, "caller_name") />
                <TextField name="form[caller_contact]" label=lang.say(said::CALLER_CONTACT)
                    hint=lang.say(said::CALLER_CONTACT_HINT) autocomplete="off"
                    problem=problem_of(failure, "caller_contact") />
            </div>
        </fieldset>
    }
}

#[component]
fn Choice(
    whom: Whom,
    chosen: Whom,
    name: Text,
    #[prop(optional)] node: NodeRef<html::Input>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name="form[whom]" value=whom.word() checked=whom == chosen data-proposed=""
                node_ref=node />
            {Lang::current().say(name)}
        </label>
    }
}

/// The search, and the people it proposes; whoever is chosen stays among them.
#[component]
fn KnownPeople(sought: String, failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let problem = problem_of(failure, "requester");
    let chosen = RwSignal::new(None::<Account>);
    let shown = sought.clone();
    let (sought, turn) = (RwSignal::new(sought), StoredValue::new(0_usize));
    let people = fetched(move || sought.get(), find);
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        let now = turn.try_update_value(|turn| (*turn += 1, *turn).1);
        let look = move || {
            if turn.try_get_value() == now {
                _ = sought.try_set(text);
            }
        };
        set_timeout(look, REST);
    };
    let pressed = |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            device::focus_first(".people-found input");
        }
        // Nothing is sent: people are there already.
        "Enter" => event.prevent_default(),
        _ => {}
    };
    let label = lang.say(said::FIND_PERSON);
    let wrong = move || view! { <span class="field-error">{lang.say(said::CHOOSE_PERSON)}</span> }.into_any();
    view! {
        <div class="search">
            <button type="submit" form=FIND aria-label=label>
                <Icon glyph=Glyph::Search />
            </button>
            <input class="control" type="search" name="for" form=FIND autocomplete="off" dir="auto"
                value=shown aria-label=label placeholder=label on:input=typed on:keydown=pressed />
        </div>
        {loaded(people, move |people| view! { <Proposed people chosen sought /> })}
        {move || problem.try_get().flatten().map(|_| wrong())}
    }
}

async fn find(sought: String) -> AppResult<Vec<Account>> {
    if sought.trim().is_empty() { Ok(Vec::new()) } else { propose_people(sought).await }
}

#[component]
fn Proposed(
    people: Vec<Account>,
    chosen: RwSignal<Option<Account>>,
    sought: RwSignal<String>,
) -> impl IntoView {
    let lang = Lang::current();
    let first = chosen.get_untracked();
    let other = |person: &Account| first.as_ref().is_none_or(|first| first.id != person.id);
    let found: Vec<_> = people.into_iter().filter(other).collect();
    // One letter finds nobody.
    let is_sought = sought.with_untracked(|sought| sought.trim().chars().nth(1).is_some());
    let said = match found.len() {
        0 if is_sought && first.is_none() => lang.say(said::NOBODY_LIKE_THAT).to_owned(),
        0 => String::new(),
        n => lang.fill(said::PeopleFound { n }),
    };
    let line = |person| view! { <ProposedPerson person chosen /> }.into_any();
    view! {
        <p class="small muted" role="status">{said}</p>
        <div class="people-found">{first.clone().into_iter().chain(found).map(line).collect_view()}</div>
    }
}

#[component]
fn ProposedPerson(person: Account, chosen: RwSignal<Option<Account>>) -> impl IntoView {
    let is_chosen = chosen.with_untracked(|chosen| chosen.as_ref().is_some_and(|one| one.id == person.id));
    let ways = person.address().into_iter().chain(person.phone.as_deref()).collect::<Vec<_>>().join(" · ");
    let (id, name) = (person.id.to_string(), person.name.clone());
    view! {
        <label class="person-choice row">
            <input type="radio" name="form[requester]" value=id checked=is_chosen data-proposed=""
                on:change=move |_| chosen.set(Some(person.clone())) />
            <Avatar name=name.clone() class="small" />
            <span class="grow">
                <span class="strong">{name}</span>
                <br />
                <span class="small muted" translate="no">{ways}</span>
            </span>
        </label>
    }
}

/// Where nothing is found while one types, the page is asked.
#[component]
pub(super) fn FindForm() -> impl IntoView {
    view! { <form id=FIND method="get" hidden></form> }
}
