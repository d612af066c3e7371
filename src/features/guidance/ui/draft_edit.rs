//! A waiting instruction in other words, in its place.
use super::queue::QueueContext;
use crate::{
    base::Lang,
    features::{
        conversation::ui::is_sending,
        guidance::{Act, Instruction},
    },
    ui::{ProblemText, outbox::Drawer},
    words,
};
use leptos::{ev, html, prelude::*};
use uuid::Uuid;

/// The box, and save or leave.
#[component]
pub(super) fn DraftEdit(context: QueueContext, id: Uuid) -> impl IntoView {
    let lang = Lang::current();
    let node = NodeRef::<html::Textarea>::new();
    let before = untrack(|| context.guide.queue()).into_iter().find(|draft| draft.id == id);
    let picture = before.as_ref().and_then(|draft| draft.picture);
    let being_edited =
        context.guide.page.live.drawer(&context.guide.place(&["draft.", &id.to_string()].concat()));
    let begun = being_edited.as_ref().and_then(Drawer::text);
    let text = begun.or(before.map(|draft| draft.text)).unwrap_or_default();
    let being_edited = StoredValue::new(being_edited);
    let keep = move |text: &str| being_edited.with_value(|drawer| drawer.as_ref().map(|d| d.keep(text)));
    let leave = move || {
        _ = keep("");
        context.editing.set(None);
    };
    Effect::new(move || _ = node.get().map(|node| node.focus()));
    let problem = RwSignal::new(None);
    let save = move || {
        let text = node.get_untracked().map(|node| node.value()).unwrap_or_default();
        let instruction = match (Instruction { text: text.clone(), picture }).parse() {
            Ok(instruction) => instruction,
            Err(wrong) => return problem.set(Some(wrong)),
        };
        // Refused, the draft is gone, and its line with it: the words go to the box for the next step.
        let drawer = context.guide.page.live.drawer(&context.guide.place("step"));
        let written = drawer.map(|drawer| (drawer, text));
        context.guide.act_with(&Act::EditDraft { draft: id, instruction }, written);
        leave();
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            leave();
        } else if is_sending(&event) {
            event.prevent_default();
            save();
        }
    };
    view! {
        <div class="grow stack tight">
            <textarea class="control" rows="2"
                aria-label=lang.say(words::guidance::EDIT_LABEL) node_ref=node on:keydown=pressed
                on:input=move |event| _ = keep(&event_target_value(&event))>
                {text}
            </textarea>
            <ProblemText id="draft-problem" problem=problem.into() />
            <div class="row">
                <button type="button" class="button compact primary" on:click=move |_| save()>
                    {lang.say(words::guidance::SAVE)}
                </button>
                <button type="button" class="button compact quiet"
                    on:click=move |_| leave()>
                    {lang.say(words::guidance::LEAVE)}
                </button>
            </div>
        </div>
    }
}
