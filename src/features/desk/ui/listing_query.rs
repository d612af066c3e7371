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
    ui::{CheckBox, Glyph, Icon, QueryForm, query::values_of},
    words::desk as said,
};
use leptos::{html, prelude::*};

/// Where the list is.
pub(super) const LIST: &str = "/tickets/all";
/// Open, or in somebody's hands.
const UNFINISHED: &str = "ouvert,en cours";

/// What the query asks for; what it knows nothing of is left out. Boxes that are checked say a name several
/// times.
pub(super) fn list_query_of(query: &str) -> ListQuery {
    let mut asked = ListQuery::default();
    for (name, _) in ListQuery::default().fields() {
        let given: Vec<String> = values_of(query, name).filter(|value| !value.is_empty()).collect();
        if let Some(field) = asked.field_mut(name) {
            *field = given.join(",");
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

/// Values with what people read.
type Options = Vec<(String, String)>;

/// A field of the list with what it can be.
struct Field {
    name: &'static str,
    label: Text,
    options: Options,
}

impl Field {
    /// What it is narrowed to, as people read it.
    fn read(&self, query: &ListQuery) -> String {
        let read = |value: &str| {
            let known = self.options.iter().find(|(option, _)| option == value);
            known.map_or_else(|| value.to_owned(), |(_, read)| read.clone())
        };
        values(query, self.name).map(read).collect::<Vec<_>>().join(", ")
    }

    /// What an address asks for that is none of its options.
    fn others(&self, query: &ListQuery) -> String {
        let other = |value: &&str| self.options.iter().all(|(option, _)| option != value);
        values(query, self.name).filter(other).collect::<Vec<_>>().join(",")
    }
}

/// The values of a field, which stand between commas.
fn values<'a>(query: &'a ListQuery, name: &str) -> impl Iterator<Item = &'a str> {
    let (_, value) = query.fields().into_iter().find(|(field, _)| *field == name).unwrap_or_default();
    value.split(',').filter(|value| !value.is_empty())
}

/// Those of which several can be chosen.
fn fields(lang: Lang, choices: &Choices) -> Vec<Field> {
    let words = |all: Vec<(&'static str, &'static str)>| -> Options {
        all.into_iter().map(|(word, name)| (word.to_owned(), name.to_owned())).collect()
    };
    let none = || (String::from("aucun"), lang.say(said::NOBODY).to_owned());
    let oneself = || (String::from("moi"), lang.say(said::ONESELF).to_owned());
    let states = Status::ALL.iter().map(|s| (s.word(), status_name(lang, *s))).collect();
    let priorities = Priority::ALL.iter().map(|p| (p.word(), priority_name(lang, *p))).collect();
    let people = choices.technicians.iter().map(|who| (who.id.to_string(), who.name.clone()));
    let departments = choices.directory.departments.iter().map(|d| (d.id.to_string(), d.name.clone()));
    let categories = choices.directory.categories.iter().map(|c| (c.id.to_string(), c.name.clone()));
    let tags = choices.tags.iter().map(|tag| (tag.id.to_string(), tag.name.clone()));
    let field = |name, label, options| Field { name, label, options };
    vec![
        field("statut", said::FILTER_STATUS, words(states)),
        field("priorite", said::FILTER_PRIORITY, words(priorities)),
        field("technicien", said::FILTER_LEAD, [oneself(), none()].into_iter().chain(people).collect()),
        field("categorie", said::FILTER_CATEGORY, categories.collect()),
        field("type", said::FILTER_KIND, words(kinds(lang))),
        field("nature", said::FILTER_NATURE, words(natures(lang))),
        field("departement", said::FILTER_DEPARTMENT, [none()].into_iter().chain(departments).collect()),
        field("etiquette", said::FILTER_TAG, tags.collect()),
        field("demandeur", said::COLUMN_REQUESTER, vec![oneself()]),
    ]
}

/// Those that are so or not.
fn marks(lang: Lang) -> [Field; 2] {
    let yes = || vec![(String::from("oui"), lang.say(said::YES).to_owned())];
    [("attend", said::FILTER_WAITING), ("confidentiel", said::FILTER_CONFIDENTIAL)]
        .map(|(name, label)| Field { name, label, options: yes() })
}

fn kinds(lang: Lang) -> Vec<(&'static str, &'static str)> {
    TroubleKind::ALL.iter().map(|k| (k.word(), kind_name(lang, *k))).collect()
}

fn natures(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Nature::ALL.iter().map(|n| (n.word(), nature_name(lang, *n))).collect()
}

/// Search, every field, days and order: a form that is the address.
#[component]
pub(super) fn ListForm(query: Memo<ListQuery>, choices: Choices) -> impl IntoView {
    let lang = Lang::current();
    let ListQuery { search, du, au, tri, .. } = query.get_untracked();
    let several = |field| view! { <Several query field /> }.into_any();
    let choices: Vec<AnyView> = fields(lang, &choices).into_iter().map(several).collect();
    let mark = |mark: Field| {
        let checked = query.with_untracked(|query| values(query, mark.name).next().is_some());
        view! {
            <label class="check">
                <CheckBox name=mark.name value="oui" checked />
                <span>{lang.say(mark.label)}</span>
            </label>
        }
        .into_any()
    };
    let marks = marks(lang).map(mark).into_iter().collect_view();
    // What is found stands below.
    let filters = NodeRef::<html::Details>::new();
    let shut = move |_| {
        request_animation_frame(move || {
            if let Some(filters) = filters.get_untracked() {
                filters.set_open(false);
            }
        });
    };
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
            <details class="list-filters" node_ref=filters>
                <summary class="button quiet">
                    <Icon glyph=Glyph::Filter />
                    {lang.say(said::FILTERS)}
                </summary>
                <div class="filter-grid">{choices}</div>
                <div class="filter-grid">
                    <Day name="du" label=lang.say(said::FILTER_FROM) now=du />
                    <Day name="au" label=lang.say(said::FILTER_UNTIL) now=au />
                    <Order now=tri />
                    {marks}
                </div>
                <div class="filter-foot">
                    <button type="submit" class="button primary" on:click=shut>
                        {lang.say(said::APPLY)}
                    </button>
                </div>
            </details>
        </QueryForm>
    }
}

