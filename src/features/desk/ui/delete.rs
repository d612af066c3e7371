//! Deleting a ticket, and what stands in its place for whoever has just done so.
use crate::{
    base::Lang,
    features::{
        conversation::ui::use_ticket_context,
        tickets::{DeleteTicket, Deletion, RestoreTicket, may_delete},
    },
    ui::{
        Empty, Form, FormError, Glyph, Icon, Moment, ProblemText, Sending, Submit, When, browser, failure_of,
        problem_of, when_done,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Folded: it asks why. Whoever deleted it may undo it for ten minutes, where it stood.
#[component]
pub(super) fn Delete() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let action = Sending::to::<DeleteTicket>();
    let failure = failure_of(action);
    when_done(action, browser::reload);
    let may = move || page.ticket.with(|ticket| may_delete(ticket, page.relation.get()).is_ok());
    view! {
        <When is=may>
            <details class="asks">
                <summary class="button quiet danger">
                    <Icon glyph=Glyph::Trash />
                    {lang.say(words::desk::DELETE)}
                </summary>
                <p class="small">{lang.say(words::desk::DELETE_TEXT)}</p>
                <Form action class="stack tight">
                    <FormError failure />
                    <input type="hidden" name="number" value=page.number.to_string() />
                    <label class="field">
                        <span>{lang.say(words::desk::DELETE_WHY)}</span>
                        <textarea class="control" name="reason" rows="2" dir="auto" required></textarea>
                        <ProblemText id="delete-problem" problem=problem_of(failure, "reason") />
                    </label>
                    <Submit pending=action.pending() class="button danger">
                        {lang.say(words::desk::DELETE_NOW)}
                    </Submit>
                </Form>
            </details>
        </When>
    }
}

/// What stands in the place of a ticket that its reader has just deleted: the way back.
#[component]
pub(super) fn Undo(number: i64, deletion: Deletion) -> impl IntoView {
    let lang = Lang::current();
    browser::set_status(404);
    let action = Sending::to::<RestoreTicket>();
    when_done(action, browser::reload);
    let title = lang.fill(words::desk::IsDeleted { n: number });
    view! {
        <Title text=title.clone() />
        <div class="page">
            <Empty whole=true glyph=Glyph::Trash title text=deletion.reason>
                <p class="small muted">
                    {lang.say(words::desk::DELETED_AT)} " " <Moment at=deletion.at />
                </p>
                <FormError failure=failure_of(action) />
                <div class="row wrap">
                    <Form action>
                        <input type="hidden" name="number" value=number.to_string() />
                        <Submit pending=action.pending()>{lang.say(words::desk::UNDELETE)}</Submit>
                    </Form>
                    <a class="button quiet" href="/desk">{lang.say(words::desk::BACK_TO_QUEUE)}</a>
                </div>
            </Empty>
        </div>
    }
}
