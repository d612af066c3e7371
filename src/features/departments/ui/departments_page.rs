//! Departments and categories (admin): named, renamed in place, added.
use super::{
    kind_name,
    name_list::{NameList, Named, Naming},
};
use crate::{
    base::Lang,
    features::departments::{
        AddCategory, AddDepartment, Category, Department, MakeCategoryDefault, RenameCategory,
        RenameDepartment, SetCategoryKind, TroubleKind, list_directory,
    },
    ui::{
        Empty, Form, FormError, Glyph, Icon, PageHead, Pill, Sending, Submit, Tone, failure_of, fetched,
        loaded,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What a higher room adds to each department: this room knows of no tickets.
#[derive(Clone, Copy)]
pub struct DepartmentAct {
    pub sending: Sending,
    pub draw: fn(&Department, Sending) -> AnyView,
}

/// What admins do to categories besides naming them.
#[derive(Clone, Copy)]
struct CategoryActs {
    make_default: Sending,
    set_kind: Sending,
}

/// Both lists side by side.
#[component]
pub fn DepartmentsPage(act: DepartmentAct) -> impl IntoView {
    let lang = Lang::current();
    let departments =
        Naming { add: Sending::to::<AddDepartment>(), rename: Sending::to::<RenameDepartment>() };
    let categories = Naming { add: Sending::to::<AddCategory>(), rename: Sending::to::<RenameCategory>() };
    let acts = CategoryActs {
        make_default: Sending::to::<MakeCategoryDefault>(),
        set_kind: Sending::to::<SetCategoryKind>(),
    };
    let further = [act.sending, acts.make_default, acts.set_kind];
    let changed = move || {
        let further = further.iter().map(|act| act.version().get()).sum::<usize>();
        departments.version() + categories.version() + further
    };
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
                            <Departments departments=directory.departments naming=departments act />
                            <Categories categories=directory.categories naming=categories acts />
                        </div>
                    }
                },
            )}
        </div>
    }
}

#[component]
fn Departments(departments: Vec<Department>, naming: Naming, act: DepartmentAct) -> impl IntoView {
    let lang = Lang::current();
    let named = |department: Department| {
        let mark = Some((act.draw)(&department, act.sending));
        Named { id: department.id.to_string(), name: department.name, mark }
    };
    view! {
        <NameList
            id="departments"
            title=words::departments::DEPARTMENTS
            new=words::departments::NEW_DEPARTMENT
            names=departments.into_iter().map(named).collect()
            naming
            failure=view! { <FormError failure=failure_of(act.sending) /> }.into_any()
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
fn Categories(categories: Vec<Category>, naming: Naming, acts: CategoryActs) -> impl IntoView {
    let lang = Lang::current();
    let named = |category: Category| {
        let (id, name) = (category.id.to_string(), category.name.clone());
        let mark = view! {
            <KindMark category=category.clone() set=acts.set_kind />
            <DefaultMark category make=acts.make_default />
        }
        .into_any();
        Named { id, name, mark: Some(mark) }
    };
    view! {
        <NameList
            id="categories"
            title=words::departments::CATEGORIES
            new=words::departments::NEW_CATEGORY
            names=categories.into_iter().map(named).collect()
            naming
            failure=view! {
                <FormError failure=failure_of(acts.make_default) />
                <FormError failure=failure_of(acts.set_kind) />
            }
            .into_any()
        >
            <Empty
                glyph=Glyph::Filter
                title=lang.say(words::departments::NO_CATEGORIES)
                text=lang.say(words::departments::NO_CATEGORIES_TEXT)
            />
        </NameList>
    }
}

/// The type its tickets are proposed; what saves it shows while one is in it.
#[component]
fn KindMark(category: Category, set: Sending) -> impl IntoView {
    let lang = Lang::current();
    let Category { id, name, kind: its, .. } = category;
    let (label, save) = (
        lang.fill(words::departments::KindOf { name: &name }),
        lang.fill(words::departments::SaveKind { name: &name }),
    );
    let option = move |kind: &TroubleKind| {
        let is_its = *kind == its;
        view! { <option value=kind.word() selected=is_its>{kind_name(lang, *kind)}</option> }.into_any()
    };
    view! {
        <Form action=set>
            <div class="name-row kind-row">
                <input type="hidden" name="id" value=id.to_string() />
                <span aria-hidden="true">{lang.say(words::departments::KIND)}</span>
                <select class="control" name="kind" aria-label=label>
                    {TroubleKind::ALL.iter().map(option).collect_view()}
                </select>
                <button type="submit" class="button square"
                    aria-label=save>
                    <Icon glyph=Glyph::Check />
                </button>
            </div>
        </Form>
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
