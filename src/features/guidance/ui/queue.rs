//! What is to come, sent one by one: written ahead, for technicians' eyes only.
use super::{draft_line::DraftLine, guide::Guide};
use crate::{
    base::Lang,
    features::guidance::Act,
    ui::{Glyph, Icon},
    words,
};
use leptos::prelude::*;
use uuid::Uuid;

/// What the lines of the queue share.
#[derive(Clone, Copy)]
pub(super) struct QueueHand {
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
    let hand = QueueHand { guide, dragged: RwSignal::new(None), mover: RwSignal::new(None), editing: RwSignal::new(None) };
    let title = move || {
        if guide.open().is_some() { words::guidance::TO_COME } else { words::guidance::KEPT_STEPS }
    };
    let is_empty = Memo::new(move |_| guide.queue().is_empty());
    let may_send_head = move || !is_empty.get() && guide.session().is_some_and(|s| s.open.is_none() && !s.frozen);
    view! {
        <Show when=move || !is_empty.get()>
            <div class="row small">
                <b class="grow" id="queue-title">
                    {move || lang.say(title())}
                </b>
                <Show when=may_send_head>
                    <button type="button" class="button compact" on:click=move |_| _ = guide.act(&Act::GoOn)>
                        <Icon glyph=Glyph::Send />
                        {lang.say(words::guidance::SEND_FIRST)}
                    </button>
                </Show>
            </div>
            <ol class="drafts" aria-labelledby="queue-title">
                <For each=move || guide.queue() key=|draft| draft.id let:draft>
                    <DraftLine hand id=draft.id />
                </For>
            </ol>
        </Show>
        <WaitingActs guide />
    }
}

/// Acts that have not reached the server yet.
#[component]
fn WaitingActs(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let text = move |act: Act| match act {
        Act::Write { instruction }
        | Act::Rephrase { instruction }
        | Act::GoBack { instruction, .. }
        | Act::EditDraft { instruction, .. } => instruction.text,
        _ => lang.say(words::guidance::AN_ACT).to_owned(),
    };
    let known = move |id: Uuid| guide.talk.events.with(|events| events.iter().rev().take(20).any(|event| event.act == Some(id)));
    let acts = move || guide.waiting().into_iter().filter(|(id, _)| !known(*id)).collect::<Vec<_>>();
    view! {
        <ul class="drafts waiting-acts">
            <For each=acts key=|(id, _)| *id let((_, act))>
                <li class="draft">
                    <Icon glyph=Glyph::Clock />
                    <span class="grow clip">{text(act)}</span>
                    <span class="tiny">{lang.say(words::guidance::WAITING)}</span>
                </li>
            </For>
        </ul>
    }
}
