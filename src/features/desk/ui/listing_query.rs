//! What the list of all tickets shows, as it stands in the address.
use crate::{
    base::{Lang, Text, live::Author, text::escape},
    features::{
        departments::{Directory, TroubleKind},
        tickets::{
            Label, ListOrder, ListQuery, Nature, Priority, Status,
            ui::{kind_name, nature_name, priority_name, status_name},
        },
    },
    ui::{Glyph, Icon, QueryForm, query::value_of},
    words::desk as said,
};
use leptos::prelude::*;

/// Where the list is.
pub(super) const LIST: &str = "/tickets/all";
/// Open, or in somebody's hands.
const UNFINISHED: &str = "ouvert,en cours";

/// What the query asks for; what it knows nothing of is left out.
pub(super) fn list_query_of(query: &str) -> ListQuery {
    let mut asked = ListQuery::default();
    for (name, _) in ListQuery::default().fields() {
        if let (Some(value), Some(field)) = (value_of(query, name), asked.field_mut(name)) {
            *field = value;
        }
    }
    asked
}

/// Its address.
pub(super) fn href_of(query: &ListQuery) -> String {
    let mut href = LIST.to_owned();
    for (name, value) in query.fields().into_iter().filter(|(_, value)| !value.is_empty()) {
        href.push(if href.len() == LIST.len() { '?' } else { '&' });
        href.push_str(&[name, "=", &escape(value)].concat());
    }
    href
}

/// The lists every house has.
pub(super) fn house_views() -> Vec<(Text, ListQuery)> {
    let of = |statut: &str| ListQuery { statut: statut.into(), ..Default::default() };
    vec![
        (said::VIEW_MINE, ListQuery { technicien: "moi".into(), ..of("ouvert,en cours,resolu") }),
        (said::VIEW_UNTAKEN, of("ouvert")),
        (said::VIEW_WAITING, ListQuery { attend: "oui".into(), ..of(UNFINISHED) }),
        (said::VIEW_OPEN, of(UNFINISHED)),
        (said::VIEW_RESOLVED, of("resolu")),
        (said::VIEW_ALL, ListQuery::default()),
        (said::VIEW_ASKED, ListQuery { demandeur: "moi".into(), ..Default::default() }),
    ]
}

/// What can be chosen from.
#[derive(Clone, Default)]
pub(super) struct Choices {
    pub directory: Directory,
    pub technicians: Vec<Author>,
    pub tags: Vec<Label>,
}

type Options = Vec<(String, String)>;

/// A field of the list with what it can be.
struct Field {
    name: &'static str,
    label: Text,
    options: Options,
}

fn fields(lang: Lang, choices: &Choices) -> Vec<Field> {
    let words = |all: Vec<(&'static str, &'static str)>| -> Options {
        all.into_iter().map(|(word, name)| (word.to_owned(), name.to_owned())).collect()
    };
    let none = || (String::from("aucun"), lang.say(said::NOBODY).to_owned());
    let mut states = words(Status::ALL.iter().map(|s| (s.word(), status_name(lang, *s))).collect());
    states.insert(0, (UNFINISHED.to_owned(), lang.say(said::UNFINISHED).to_owned()));
    let oneself = (String::from("moi"), lang.say(said::ONESELF).to_owned());
    let people = choices.technicians.iter().map(|who| (who.id.to_string(), who.name.clone()));
    let departments = choices.directory.departments.iter().map(|d| (d.id.to_string(), d.name.clone()));
    let categories = choices.directory.categories.iter().map(|c| (c.id.to_string(), c.name.clone()));
    let tags = choices.tags.iter().map(|tag| (tag.id.to_string(), tag.name.clone()));
    let yes = || vec![(String::from("oui"), lang.say(said::YES).to_owned())];
    let field = |name, label, options| Field { name, label, options };
    let priorities = Priority::ALL.iter().map(|p| (p.word(), priority_name(lang, *p))).collect();
    vec![
        field("statut", said::FILTER_STATUS, states),
        field("priorite", said::FILTER_PRIORITY, words(priorities)),
        field("technicien", said::FILTER_LEAD, [oneself, none()].into_iter().chain(people).collect()),
        field("categorie", said::FILTER_CATEGORY, categories.collect()),
        field("type", said::FILTER_KIND, words(kinds(lang))),
        field("nature", said::FILTER_NATURE, words(natures(lang))),
        field("departement", said::FILTER_DEPARTMENT, [none()].into_iter().chain(departments).collect()),
        field("etiquette", said::FILTER_TAG, tags.collect()),
        field("attend", said::FILTER_WAITING, yes()),
        field("confidentiel", said::FILTER_CONFIDENTIAL, yes()),
    ]
}

fn kinds(lang: Lang) -> Vec<(&'static str, &'static str)> {
    TroubleKind::ALL.iter().map(|k| (k.word(), kind_name(lang, *k))).collect()
}

