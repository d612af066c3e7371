//! Freeing the conversation, and ending: solved or not, and a word for the road.
use super::guide::{Guide, use_guide};
use crate::{
    base::{
        Lang,
        text::{Text, clean_optional},
    },
    features::guidance::{Act, CallOutcome, MAX_NOTE},
    ui::{
        DialogButton, Fresh, Glyph, Icon, When,
        typed::{Typed, TypedBox},
    },
    words,
};
use leptos::{ev, prelude::*};

/// The buttons of the ticket's head that the rules allow.
#[component]
pub fn GuidanceButtons() -> impl IntoView {
    let lang = Lang::current();
    let guide = use_guide();
    let call = Some(CallOutcome::Called);
    view! {
        <When is=move || guide.may(Act::Lift)>
            <button type="button" class="button" on:click=move |_| _ = guide.act(&Act::Lift)>
                <Icon glyph=Glyph::Unlock />
                {lang.say(words::guidance::LIFT)}
            </button>
        </When>
        <When is=move || guide.may(Act::End { solved: true, message: None, call, asked: None })>
            <EndButton guide />
        </When>
    }
}

/// The button and its dialog.
#[component]
pub(super) fn EndButton(guide: Guide) -> impl IntoView {
    let said = Lang::current().say(words::guidance::END);
    let open = RwSignal::new(false);
    view! {
        <DialogButton open id="end" said title=said class="button primary">
            <EndForm guide open />
        </DialogButton>
    }
}

#[component]
fn EndForm(guide: Guide, open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let (solved, call) = (RwSignal::new(true), RwSignal::new(None::<CallOutcome>));
    // What became of one call says nothing of the next.
    let asked = Memo::new(move |_| guide.call().map(|call| call.at));
    Effect::watch(move || asked.get(), move |_, _, _| call.set(None), false);
    let typed = Typed::new(&guide.place("end"));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match clean_optional(&typed.text.get_untracked(), MAX_NOTE) {
            Ok(message) => {
                let (solved, call) = (solved.get_untracked(), call.get_untracked());
                let asked = asked.get_untracked();
                guide.act_with(&Act::End { solved, message, call, asked }, typed.hand_over());
                open.set(false);
            }
            Err(problem) => typed.refuse(problem),
        }
    };
    const CALLED: Option<CallOutcome> = Some(CallOutcome::Called);
    const NOT_REACHED: Option<CallOutcome> = Some(CallOutcome::NotReached);
    let label =
        move || if solved.get() { words::guidance::WHAT_WAS_DONE } else { words::guidance::END_MESSAGE };
    view! {
        <form class="form" on:submit=submit>
            <fieldset>
                <legend class="strong">{lang.say(words::guidance::IS_IT_SOLVED)}</legend>
                <Choice name="solved" of=solved value=true said=words::guidance::SOLVED />
                <Choice name="solved" of=solved value=false said=words::guidance::UNSOLVED />
            </fieldset>
            <When is=move || guide.call().is_some()>
                <fieldset>
                    <legend class="strong">{lang.say(words::guidance::AND_THE_CALL)}</legend>
                    <Choice name="call" of=call value=CALLED said=words::guidance::CALLED />
                    <Choice name="call" of=call value=NOT_REACHED said=words::guidance::NOT_REACHED />
                </fieldset>
            </When>
            <TypedBox typed id="end-message" rows="3" max=MAX_NOTE>
                <Fresh text=Signal::derive(move || lang.say(label()).to_owned()) /> " "
                <span class="optional">{lang.say(words::guidance::OPTIONAL)}</span>
            </TypedBox>
            <div class="dialog-actions">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>
                    {lang.say(words::guidance::KEEP_GOING)}
                </button>
                <button type="submit" class="button primary">
                    {lang.say(words::guidance::END_NOW)}
                </button>
            </div>
        </form>
    }
}

/// One of several; one must be chosen.
#[component]
fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    of: RwSignal<T>,
    value: T,
    said: Text,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="radio" name=name required prop:checked=move || of.get() == value
                on:change=move |_| of.set(value) />
            {Lang::current().say(said)}
        </label>
    }
}
