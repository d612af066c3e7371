//! The door's frame: what the house is on one side, the form on the other.
use super::use_me;
use crate::{
    base::{Lang, Text},
    ui::{Brand, Form, FormError, Sending, Submit, failure_of},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

/// A page for visitors: mark, heading, form, and on a wide screen the rope. Whoever is signed in goes home.
#[component]
pub fn Gate(#[prop(into)] title: String, #[prop(into)] text: String, children: Children) -> impl IntoView {
    if use_me().is_some() {
        return view! { <Redirect path="/" /> }.into_any();
    }
    let lang = Lang::current();
    view! {
        <Title text=title.clone() />
        <div class="gate">
            <div class="gate-door">
                <div class="gate-mark">
                    <Brand />
                    <span>{lang.say(words::ui::BRAND)}</span>
                </div>
                <div class="gate-form">
                    <h1>{title}</h1>
                    <p class="muted">{text}</p>
                    // Shown by public/door.js where it is so.
                    <p class="banner warn session-ended" role="status" hidden>
                        {lang.say(words::ui::SESSION_ENDED)}
                    </p>
                    {children()}
                </div>
            </div>
            <Scene />
        </div>
    }
    .into_any()
}

/// The form of such a page: its fields, and one large button.
#[component]
pub fn GateForm(action: Sending, verb: Text, children: Children) -> impl IntoView {
    view! {
        <Form action>
            <div class="form">
                <FormError failure=failure_of(action) />
                {children()}
                <Submit pending=action.pending() class="button primary big block">
                    {Lang::current().say(verb)}
                </Submit>
            </div>
        </Form>
    }
}

/// What the house does, told by a rope of three knots.
#[component]
fn Scene() -> impl IntoView {
    let lang = Lang::current();
    view! {
        <aside class="gate-scene">
            <Peaks />
            <p class="gate-motto">{lang.say(words::accounts::MOTTO)}</p>
            <ol class="rope">
                <li class="tied">
                    <span class="knot" aria-hidden="true">
                        "✓"
                    </span>
                    {lang.say(words::accounts::SCENE_ASK)}
                </li>
                <li class="tied">
                    <span class="knot" aria-hidden="true">
                        "✓"
                    </span>
                    {lang.say(words::accounts::SCENE_GUIDE)}
                </li>
                <li class="inhand">
                    <span class="knot" aria-hidden="true">
                        "3"
                    </span>
                    {lang.say(words::accounts::SCENE_HOLD)}
                </li>
            </ol>
        </aside>
    }
}

/// Mountains, quiet, behind the words.
#[component]
fn Peaks() -> impl IntoView {
    view! {
        <svg class="peaks" viewBox="0 0 600 240" preserveAspectRatio="xMidYMax slice" aria-hidden="true"
            focusable="false">
            <path class="far" d="M0 190l90-70 60 45 110-120 95 95 60-40 95 80 90-55v115H0z"></path>
            <path class="near" d="M0 240v-30l120-80 70 55 80-45 120 75 90-60 120 70v15z"></path>
            <path class="line" d="M40 214c90-30 110-60 150-50s60 30 100 0 80-90 106-118"></path>
            <circle class="bead" cx="112" cy="186" r="7"></circle>
            <circle class="bead" cx="240" cy="176" r="7"></circle>
            <circle class="bead on" cx="340" cy="106" r="9"></circle>
        </svg>
    }
}
