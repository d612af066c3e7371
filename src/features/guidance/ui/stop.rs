//! *Stop*: asks once.
use super::{
    guide::Guide,
    plain_act::{PlainAct, PlainPath},
};
use crate::{
    base::Lang,
    features::guidance::{Act, StopGuidance},
    ui::{DialogButton, press},
    words,
};
use leptos::prelude::*;

/// Ends the guidance from the requester's side.
#[component]
pub(super) fn Stop(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let to = PlainPath::to::<StopGuidance>();
    let session = move || guide.session().map(|session| session.id);
    let stop = move |_| {
        guide.act(&Act::Stop { session: untrack(session) });
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
            <PlainAct guide to class="form" act=stop>
                <input type="hidden" name="session" value=move || session().map(|id| id.to_string()) />
                <p>{lang.say(words::guidance::STOP_TEXT)}</p>
                <div class="dialog-actions">
                    <button type="button" class="button" command="close" commandfor="stop"
                        on:click=press(open, false)>
                        {lang.say(words::guidance::KEEP_GOING)}
                    </button>
                    <button type="submit" class="button danger">
                        {lang.say(words::guidance::STOP_NOW)}
                    </button>
                </div>
            </PlainAct>
        </DialogButton>
    }
}
