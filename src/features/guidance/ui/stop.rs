//! *Stop*: asks once.
use super::guide::Guide;
use crate::{base::Lang, features::guidance::Act, ui::DialogButton, words};
use leptos::prelude::*;

/// Ends the guidance from the requester's side.
#[component]
pub(super) fn Stop(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let stop = move |_| {
        guide.act(&Act::Stop);
        open.set(false);
    };
    view! {
        <DialogButton
            open
            id="stop"
            said=lang.say(words::guidance::STOP)
            title=lang.say(words::guidance::STOP_TITLE)
            class="button quiet danger"
        >
            <p>{lang.say(words::guidance::STOP_TEXT)}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {lang.say(words::guidance::KEEP_GOING)}
                </button>
                <button type="button" class="button danger" on:click=stop>
                    {lang.say(words::guidance::STOP_NOW)}
                </button>
            </div>
        </DialogButton>
    }
}
