//! Changing what stands on a ticket.
use super::open::refresh_without_line;
use crate::{
    base::Lang,
    features::{
        conversation::ui::use_ticket_context,
        departments::{Directory, list_directory},
        tickets::{
            EditTicket, EditTicketForm, MAX_PROBLEM, may_edit, may_sort,
            ui::{SortingFields, TicketFields},
        },
    },
    ui::{
        Cancel, DialogButton, DrawnField, Form, FormError, Glyph, Sending, Submit, TextBox, TextField, When,
        failure_of, fetched_later, loaded, problem_of, when_done,
    },
    words,
};
use leptos::prelude::*;

/// The button and its dialog, for those who may.
#[component]
pub(super) fn Edit() -> impl IntoView {
    let said = Lang::current().say(words::desk::EDIT);
    let page = use_ticket_context();
    let open = RwSignal::new(false);
    let may = move || page.ticket.with(|ticket| may_edit(ticket.status, page.relation.get()).is_ok());
    view! {
        <When is=may>
            <DialogButton open id="edit" said title=said glyph=Glyph::Edit class="button quiet" afresh=true>
                <EditForm open />
            </DialogButton>
        </When>
    }
}

#[component]
fn EditForm(open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<EditTicket>();
    refresh_without_line(action);
    when_done(action, move || open.set(false));
    let failure = failure_of(action);
    let directory = fetched_later(list_directory);
    let ticket = page.ticket.get_untracked();
    view! {
        <Form action class="form" kept=[&page.number.to_string(), ".edit"].concat()>
            <FormError failure />
            <DrawnField drawn=EditTicketForm::drawn(&ticket) />
            <input type="hidden" name="number" value=page.number.to_string() />
            <TextField
                name="form[title]"
                id="edit-title"
                label=lang.say(words::tickets::TITLE)
                value=ticket.title.clone()
                problem=problem_of(failure, "title")
            />
            <TextBox
                name="form[description]"
                id="edit-description"
                label=lang.say(words::tickets::DESCRIPTION)
                value=ticket.description.clone()
                max=MAX_PROBLEM
                problem=problem_of(failure, "description")
            />
            {loaded(directory, move |Directory { departments, categories }| {
                let sorts = may_sort(ticket.status, page.relation.get_untracked()).is_ok();
                let sorting = sorts.then(|| {
                    view! { <SortingFields departments ticket=ticket.clone() failure /> }.into_any()
                });
                view! {
                    <TicketFields categories ticket=ticket.clone() failure />
                    {sorting}
                }
            })}
            <div class="dialog-actions">
                <Cancel open />
                <Submit pending=action.pending()>{lang.say(words::desk::SAVE)}</Submit>
            </div>
        </Form>
    }
}