/// Any of several: opened, each has a box. What an address asks for that is none of them stays as it is.
#[component]
fn Several(query: Memo<ListQuery>, field: Field) -> impl IntoView {
    let lang = Lang::current();
    let (name, label) = (field.name, lang.say(field.label));
    let tick = |(value, read): &(String, String)| {
        let checked = query.with_untracked(|query| values(query, name).any(|now| now == value));
        view! {
            <label class="check">
                <CheckBox name value=value.clone() checked />
                <span>{read.clone()}</span>
            </label>
        }
        .into_any()
    };
    let ticks = field.options.iter().map(tick).collect_view();
    let field = StoredValue::new(field);
    let read = Memo::new(move |_| query.with(|query| field.with_value(|field| field.read(query))));
    let others = Memo::new(move |_| query.with(|query| field.with_value(|field| field.others(query))));
    let any = move || if read.with(String::is_empty) { lang.say(said::ANY).to_owned() } else { read.get() };
    view! {
        <details class="several" name="filter">
            <summary class="control">
                <span class="muted">{label}</span>
                " "
                <b class="clip">{any}</b>
            </summary>
            <div role="group" aria-label=label>{ticks}</div>
            <input type="hidden" name=name value=others disabled=move || others.with(String::is_empty) />
        </details>
    }
}

#[component]
fn Order(now: String) -> impl IntoView {
    let lang = Lang::current();
    let orders = [
        ("", said::ORDER_NEWEST),
        (ListOrder::Activity.word(), said::ORDER_ACTIVITY),
        (ListOrder::Priority.word(), said::ORDER_PRIORITY),
    ];
    let option = |(word, name): (&'static str, Text)| {
        view! { <option value=word selected=now == word>{lang.say(name)}</option> }.into_any()
    };
    view! {
        <label class="field">
            <span class="tiny muted">{lang.say(said::ORDER)}</span>
            <select class="control" name="tri">{orders.map(option).into_iter().collect_view()}</select>
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
    let all: Vec<Field> = fields(lang, &choices).into_iter().chain(marks(lang)).chain(days).collect();
    let chip = |field: &Field| {
        let (label, read) = (lang.say(field.label), field.read(&query));
        let without = lang.fill(said::FilterWithout { label });
        let href = href_of(&query.with(field.name, ""));
        (!read.is_empty()).then(|| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_are_checked_are_several_values_of_one_field() {
        let asked = list_query_of("search=&statut=ouvert&statut=en+cours&type=materiel,logiciel&tri=&x=1");
        let expected =
            ListQuery { statut: UNFINISHED.into(), kind: "materiel,logiciel".into(), ..Default::default() };
        assert_eq!(asked, expected);
        assert_eq!(list_query_of(&href_of(&asked)[LIST.len() + 1..]), asked, "its address says the same");
    }

    #[test]
    fn what_is_none_of_the_options_is_told_and_kept() {
        let options = vec![("moi".to_owned(), "à moi".to_owned())];
        let field = Field { name: "technicien", label: said::FILTER_LEAD, options };
        let query = ListQuery { technicien: "x,moi,y".into(), ..Default::default() };
        assert_eq!([field.read(&query), field.others(&query)], ["x, à moi, y", "x,y"]);
    }
}
