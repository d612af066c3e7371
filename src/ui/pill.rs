//! Pills: a state in one word.
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
    /// The colour as a class.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Info => "info",
            Self::Accent => "accent",
        }
    }

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
