//! Pills: a state in one word, and the state of the line.
use super::live::LineState;
use crate::{base::Lang, words};
use leptos::prelude::*;

/// The colour of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Ok,
    Warn,
    Bad,
    Info,
    Accent,
}

impl Tone {
    /// The classes of a pill in this colour.
    pub const fn pill(self) -> &'static str {
        match self {
            Self::Plain => "pill",
            Self::Ok => "pill ok",
            Self::Warn => "pill warn",
            Self::Bad => "pill bad",
            Self::Info => "pill info",
            Self::Accent => "pill accent",
        }
    }
}

/// A state in one word.
#[component]
pub fn Pill(tone: Tone, #[prop(optional)] dot: bool, children: Children) -> impl IntoView {
    view! { <span class=tone.pill()>{dot.then(|| view! { <i></i> }.into_any())} {children()}</span> }
}

/// The state of the line, always in sight and said aloud when it changes.
#[component]
pub fn LineBadge() -> impl IntoView {
    let lang = Lang::current();
    let line = use_context::<RwSignal<LineState>>();
    let state = move || line.map_or(LineState::Online, |line| line.get());
    let class = move || match state() {
        LineState::Online => "pill ok line-badge",
        LineState::Reconnecting => "pill warn live line-badge",
        LineState::Offline => "pill bad line-badge",
    };
    let word = move || match state() {
        LineState::Online => lang.say(words::ui::ONLINE),
        LineState::Reconnecting => lang.say(words::ui::RECONNECTING),
        LineState::Offline => lang.say(words::ui::OFFLINE),
    };
    view! {
        <span class=class role="status">
            <i></i>
            <span class="line-word">{move || word()}</span>
        </span>
    }
}
