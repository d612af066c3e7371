//! Departments and categories (admin): named, renamed in place, added.
use super::name_row::{AddRow, NameRow};
use crate::{
    base::Lang,
    features::departments::{
        AddCategory, AddDepartment, Category, Department, MakeCategoryDefault, RenameCategory,
        RenameDepartment, list_directory,
    },
    ui::{
        Empty, Form, FormError, Glyph, PageHead, Pill, Sending, Submit, Tone, clear_form, failure_of,
        fetched, loaded, when_done,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What an admin does to the two lists; one action each, shared by the rows.
#[derive(Clone, Copy)]
struct Acts {
    add_department: Sending,
    rename_department: Sending,
    add_category: Sending,
    rename_category: Sending,
    make_default: Sending,
}

impl Acts {
    fn new() -> Self {
        Self {
            add_department: Sending::to::<AddDepartment>(),
            rename_department: Sending::to::<RenameDepartment>(),
            add_category: Sending::to::<AddCategory>(),
            rename_category: Sending::to::<RenameCategory>(),
            make_default: Sending::to::<MakeCategoryDefault>(),
        }
    }
    /// Changes whenever one of them was done.
    fn version(self) -> usize {
        self.add_department.version().get()
            + self.rename_department.version().get()
            + self.add_category.version().get()
            + self.rename_category.version().get()
            + self.make_default.version().get()
    }
}

/// Both lists side by side.
#[component]
pub fn DepartmentsPage() -> impl IntoView {
    let lang = Lang::current();
    let acts = Acts::new();
    let directory = fetched(move || acts.version(), |_| list_directory());
    view! {
        <Title text=lang.say(words::departments::TITLE) />
        <div class="page wide">
            <PageHead title=lang.say(words::departments::TITLE) text=lang.say(words::departments::TEXT) />
            {loaded(
                directory,
                move |directory| {
                    view! {
                        <div class="two-lists">
                            <Departments departments=directory.departments acts />
                            <Categories categories=directory.categories acts />
                        </div>
                    }
                },
            )}
        </div>
    }
}

#[component]
fn Departments(departments: Vec<Department>, acts: Acts) -> impl IntoView {
    let lang = Lang::current();
    let (adding, renaming) = (failure_of(acts.add_department), failure_of(acts.rename_department));
    let node = NodeRef::new();
    when_done(acts.add_department, move || clear_form(node));
    let none = departments.is_empty().then(|| {
        view! { <Empty glyph=Glyph::Building title=lang.say(words::departments::NO_DEPARTMENTS) text=lang.say(words::departments::NO_DEPARTMENTS_TEXT) /> }.into_any()
    });
    let rows = departments.into_iter().map(|d| {
        view! {
            <li class="line">
                <Form action=acts.rename_department>
                    <NameRow id=d.id.to_string() name=d.name />
                </Form>
            </li>
        }
        .into_any()
    });
    view! {
        <section class="card" aria-labelledby="departments">
            <div class="card-head">
                <h2 id="departments">{lang.say(words::departments::DEPARTMENTS)}</h2>
                <FormError failure=renaming field="name" />
            </div>
            {none}
            <ul class="lines">{rows.collect_view()}</ul>
            <div class="card-foot">
                <Form action=acts.add_department node_ref=node>
                    <AddRow id="new-department" label=lang.say(words::departments::NEW_DEPARTMENT) failure=adding pending=acts.add_department.pending() />
                </Form>
            </div>
        </section>
    }
}

#[component]
fn Categories(categories: Vec<Category>, acts: Acts) -> impl IntoView {
    let lang = Lang::current();
    let (adding, renaming) = (failure_of(acts.add_category), failure_of(acts.rename_category));
    let node = NodeRef::new();
    when_done(acts.add_category, move || clear_form(node));
    let rows = categories.into_iter().map(|c| {
        let (id, name) = (c.id.to_string(), c.name.clone());
        view! {
            <li class="line">
                <Form action=acts.rename_category>
                    <NameRow id name />
                </Form>
                <DefaultMark category=c make=acts.make_default />
            </li>
        }
        .into_any()
    });
    view! {
        <section class="card" aria-labelledby="categories">
            <div class="card-head">
                <h2 id="categories">{lang.say(words::departments::CATEGORIES)}</h2>
                <FormError failure=renaming field="name" />
                <FormError failure=failure_of(acts.make_default) />
            </div>
            <ul class="lines">{rows.collect_view()}</ul>
            <div class="card-foot">
                <Form action=acts.add_category node_ref=node>
                    <AddRow id="new-category" label=lang.say(words::departments::NEW_CATEGORY) failure=adding pending=acts.add_category.pending() />
                </Form>
            </div>
        </section>
    }
}

/// Says which category is the default, and makes another one so.
#[component]
fn DefaultMark(category: Category, make: Sending) -> impl IntoView {
    let lang = Lang::current();
    if category.is_default {
        return view! { <Pill tone=Tone::Accent>{lang.say(words::departments::DEFAULT)}</Pill> }.into_any();
    }
    view! {
        <Form action=make>
            <input type="hidden" name="id" value=category.id.to_string() />
            <Submit pending=make.pending() class="button quiet compact">
                {lang.say(words::departments::MAKE_DEFAULT)}
                <span class="sr-only">{[": ", &category.name].concat()}</span>
            </Submit>
        </Form>
    }
    .into_any()
}