fn natures(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Nature::ALL.iter().map(|n| (n.word(), nature_name(lang, *n))).collect()
}

/// Search, every field, days and order: a form that is the address.
#[component]
pub(super) fn ListForm(query: ListQuery, choices: Choices) -> impl IntoView {
    let lang = Lang::current();
    let orders = [
        (ListOrder::Newest, said::ORDER_NEWEST),
        (ListOrder::Activity, said::ORDER_ACTIVITY),
        (ListOrder::Priority, said::ORDER_PRIORITY),
    ];
    let orders: Options = orders
        .into_iter()
        .map(|(order, name)| (order.word().to_owned(), lang.say(name).to_owned()))
        .collect();
    let fields = fields(lang, &choices);
    let narrowed = fields.iter().any(|field| !value(&query, field.name).is_empty());
    let choice = |field: Field| {
        let now = value(&query, field.name).to_owned();
        let (name, label) = (field.name, lang.say(field.label));
        view! { <Choice name label any=lang.say(said::ANY) now options=field.options /> }.into_any()
    };
    let choices: Vec<AnyView> = fields.into_iter().map(choice).collect();
    let ListQuery { search, du, au, tri, .. } = query.clone();
    view! {
        <QueryForm class="list-form">
            <div class="row">
                <input class="control grow" type="search" name="search" value=search
                    autocomplete="off" aria-label=lang.say(said::SEARCH)
                    placeholder=lang.say(said::SEARCH_SHORT) />
                <button type="submit" class="button square" aria-label=lang.say(said::SEARCH_NOW)>
                    <Icon glyph=Glyph::Search />
                </button>
            </div>
            <details class="list-filters" open=narrowed>
                <summary class="button quiet">
                    <Icon glyph=Glyph::Filter />
                    {lang.say(said::FILTERS)}
                </summary>
                <div class="filter-grid">
                    {choices}
                    <Day name="du" label=lang.say(said::FILTER_FROM) now=du />
                    <Day name="au" label=lang.say(said::FILTER_UNTIL) now=au />
                    <Choice name="tri" label=lang.say(said::ORDER) any="" now=tri options=orders />
                </div>
                <button type="submit" class="button">{lang.say(said::APPLY)}</button>
            </details>
        </QueryForm>
    }
}

fn value<'a>(query: &'a ListQuery, name: &str) -> &'a str {
    query.fields().into_iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
}

/// One of several; what an address asks for that is none of them stays as it is.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    now: String,
    mut options: Options,
) -> impl IntoView {
    if !now.is_empty() && options.iter().all(|(value, _)| *value != now) {
        options.push((now.clone(), now.clone()));
    }
    let option = move |(value, read): (String, String)| {
        let chosen = value == now;
        view! { <option value=value selected=chosen>{read}</option> }.into_any()
    };
    let any = (!any.is_empty()).then(|| view! { <option value="">{any}</option> }.into_any());
    view! {
        <label class="field">
            <span class="tiny muted">{label}</span>
            <select class="control" name=name>{any} {options.into_iter().map(option).collect_view()}</select>
        </label>
    }
}

#[component]
fn Day(name: &'static str, label: &'static str, now: String) -> impl IntoView {
    view! {
        <label class="field">
            <span class="tiny muted">{label}</span>
            <input class="control" type="date" name=name value=now />
        </label>
    }
}

/// What narrows the list, each with its way out.
#[component]
pub(super) fn Chips(query: ListQuery, choices: Choices) -> impl IntoView {
    let lang = Lang::current();
    let days = [("du", said::FILTER_FROM), ("au", said::FILTER_UNTIL), ("search", said::SEARCH_NOW)];
    let days = days.map(|(name, label)| Field { name, label, options: Vec::new() });
    let all: Vec<Field> = fields(lang, &choices).into_iter().chain(days).collect();
    let chip = |field: &Field| {
        let now = value(&query, field.name);
        let read = field.options.iter().find(|(value, _)| value == now).map(|(_, read)| read.as_str());
        let (label, read) = (lang.say(field.label), read.unwrap_or(now).to_owned());
        let without = lang.fill(said::FilterWithout { label });
        let href = href_of(&query.with(field.name, ""));
        (!now.is_empty()).then(|| {
            view! {
                <a class="chip" href=href aria-label=without>
                    <span class="muted">{label}</span>
                    <b>{read}</b>
                    <Icon glyph=Glyph::Close />
                </a>
            }
            .into_any()
        })
    };
    let chips: Vec<AnyView> = all.iter().filter_map(chip).collect();
    let clear = (chips.len() > 1).then(|| {
        view! { <a class="button quiet compact" href=LIST>{lang.say(said::CLEAR_FILTERS)}</a> }.into_any()
    });
    let any = !chips.is_empty();
    any.then(|| view! { <div class="chips">{chips} {clear}</div> }.into_any())
}
