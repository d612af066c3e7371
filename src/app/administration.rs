//! The shell of the administration: its pages at the left, on a narrow screen as a list of their own.
use crate::{
    base::{Lang, Text},
    features::{accounts::ui::AdminOnly, tickets::ui::DELETED_TICKETS},
    ui::{Glyph, Icon, device},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// A page of the administration.
struct Subject {
    /// Those of one group stand together, under its name.
    group: Text,
    href: &'static str,
    glyph: Glyph,
    name: Text,
}

const fn subject(group: Text, href: &'static str, glyph: Glyph, name: Text) -> Subject {
    Subject { group, href, glyph, name }
}

/// All pages, in the order in which they stand: a new one is a line here and one in the table of pages.
const SUBJECTS: &[Subject] = &[
    subject(words::app::THE_HOUSE, "/admin/people", Glyph::People, words::app::PEOPLE),
    subject(words::app::THE_HOUSE, "/admin/departments", Glyph::Building, words::app::DEPARTMENTS),
    subject(words::app::THE_DATA, DELETED_TICKETS, Glyph::Trash, words::app::DELETED_TICKETS),
];

/// Where all subjects are listed.
const LIST: &str = "/admin";
/// The id of what stands beside the navigation.
const BESIDE: &str = "administration";

/// A page of the administration, for admins, with the way to the others.
#[component]
pub fn Administration(children: Children) -> impl IntoView {
    view! { <AdminOnly><Shell>{children()}</Shell></AdminOnly> }
}

#[component]
fn Shell(children: Children) -> impl IntoView {
    let lang = Lang::current();
    let path = use_location().pathname;
    // The way back is there on every page, shown or not: where one goes on while the page wakes up, the
    // address is another one already. What stands below a subject leads back there by itself.
    let is_below = move || path.with(|path| SUBJECTS.iter().all(|subject| subject.href != path.as_str()));
    let is_list = move || path.with(|path| path == LIST);
    view! {
        <div class="settings" class:listed=is_list>
            <nav class="settings-nav" aria-label=lang.say(words::app::ADMINISTRATION)>
                {SUBJECTS.chunk_by(|a, b| a.group == b.group).map(group).collect_view()}
            </nav>
            <div class="settings-main" id=BESIDE>
                <a class="back-link settings-back" href=LIST hidden=is_below>
                    <Icon glyph=Glyph::Back />
                    {lang.say(words::app::ADMINISTRATION)}
                </a>
                {children()}
            </div>
        </div>
    }
}

/// The subjects of one group.
fn group(subjects: &'static [Subject]) -> AnyView {
    let lang = Lang::current();
    let path = use_location().pathname;
    let link = |subject: &'static Subject| {
        let here = move || path.with(|path| path.starts_with(subject.href)).then_some("page");
        view! {
            <li>
                <a href=subject.href aria-current=here>
                    <Icon glyph=subject.glyph />
                    <span class="grow">{lang.say(subject.name)}</span>
                </a>
            </li>
        }
        .into_any()
    };
    view! {
        <h2 class="label">{subjects.first().map(|subject| lang.say(subject.group))}</h2>
        <ul class="subjects">{subjects.iter().map(link).collect_view()}</ul>
    }
    .into_any()
}

/// The list of subjects; where it stands beside them, the first one opens.
#[component]
pub fn SubjectsPage() -> impl IntoView {
    let lang = Lang::current();
    let go = use_navigate();
    Effect::new(move || {
        let first = SUBJECTS.first().filter(|_| device::stands_aside(BESIDE));
        if let Some(subject) = first {
            go(subject.href, NavigateOptions { replace: true, ..Default::default() });
        }
    });
    view! {
        <Title text=lang.say(words::app::ADMINISTRATION) />
        <div class="settings-list">
            <a class="back-link" href="/more">
                <Icon glyph=Glyph::Back />
                {lang.say(words::app::MORE)}
            </a>
            <h1>{lang.say(words::app::ADMINISTRATION)}</h1>
        </div>
    }
}
