//! The fields of a ticket: as they stand on its page and on paper, and as they are chosen when it is opened
//! or changed.
use super::{kind_name, nature_name, priority_name};
use crate::{
    base::{Error, Lang},
    features::{
        departments::{Category, Department, TroubleKind},
        tickets::{Nature, Priority, Ticket},
    },
    ui::{Each, Moment, SelectField, problem_of},
    words::tickets as said,
};
use leptos::prelude::*;

/// What a ticket is, beside its title: each field by its name.
pub fn facts_of(lang: Lang, ticket: &Ticket) -> Vec<(&'static str, String)> {
    let lead = ticket.lead.as_ref().map_or_else(|| "—".to_owned(), |lead| lead.name.clone());
    let department = ticket.department_name.clone().unwrap_or_else(|| "—".to_owned());
    vec![
        (lang.say(said::LEAD), lead),
        (lang.say(said::DEPARTMENT), department),
        (lang.say(said::CATEGORY), ticket.category_name.clone()),
        (lang.say(said::KIND), kind_name(lang, ticket.kind).to_owned()),
        (lang.say(said::NATURE), nature_name(lang, ticket.nature).to_owned()),
        (lang.say(said::PRIORITY), priority_name(lang, ticket.priority).to_owned()),
    ]
    .into_iter()
    .chain(ticket.taken_by.as_ref().map(|taker| (lang.say(said::TAKEN_BY), taker.name.clone())))
    .collect()
}

/// The facts beside the conversation; they follow what happens.
#[component]
pub fn Facts(ticket: Memo<Ticket>) -> impl IntoView {
    let lang = Lang::current();
    let facts = Memo::new(move |_| ticket.with(|ticket| facts_of(lang, ticket)));
    let at = ticket.with_untracked(|ticket| ticket.created_at);
    view! {
        <section>
            <h2 class="label">{lang.say(said::FACTS)}</h2>
            <dl class="facts">
                <Each each=move || facts.get() key=|fact| fact.clone() let((name, what))>
                    <dt>{name}</dt>
                    <dd>{what}</dd>
                </Each>
                <dt>{lang.say(said::OPENED)}</dt>
                <dd>
                    <Moment at />
                </dd>
            </dl>
        </section>
    }
}

/// What only those choose who work on a ticket: its type, its nature, and the department that treats it.
#[component]
pub fn SortingFields(
    departments: Vec<Department>,
    /// How it stands; none where it is being opened.
    #[prop(optional)]
    ticket: Option<Ticket>,
    failure: Signal<Option<Error>>,
) -> impl IntoView {
    let lang = Lang::current();
    let form = if ticket.is_some() { "edit-" } else { "form-" };
    let (kind, nature) = match &ticket {
        Some(ticket) => (ticket.kind.word(), ticket.nature),
        None => ("", Nature::default()),
    };
    let proposed = ticket.is_none().then(|| (String::new(), lang.say(said::BY_CATEGORY).to_owned()));
    let kinds = TroubleKind::ALL.iter().map(|k| (k.word().to_owned(), kind_name(lang, *k).to_owned()));
    let natures = Nature::ALL.iter().map(|n| (n.word().to_owned(), nature_name(lang, *n).to_owned()));
    let none = (String::new(), lang.say(said::NO_DEPARTMENT).to_owned());
    let departments = departments.into_iter().map(|d| (d.id.to_string(), d.name));
    let treats = ticket.and_then(|ticket| ticket.department).map(|id| id.to_string()).unwrap_or_default();
    view! {
        <div class="form-row">
            <SelectField name="form[kind]" id=[form, "kind"].concat() label=lang.say(said::KIND)
                options=proposed.into_iter().chain(kinds).collect() value=kind
                problem=problem_of(failure, "kind") />
            <SelectField name="form[nature]" id=[form, "nature"].concat() label=lang.say(said::NATURE)
                options=natures.collect() value=nature.word() problem=problem_of(failure, "nature") />
        </div>
        <SelectField name="form[department]" id=[form, "department"].concat()
            label=lang.say(said::DEPARTMENT) options=std::iter::once(none).chain(departments).collect()
            value=treats problem=problem_of(failure, "department") />
    }
}

/// What is chosen when a ticket is opened, and again when it is changed: then `ticket` is how it stands.
#[component]
pub fn TicketFields(
    categories: Vec<Category>,
    #[prop(optional)] ticket: Option<Ticket>,
    failure: Signal<Option<Error>>,
) -> impl IntoView {
    let lang = Lang::current();
    let form = if ticket.is_some() { "edit-" } else { "form-" };
    let (priority, category) = match ticket {
        Some(ticket) => (ticket.priority, Some(ticket.category)),
        None => (Priority::Normal, categories.iter().find(|c| c.is_default).map(|c| c.id)),
    };
    let priorities =
        Priority::ALL.iter().map(|p| (p.word().to_owned(), priority_name(lang, *p).to_owned())).collect();
    let categories: Vec<_> = categories.into_iter().map(|c| (c.id.to_string(), c.name)).collect();
    // A house that has named none yet has nothing to choose from.
    let category = (!categories.is_empty()).then(|| {
        view! {
            <SelectField
                name="form[category]"
                id=[form, "category"].concat()
                label=lang.say(said::CATEGORY)
                options=categories
                value=category.map(|id| id.to_string()).unwrap_or_default()
                problem=problem_of(failure, "category")
            />
        }
        .into_any()
    });
    view! {
        <div class="form-row">
            <SelectField
                name="form[priority]"
                id=[form, "priority"].concat()
                label=lang.say(said::PRIORITY)
                options=priorities
                value=priority.word()
                problem=problem_of(failure, "priority")
            />
            {category}
        </div>
    }
}
