//! One instruction that waits: its coming number, and what can be done with it.
use super::{draft_edit::DraftEdit, queue::QueueContext};
use crate::{
    base::Lang,
    features::guidance::Act,
    ui::{Fresh, Glyph, Icon, When, device},
    words,
};
use leptos::prelude::*;
use uuid::Uuid;

impl QueueContext {
    /// Its place in the queue, counted from 0.
    pub(super) fn place(self, id: Uuid) -> Option<usize> {
        self.guide.state.with(|state| state.queue.iter().position(|draft| draft.id == id))
    }
    /// The number it will carry if all goes well.
    fn number(self, id: Uuid) -> String {
        let last = self.guide.session().and_then(|session| session.last).map_or(0, |last| last.number);
        let place = self.place(id).and_then(|place| i64::try_from(place).ok()).unwrap_or(0);
        (last + 1 + place).to_string()
    }
    fn move_to(self, id: Uuid, to: usize, mover: &'static str) {
        self.mover.set(Some((id, mover)));
        self.guide.act(&Act::MoveDraft { draft: id, to });
    }
    fn drop_on(self, id: Uuid) {
        let dragged = self.dragged.get_untracked().filter(|dragged| *dragged != id);
        if let (Some(draft), Some(to)) = (dragged, untrack(|| self.place(id))) {
            self.guide.act(&Act::MoveDraft { draft, to });
        }
        self.dragged.set(None);
    }
}

/// A line of the queue. Dragged by mouse, moved by buttons.
#[component]
pub(super) fn DraftRow(context: QueueContext, id: Uuid) -> impl IntoView {
    let editing = move || context.editing.get() == Some(id);
    let place = Memo::new(move |_| context.place(id));
    Effect::new(move |before: Option<Option<usize>>| {
        let now = place.get();
        if let Some((_, mover)) = context
            .mover
            .get_untracked()
            .filter(|(moved, _)| *moved == id && before.is_some_and(|b| b != now))
        {
            // At an end of the queue there is only one way left.
            let last = context.guide.state.with_untracked(|state| state.queue.len().checked_sub(1));
            let mover = if now == Some(0) {
                "down"
            } else if now == last {
                "up"
            } else {
                mover
            };
            request_animation_frame(move || device::focus(&button_id(mover, id)));
        }
        now
    });
    view! {
        <li
            class="draft"
            class:dragged=move || context.dragged.get() == Some(id)
            draggable=move || if editing() { "false" } else { "true" }
            on:dragstart=move |_| context.dragged.set(Some(id))
            on:dragend=move |_| context.dragged.set(None)
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                event.stop_propagation();
                context.drop_on(id);
            }
        >
            <When is=editing otherwise=move || view! { <DraftShown context id /> }>
                <DraftEdit context id />
            </When>
        </li>
    }
}

fn button_id(what: &str, id: Uuid) -> String {
    [what, "-", &id.to_string()].concat()
}

#[component]
fn DraftShown(context: QueueContext, id: Uuid) -> impl IntoView {
    let draft = Memo::new(move |_| context.guide.queue().into_iter().find(|draft| draft.id == id));
    let text = move || draft.get().map(|draft| draft.text).unwrap_or_default();
    let pictured = move || draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.picture.is_some()));
    let number = move || context.number(id);
    view! {
        <span class="grip" aria-hidden="true">
            <Icon glyph=Glyph::Grip />
        </span>
        <b class="numeric" translate="no">{move || number()}</b>
        <span class="grow clip"><Fresh text=Signal::derive(text) /></span>
        <When is=pictured>
            <Icon glyph=Glyph::Image />
        </When>
        <DraftButtons context id />
    }
}

#[component]
fn DraftButtons(context: QueueContext, id: Uuid) -> impl IntoView {
    let lang = Lang::current();
    let step = Memo::new(move |_| context.number(id));
    let up_label = move || step.with(|step| lang.fill(words::guidance::MoveUp { step }));
    let down_label = move || step.with(|step| lang.fill(words::guidance::MoveDown { step }));
    let edit_label = move || step.with(|step| lang.fill(words::guidance::EditDraft { step }));
    let remove_label = move || step.with(|step| lang.fill(words::guidance::RemoveDraft { step }));
    let place = move || context.place(id).unwrap_or(0);
    let is_last = move || context.guide.state.with(|state| place() + 1 >= state.queue.len());
    let up = move |_| context.move_to(id, untrack(place).saturating_sub(1), "up");
    let down = move |_| context.move_to(id, untrack(place) + 1, "down");
    let remove = move |_| _ = context.guide.act(&Act::RemoveDraft { draft: id });
    view! {
        <span class="row draft-tools">
            <button type="button" class="button quiet compact" id=button_id("up", id) aria-label=up_label
                disabled=move || place() == 0 on:click=up>
                <Icon glyph=Glyph::Up />
            </button>
            <button type="button" class="button quiet compact" id=button_id("down", id) aria-label=down_label
                disabled=is_last on:click=down>
                <Icon glyph=Glyph::Down />
            </button>
            <button type="button" class="button quiet compact" aria-label=edit_label
                on:click=move |_| context.editing.set(Some(id))>
                <Icon glyph=Glyph::Edit />
            </button>
            <button type="button" class="button quiet compact danger" aria-label=remove_label on:click=remove>
                <Icon glyph=Glyph::Trash />
            </button>
        </span>
    }
}
