//! Departments and categories (admin): named, renamed in place, added.
use super::name_list::{NameList, Named, Naming};
use crate::{
    base::Lang,
    features::departments::{
        AddCategory, AddDepartment, Category, Department, MakeCategoryDefault, RenameCategory,
        RenameDepartment, list_directory,
    },
    ui::{Empty, Form, FormError, Glyph, PageHead, Pill, Sending, Submit, Tone, failure_of, fetched, loaded},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Both lists side by side.
#[component]
pub fn DepartmentsPage() -> impl IntoView {
    let lang = Lang::current();
    let departments =
        Naming { add: Sending::to::<AddDepartment>(), rename: Sending::to::<RenameDepartment>() };
    let categories = Naming { add: Sending::to::<AddCategory>(), rename: Sending::to::<RenameCategory>() };
    let make_default = Sending::to::<MakeCategoryDefault>();
    let changed = move || departments.version() + categories.version() + make_default.version().get();
    let directory = fetched(changed, |_| list_directory());
    view! {
        <Title text=lang.say(words::departments::TITLE) />
        <div class="page wide">
            <PageHead title=lang.say(words::departments::TITLE) text=lang.say(words::departments::TEXT) />
            {loaded(
                directory,
                move |directory| {
                    view! {
                        <div class="two-lists">
                            <Departments departments=directory.departments naming=departments />
                            <Categories categories=directory.categories naming=categories make_default />
                        </div>
                    }
                },
            )}
        </div>
    }
}

#[component]
fn Departments(departments: Vec<Department>, naming: Naming) -> impl IntoView {
    let lang = Lang::current();
    let named = |d: Department| Named { id: d.id.to_string(), name: d.name, mark: None };
    view! {
        <NameList
            id="departments"
            title=words::departments::DEPARTMENTS
            new=words::departments::NEW_DEPARTMENT
            names=departments.into_iter().map(named).collect()
            naming
        >
            <Empty
                glyph=Glyph::Building
                title=lang.say(words::departments::NO_DEPARTMENTS)
                text=lang.say(words::departments::NO_DEPARTMENTS_TEXT)
            />
        </NameList>
    }
}

#[component]
fn Categories(categories: Vec<Category>, naming: Naming, make_default: Sending) -> impl IntoView {
    let lang = Lang::current();
    let named = |category: Category| {
        let (id, name) = (category.id.to_string(), category.name.clone());
        let mark = view! { <DefaultMark category make=make_default /> }.into_any();
        Named { id, name, mark: Some(mark) }
    };
    view! {
        <NameList
            id="categories"
            title=words::departments::CATEGORIES
            new=words::departments::NEW_CATEGORY
            names=categories.into_iter().map(named).collect()
            naming
            failure=view! { <FormError failure=failure_of(make_default) /> }.into_any()
        >
            <Empty
                glyph=Glyph::Filter
                title=lang.say(words::departments::NO_CATEGORIES)
                text=lang.say(words::departments::NO_CATEGORIES_TEXT)
            />
        </NameList>
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
