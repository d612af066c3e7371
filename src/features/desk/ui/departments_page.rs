//! Departments and categories (admin), with what tickets have to say of a department.
use crate::{
    base::Lang,
    features::{
        departments::{
            Department,
            ui::{self, DepartmentAct},
        },
        tickets::SetDepartmentConfidential,
    },
    ui::{Form, Sending},
    words,
};
use leptos::prelude::*;

/// The page of the room below, each department with its switch.
#[component]
pub fn DepartmentsPage() -> impl IntoView {
    let act = DepartmentAct { sending: Sending::to::<SetDepartmentConfidential>(), draw: confidential };
    view! { <ui::DepartmentsPage act /> }
}

/// Are all tickets it treats confidential?
fn confidential(department: &Department, action: Sending) -> AnyView {
    let (id, on) = (department.id.to_string(), department.confidential);
    let [now, other] = if on { ["true", "false"] } else { ["false", "true"] };
    let of = [": ", &department.name].concat();
    view! {
        <Form action>
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="confidential" value=other />
            <button type="submit" class="button quiet compact" role="switch" aria-checked=now>
                <span class="switch"></span>
                {Lang::current().say(words::departments::ALL_CONFIDENTIAL)}
                <span class="sr-only">{of}</span>
            </button>
        </Form>
    }
    .into_any()
}
