//! The lists at the left: the house's, one's own and those that are shared, each with how many are in it; and
//! the columns one has chosen.
use super::listing_query::{house_views, href_of};
use super::listing_table::column_name;
use crate::{
    base::{Lang, Text, pagination::COUNTED},
    features::{
        departments::Department,
        tickets::{Column, ListQuery, SavedView, SharedWith, count_tickets},
    },
    ui::{
        CheckBox, Fetched, Form, FormError, Glyph, Icon, Sending, Submit, TextField, awaited, failure_of,
        fetched, problem_of,
    },
    words::desk as said,
};
use leptos::prelude::*;

/// The lists at the left; on a phone a row that scrolls.
#[component]
pub(super) fn Views(
    saved: Vec<SavedView>,
    now: Memo<ListQuery>,
    lists: Signal<usize>,
    remove: Sending,
) -> impl IntoView {
    let lang = Lang::current();
    let of_house = house_views();
    let queries: Vec<ListQuery> = of_house
        .iter()
        .map(|(_, query)| query.clone())
        .chain(saved.iter().map(|view| view.query.clone()))
        .collect();
    let asked = queries.clone();
    let counts = fetched(move || (asked.clone(), lists.get()), |(queries, _)| count_tickets(queries));
    let here = Memo::new(move |_| ListQuery { after: String::new(), ..now.get() });
    let place = |name: String, query: &ListQuery, at: usize| {
        view! { <View name query=query.clone() here counts at /> }.into_any()
    };
    let house: Vec<AnyView> = of_house
        .iter()
        .enumerate()
        .map(|(at, (name, query))| place(lang.say(*name).to_owned(), query, at))
        .collect();
    let group = |title: Text, own: bool| {
        let lines: Vec<AnyView> = saved
            .iter()
            .enumerate()
            .filter(|(_, view)| (view.own && view.shared == SharedWith::Oneself) == own)
            .map(|(at, view)| {
                let line = place(view.name.clone(), &view.query, of_house.len() + at);
                let id = view.id.to_string();
                let remove =
                    view.own.then(|| view! { <Remove id name=view.name.clone() remove /> }.into_any());
                view! { <li class="row">{line} {remove}</li> }.into_any()
            })
            .collect();
        (!lines.is_empty())
            .then(|| view! { <h2 class="label">{lang.say(title)}</h2> <ul>{lines}</ul> }.into_any())
    };
    view! {
        <nav class="views" aria-label=lang.say(said::VIEWS)>
            <h2 class="label">{lang.say(said::VIEWS)}</h2>
            <ul>{house.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect_view()}</ul>
            {group(said::VIEWS_SHARED, false)}
            {group(said::VIEWS_OWN, true)}
            <FormError failure=failure_of(remove) />
        </nav>
    }
}

#[component]
fn View(
    name: String,
    query: ListQuery,
    here: Memo<ListQuery>,
    counts: Fetched<Vec<i64>>,
    at: usize,
) -> impl IntoView {
    let count = move || async move {
        let n = counts.await.ok().and_then(|counts| counts.get(at).copied())?;
        let text = if n > COUNTED { "1\u{a0}000+".to_owned() } else { n.to_string() };
        Some(view! { <span class="n">{text}</span> }.into_any())
    };
    let href = href_of(&query);
    let current = move || here.with(|here| *here == query).then_some("page");
    view! {
        <a class="grow" href=href aria-current=current>
            <span class="grow clip">{name}</span>
            {awaited(count)}
        </a>
    }
}

#[component]
fn Remove(id: String, name: String, remove: Sending) -> impl IntoView {
    let label = Lang::current().fill(said::RemoveView { name: &name });
    view! {
        <Form action=remove>
            <input type="hidden" name="id" value=id />
            <button type="submit" class="button quiet square compact" aria-label=label.clone() title=label>
                <Icon glyph=Glyph::Close />
            </button>
        </Form>
    }
}

/// Saves the list as it is under a name.
#[component]
pub(super) fn SaveAs(query: ListQuery, departments: Vec<Department>, save: Sending) -> impl IntoView {
    let lang = Lang::current();
    let failure = failure_of(save);
    let hidden = query
        .fields()
        .into_iter()
        .filter(|(name, value)| *name != "after" && !value.is_empty())
        .map(|(name, value)| {
            let name = ["form[query][", name, "]"].concat();
            view! { <input type="hidden" name=name value=value.to_owned() /> }.into_any()
        })
        .collect_view();
    let option = |d: Department| view! { <option value=d.id.to_string()>{d.name}</option> }.into_any();
    view! {
        <details class="asks">
            <summary class="button quiet">
                <Icon glyph=Glyph::Plus />
                {lang.say(said::SAVE_VIEW)}
            </summary>
            <Form action=save class="stack tight">
                <FormError failure field="name" />
                {hidden}
                <TextField name="form[name]" id="view-name" label=lang.say(said::VIEW_NAME) required=true
                    autocomplete="off" problem=problem_of(failure, "name") />
                <label class="field">
                    <span>{lang.say(said::VIEW_FOR)}</span>
                    <select class="control" name="form[shared]">
                        <option value="moi">{lang.say(said::VIEW_FOR_ME)}</option>
                        <option value="equipe">{lang.say(said::VIEW_FOR_ALL)}</option>
                        <option value="service">{lang.say(said::VIEW_FOR_DEPARTMENT)}</option>
                    </select>
                </label>
                <label class="field">
                    <span>{lang.say(said::VIEW_DEPARTMENT)}</span>
                    <select class="control" name="form[department]">
                        <option value="">"—"</option>
                        {departments.into_iter().map(option).collect_view()}
                    </select>
                </label>
                <Submit pending=save.pending() class="button">{lang.say(said::SAVE)}</Submit>
            </Form>
        </details>
    }
}

/// Which columns the list has.
#[component]
pub(super) fn Columns(columns: Vec<Column>, choose: Sending) -> impl IntoView {
    let lang = Lang::current();
    let tick = |column: &Column| {
        let checked = columns.contains(column);
        view! {
            <label class="check">
                <CheckBox name="columns[]" value=column.word() checked />
                <span>{lang.say(column_name(*column))}</span>
            </label>
        }
        .into_any()
    };
    let ticks: Vec<AnyView> = Column::ALL.iter().map(tick).collect();
    view! {
        <details class="asks">
            <summary class="button quiet">
                <Icon glyph=Glyph::Sliders />
                {lang.say(said::COLUMNS)}
            </summary>
            <Form action=choose class="stack tight">
                <FormError failure=failure_of(choose) />
                {ticks}
                <Submit pending=choose.pending() class="button">{lang.say(said::SAVE)}</Submit>
            </Form>
        </details>
    }
}
