//! What is to come, sent one by one: written ahead, for technicians' eyes only.
use super::{
    draft_row::DraftRow,
    guide::{Guide, Waiting},
};
use crate::{
    base::Lang,
    features::guidance::Act,
    ui::{Each, Fresh, Glyph, Icon, When},
    words,
};
use leptos::prelude::*;
use uuid::Uuid;

/// What the lines of the queue share.
#[derive(Clone, Copy)]
pub(super) struct QueueContext {
    pub guide: Guide,
    /// The draft being dragged.
    pub dragged: RwSignal<Option<Uuid>>,
    /// The button that last moved a draft: the focus stays on it.
    pub mover: RwSignal<Option<(Uuid, &'static str)>>,
    pub editing: RwSignal<Option<Uuid>>,
}

/// The queue, and what is on its way into it.
#[component]
pub(super) fn Queue(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let context = QueueContext {
        guide,
        dragged: RwSignal::new(None),
        mover: RwSignal::new(None),
        editing: RwSignal::new(None),
    };
    let title = move || {
        let title =
            if guide.open().is_some() { words::guidance::TO_COME } else { words::guidance::KEPT_STEPS };
        lang.say(title).to_owned()
    };
    let has_drafts = move || guide.state.with(|state| !state.queue.is_empty());
    let may_send_head =
        move || has_drafts() && guide.session().is_some_and(|s| s.open.is_none() && !s.frozen);
    view! {
        <When is=has_drafts>
            <div class="row small">
                <b class="grow" id="queue-title">
                    <Fresh text=Signal::derive(title) />
                </b>
                <When is=may_send_head>
                    <button type="button" class="button compact" on:click=move |_| _ = guide.act(&Act::GoOn)>
                        <Icon glyph=Glyph::Send />
                        {lang.say(words::guidance::SEND_FIRST)}
                    </button>
                </When>
            </div>
            <ol class="drafts" aria-labelledby="queue-title">
                <Each each=move || guide.queue() key=|draft| draft.id let:draft>
                    <DraftRow context id=draft.id />
                </Each>
            </ol>
        </When>
        <WaitingActs guide />
    }
}

/// Acts that have not reached the server yet.
#[component]
fn WaitingActs(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let text = move |act: Waiting| {
        act.instruction
            .map_or_else(|| lang.say(words::guidance::AN_ACT).to_owned(), |instruction| instruction.text)
    };
    let known = move |id: Uuid| {
        guide.page.events.with(|events| events.iter().rev().take(20).any(|event| event.act == Some(id)))
    };
    let acts = move || guide.waiting().into_iter().filter(|(id, _)| !known(*id)).collect::<Vec<_>>();
    view! {
        <ul class="drafts waiting-acts">
            <Each each=acts key=|(id, _)| *id let((_, act))>
                <li class="draft">
                    <Icon glyph=Glyph::Clock />
                    <span class="grow clip">{text(act)}</span>
                    <span class="tiny">{lang.say(words::guidance::WAITING)}</span>
                </li>
            </Each>
        </ul>
    }
}
