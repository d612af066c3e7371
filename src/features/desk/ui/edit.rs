//! Changing a ticket's title, priority and category.
use super::open::refresh_without_line;
use crate::{
    base::{Error, Lang},
    features::{
        conversation::ui::use_talk,
        departments::{Category, Directory, list_directory},
        tickets::{EditTicket, MAX_TITLE, Priority, may_edit, ui::priority_name},
    },
    ui::{
        DialogButton, Form, FormError, Glyph, SelectField, Sending, Submit, TextField, When, failure_of,
        fetched_later, loaded, problem_of, when_done,
    },
    words,
};
use leptos::prelude::*;

/// The button and its dialog, for those who may.
#[component]
pub(super) fn Edit() -> impl IntoView {
    let said = Lang::current().say(words::desk::EDIT);
    let talk = use_talk();
    let open = RwSignal::new(false);
    let may = move || talk.ticket.with(|ticket| may_edit(ticket.status, talk.relation.get()).is_ok());
    view! {
        <When is=may>
            <DialogButton open said title=said glyph=Glyph::Edit class="button quiet" afresh=true>
                <EditForm open />
            </DialogButton>
        </When>
    }
}

#[component]
fn EditForm(open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let talk = use_talk();
    let action = Sending::to::<EditTicket>();
    refresh_without_line(action);
    when_done(action, move || open.set(false));
    let failure = failure_of(action);
    let directory = fetched_later(list_directory);
    let title = talk.ticket.with_untracked(|ticket| ticket.title.clone());
    view! {
        <Form action attr:class="form">
            <FormError failure />
            <input type="hidden" name="number" value=talk.number.to_string() />
            <TextField
                name="form[title]"
                id="edit-title"
                label=lang.say(words::tickets::TITLE)
                value=title
                maxlength=MAX_TITLE
                problem=problem_of(failure, "title")
            />
            {loaded(directory, move |directory| view! { <Choices directory failure /> })}
            <div class="dialog-actions">
                <Submit pending=action.pending()>{lang.say(words::desk::SAVE)}</Submit>
            </div>
        </Form>
    }
}

#[component]
fn Choices(directory: Directory, failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let (priority, category) = use_talk().ticket.with_untracked(|ticket| (ticket.priority, ticket.category));
    let priorities =
        Priority::ALL.iter().map(|p| (p.word().to_owned(), priority_name(lang, *p).to_owned())).collect();
    let option = |category: Category| (category.id.to_string(), category.name);
    view! {
        <div class="form-row">
            <SelectField
                name="form[priority]"
                id="edit-priority"
                label=lang.say(words::tickets::PRIORITY)
                options=priorities
                value=priority.word()
                problem=problem_of(failure, "priority")
            />
            <SelectField
                name="form[category]"
                id="edit-category"
                label=lang.say(words::tickets::CATEGORY)
                options=directory.categories.into_iter().map(option).collect()
                value=category.to_string()
                problem=problem_of(failure, "category")
            />
        </div>
    }
}
