//! Everybody (admin): found, and added.
use super::{RolePill, add_person::AddPersonButton};
use crate::{
    base::Lang,
    features::{
        accounts::{Account, AddPerson, list_people},
        departments::{Directory, list_directory},
    },
    ui::{
        Avatar, Empty, Glyph, Icon, PageHead, Pill, SearchForm, Sending, Tone, fetched, loaded,
        query::value_of,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// Lists people; the search is in the address, so it can be kept and shared.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let lang = Lang::current();
    let add = Sending::to::<AddPerson>();
    let query = use_location().search;
    let search = Memo::new(move |_| query.with(|query| value_of(query, "search").unwrap_or_default()));
    let people = fetched(
        move || (search.get(), add.version().get()),
        |(search, _)| async move { Ok((list_people(search).await?, list_directory().await?)) },
    );
    view! {
        <Title text=lang.say(words::accounts::PEOPLE) />
        <div class="page wide">
            <PageHead title=lang.say(words::accounts::PEOPLE) text=lang.say(words::accounts::PEOPLE_TEXT)>
                <AddPersonButton add />
            </PageHead>
            <SearchForm value=Some(search.get_untracked()) label=lang.say(words::accounts::SEARCH_PEOPLE) />
            {loaded(people, move |(people, directory)| view! { <PeopleList people directory /> })}
        </div>
    }
}

#[component]
fn PeopleList(people: Vec<Account>, directory: Directory) -> impl IntoView {
    let lang = Lang::current();
    if people.is_empty() {
        return view! {
            <div class="card">
                <Empty glyph=Glyph::People title=lang.say(words::accounts::NOBODY_FOUND)
                    text=lang.say(words::accounts::NOBODY_FOUND_TEXT)>
                    <a class="button" href="/admin/people">
                        {lang.say(words::accounts::SHOW_ALL)}
                    </a>
                </Empty>
            </div>
        }
        .into_any();
    }
    let rows = people
        .into_iter()
        .map(|person| {
            let department = directory
                .departments
                .iter()
                .find(|d| Some(d.id) == person.department)
                .map(|d| d.name.clone());
            view! { <PersonRow person department /> }.into_any()
        })
        .collect_view();
    view! {
        <div class="card">
            <ul class="lines">{rows}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn PersonRow(person: Account, department: Option<String>) -> impl IntoView {
    let lang = Lang::current();
    let off = (!person.active)
        .then(|| view! { <Pill tone=Tone::Bad>{lang.say(words::accounts::INACTIVE)}</Pill> }.into_any());
    let address = person.address().unwrap_or_default().to_owned();
    let under = department.map(|name| [" · ", &name].concat()).unwrap_or_default();
    view! {
        <li>
            <a class="line" href=["/admin/people/", &person.id.to_string()].concat()>
                <Avatar name=person.name.clone() class=if person.active { "" } else { "off" } />
                <div class="grow">
                    <div class="strong clip">{person.name}</div>
                    <div class="small muted clip"><bdi translate="no">{address}</bdi> {under}</div>
                </div>
                {off}
                <RolePill role=person.role />
                <Icon glyph=Glyph::Forward />
            </a>
        </li>
    }
}
