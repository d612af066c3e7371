//! A new step makes itself known: said aloud, a sound, a buzz, the focus where it was lost, and a screen that
//! stays lit.
use super::answer_composer::AnswerComposer;
use crate::{
    base::Lang,
    ui::{Fresh, chime, device},
    words,
};
use leptos::prelude::*;

/// The place screen readers listen to, and all that happens when a step comes.
#[component]
pub(super) fn Announcer(composer: AnswerComposer) -> impl IntoView {
    let lang = Lang::current();
    let guide = composer.guide;
    let said = RwSignal::new(String::new());
    let open = Memo::new(move |_| guide.open());
    Effect::new(move |before: Option<Option<_>>| {
        let now = open.get();
        if before.is_some_and(|before| before != now) {
            match (now, untrack(|| guide.in_hand())) {
                (Some(step), Some(knot)) => {
                    let new =
                        words::guidance::NewStep { step: &step.to_string(), text: &knot.instruction.text };
                    said.set(lang.fill(new));
                    composer.take_up();
                    arrive(guide.page.number, knot.seq);
                }
                _ => said.set(String::new()),
            }
        }
        now
    });
    keep_awake(move || guide.is_active());
    view! {
        <div class="sr-only" aria-live="assertive" role="alert">
            <Fresh text=said />
        </div>
    }
}

/// The id of the open step's text.
pub(super) const STEP_TEXT: &str = "step-text";

fn arrive(ticket: i64, seq: i64) {
    chime(ticket, seq);
    let lost = device::focus_is_lost_or_in(".answers");
    // After the card has been drawn.
    request_animation_frame(move || {
        device::bring_into_view(STEP_TEXT);
        if lost {
            device::focus(STEP_TEXT);
        }
    });
}

/// While this holds, the screen stays lit; the system takes the lock back whenever the page is hidden.
fn keep_awake(wanted: impl Fn() -> bool + Send + Sync + 'static) {
    let wanted = Memo::new(move |_| wanted());
    Effect::new(move || {
        if wanted.get() {
            device::stay_awake();
        } else {
            device::may_sleep();
        }
    });
    Effect::new(move || {
        let listener = window_event_listener_untyped("visibilitychange", move |_| {
            if device::is_visible() && wanted.try_get_untracked() == Some(true) {
                device::stay_awake();
            }
        });
        on_cleanup(move || {
            listener.remove();
            device::may_sleep();
        });
    });
}
