//! The departments a technician or an admin serves: their confidential tickets are there for them.
use crate::{
    base::{AccountId, Lang},
    features::{
        accounts::{ServeDepartments, list_served},
        departments::{Department, DepartmentId},
    },
    ui::{CheckBox, FormCard, Sending, fetched, loaded, use_toasts, when_done},
    words,
};
use leptos::prelude::*;

/// A box for each department.
#[component]
pub fn Served(id: AccountId, departments: Vec<Department>) -> impl IntoView {
    let lang = Lang::current();
    let serve = Sending::to::<ServeDepartments>();
    let served = fetched(move || serve.version().get(), move |_| list_served(id));
    let toasts = use_toasts();
    when_done(serve, move || toasts.good(lang.say(words::ui::SAVED)));
    loaded(served, move |served: Vec<DepartmentId>| {
        let departments = departments.clone();
        view! { <ServedForm id departments served serve /> }
    })
}

#[component]
fn ServedForm(
    id: AccountId,
    departments: Vec<Department>,
    served: Vec<DepartmentId>,
    serve: Sending,
) -> impl IntoView {
    let lang = Lang::current();
    let none = departments
        .is_empty()
        .then(|| view! { <p class="small muted">{lang.say(words::accounts::SERVES_NONE)}</p> }.into_any());
    let department = move |department: Department| {
        let checked = served.contains(&department.id);
        view! {
            <label class="check">
                <CheckBox name="departments[]" value=department.id.to_string() checked />
                <span>{department.name}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <FormCard action=serve verb=words::ui::SAVE button="button" id="serves"
            title=lang.say(words::accounts::SERVES) text=lang.say(words::accounts::SERVES_TEXT)>
            <input type="hidden" name="id" value=id.to_string() />
            {none}
            <div class="checks in-columns">{departments.into_iter().map(department).collect_view()}</div>
        </FormCard>
    }
}
